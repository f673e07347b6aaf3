// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

namespace kato {
namespace {

TEST_F(Command, a_bad_input_is_a_mistake_and_writes_nothing) {
  write("demo.toml", "[system]\nparticles = 0\n");
  expect_mistake("run demo.toml", "kato: demo.toml:2: system.particles = 0 is out of bounds; it must be at least 1");
  expect_one_line("run demo.toml");
  expect_mistake("run none.toml", "none.toml: cannot be read (No such file or directory)");
  write("empty.toml", "");
  expect_mistake("run empty.toml", "empty.toml: system.particles is missing");
  write("text.toml", "four particles please\n");
  expect_mistake("run text.toml", "text.toml:1: not valid TOML");
  expect_mistake("run .", "is a directory");
  write("good.toml", "[system]\nparticles = 2\n");
  expect_mistake("run good.toml --threads 0", "run.threads = 0 is out of bounds", "at least 1");
  expect_mistake("run good.toml --threads two", "run.threads = \"two\" is unknown");
  expect_mistake("run good.toml --set system.particels=2", "did you mean 'particles'?");
  expect_mistake("run good.toml --set system.particles=nan", "is not finite");
  expect_mistake("run good.toml --set particles", "write --set key.path=value");
  expect_mistake("exact none.toml", "none.toml: cannot be read");
  expect_mistake("describe none.toml --graph", "none.toml: cannot be read");
}

TEST_F(Command, the_best_determinant_stands_beside_the_exact_energy) {
  write("dot.toml", "[system]\ndimensions = 2\nup = 1\ndown = 1\n[[system.interaction]]\nkind = \"coulomb\"\n");
  auto outcome = kato("exact dot.toml");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "energy       ", "relative motion", "hartree-fock 3.1619084", "an upper bound",
                  "oscillator functions", "correlation  -0.161908"));
  outcome = kato("exact dot.toml --set system.up=2 --json");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "\"energy\": null", "\"hartree_fock\": {"));
  expect_mistake("exact dot.toml --set system.space=free", "no reference solver", "harmonic trap");
}

TEST_F(Command, a_wrong_command_line_is_a_mistake) {
  expect_mistake("", "subcommand");
  expect_mistake("rnu demo.toml", "'rnu' is no command; did you mean 'run'?");
  expect_mistake("run", "input");
  expect_mistake("run demo.toml --quiet -v");
  expect_mistake("run demo.toml --frobnicate", "frobnicate");
  expect_mistake("list optimiser", "is no category");
  expect_mistake("describe trian", "did you mean 'train'?");
  expect_mistake("describe", "kato list");
  expect_mistake("resume nowhere", "nowhere: no such directory");
  expect_mistake("evaluate .", "holds no run");
}

TEST_F(Command, a_report_is_of_runs_and_of_nothing_else) {
  expect_mistake("report", "directories is required");
  expect_mistake("report nowhere", "nowhere: no such directory");
  expect_mistake("report .", "holds no run");
  expect_mistake("watch nowhere", "nowhere: no such directory");
  expect_mistake("watch . --port 70000", "70000");
  std::filesystem::create_directories(directory / "begun");
  write("begun/input.toml", "title = \"just begun\"\n");
  expect_mistake("report begun -o nowhere/page.html", "nowhere/page.html",
                 "cannot be written (there is no directory nowhere)");
  const auto outcome = kato("report begun");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "report.html: 1 run"));
  EXPECT_TRUE(has(read(directory / "report.html"), "<title>just begun</title>"));
  EXPECT_EQ(kato("report begun begun -q -o two.html").output, "");
}

TEST_F(Command, help_lists_and_versions_succeed) {
  for (const char* arguments : {"--help", "run --help", "--version", "info", "list", "list interaction",
                                "describe gaussian", "describe train", "describe --markdown"}) {
    const auto outcome = kato(arguments);
    EXPECT_EQ(outcome.status, 0) << arguments << "\n" << outcome.output;
    EXPECT_FALSE(outcome.output.empty()) << arguments;
  }
}

TEST_F(Command, help_has_an_example_and_the_exit_statuses) {
  EXPECT_TRUE(has(kato("--help").output, "Example: kato run", "75 stopped and resumable"));
}

TEST_F(Command, a_profile_is_shown_if_asked_for) {
  write("demo.toml",
        "[system]\nparticles = 2\n[sampler]\nwalkers = 8\n[pretrain]\nsteps = 1\n[train]\nsteps = 2\n"
        "[evaluate]\nsamples = 0\n");
  EXPECT_TRUE(has(kato("run demo.toml --profile -o with").output, "ms a step", "sampling", "backward", "of it linear"));
  EXPECT_EQ(kato("run demo.toml -o without").output.find("ms a step"), std::string::npos);
}

// Tables are read in the order of their names: one of these comes before the list of observables, and one behind.
TEST_F(Command, observables_can_be_left_out_on_the_command_line) {
  write("a.toml",
        "[system]\nparticles = 2\n[evaluate]\nsamples = 1000\nobservables = [\"density\", \"virial\"]\n"
        "[evaluate.density]\nbins = 5\n[evaluate.virial]\n");
  const auto none = kato("run a.toml --dry-run --set 'evaluate.observables=[]'");
  EXPECT_EQ(none.status, 0) << none.output;
  EXPECT_EQ(none.output.find("[evaluate."), std::string::npos) << none.output;
  const auto one = kato("run a.toml --dry-run --set 'evaluate.observables=[\"density\"]'");
  EXPECT_TRUE(has(one.output, "[evaluate.density]"));
  EXPECT_EQ(one.output.find("[evaluate.virial]"), std::string::npos) << one.output;
}

TEST_F(Command, describe_takes_changes) {
  write("demo.toml", "[system]\nparticles = 2\n");
  const auto small = kato("describe demo.toml --set ansatz.hidden=5");
  EXPECT_EQ(small.status, 0);
  EXPECT_TRUE(has(small.output, "hidden = 5", "parameters  "));
}

TEST_F(Command, verbose_shows_tiles_and_cost) {
  write("demo.toml",
        "[system]\nparticles = 2\n[sampler]\nwalkers = 16\n[pretrain]\nsteps = 1\n[train]\nsteps = 1\n"
        "[evaluate]\nsamples = 64\n");
  const auto plain = kato("run demo.toml -o a"), verbose = kato("run demo.toml -o b -v");
  EXPECT_EQ(plain.status, 0) << plain.output;
  EXPECT_TRUE(has(verbose.output, "walkers a tile", "GFLOP"));
  EXPECT_EQ(plain.output.find("walkers a tile"), std::string::npos);
  EXPECT_TRUE(has(plain.output, "acceptance", "V-score", "the records are in a"));
}

TEST_F(Command, a_dry_run_prints_an_input_that_resolves_to_itself_and_writes_nothing) {
  write("demo.toml", "[system]\nparticles = 4\n[[system.interaction]]\nkind = \"gaussian\"\nstrength = 10\n");
  const auto before = listing();
  const auto first = kato("run --set seed=7 demo.toml --dry-run");
  ASSERT_EQ(first.status, 0) << first.output;
  EXPECT_TRUE(has(first.output, "seed = 7", "particles = 4", "strength = 10.0", "range = 0.5", "[optimizer]"));
  EXPECT_TRUE(has(first.output, "\ntime        about ", "pretraining", "thermalisation", "sampling", "local energy",
                  "gradient", "optimiser", "evaluation", "error       at most about "))
      << first.output;
  EXPECT_EQ(listing(), before);
  const auto resolved = first.output.substr(0, first.output.find("\n\n", first.output.find("[reference]")) + 1);
  write("again.toml", resolved);
  EXPECT_TRUE(kato("run again.toml --dry-run").output.starts_with(resolved));
}

TEST_F(Command, a_run_measures_as_many_samples_as_its_dry_run_says) {
  write("demo.toml", "[system]\nparticles = 2\n[sampler]\nwalkers = 16\n[pretrain]\nsteps = 1\n[train]\nsteps = 1\n");
  const auto dry = kato("run demo.toml --dry-run");
  EXPECT_TRUE(has(dry.output, "\nsamples = 20000\n", " for 20000 samples (evaluate.samples)")) << dry.output;
  ASSERT_EQ(kato("run demo.toml -q").status, 0);
  EXPECT_TRUE(has(read(directory / "runs/demo/input.toml"), "\nsamples = \"auto\"\n"));
  EXPECT_TRUE(has(read(directory / "runs/demo/summary.json"), "\"samples\": 20000"));
}

TEST_F(Command, a_directory_with_a_run_is_refused) {
  write("demo.toml", "[system]\nparticles = 2\n");
  std::filesystem::create_directories(directory / "runs/demo");
  write("runs/demo/history.csv", "precious\n");
  expect_mistake("run demo.toml", "holds a run already", "--force");
  expect_mistake("run demo.toml -o demo.toml/inside", "cannot be made");
}

}  // namespace
}  // namespace kato
