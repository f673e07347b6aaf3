// SPDX-License-Identifier: Apache-2.0
#include "scan/scan.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <sstream>
#include <tuple>

#include "base/files.hpp"
#include "record/run_directory.hpp"
#include "run/job.hpp"
#include "scan/scan_runs.hpp"

namespace kato {
namespace {

TEST(Scan, the_spread_is_median_and_quantiles) {
  const auto spread = spread_of({5, 1, 3, 2, 4});
  EXPECT_EQ(spread.median, 3);
  EXPECT_NEAR(spread.lower, 1.64, 1e-12);
  EXPECT_NEAR(spread.upper, 4.36, 1e-12);
  EXPECT_EQ(spread_of({1, 2}).median, 1.5);
  EXPECT_TRUE(std::isnan(spread_of({}).median));
}

TEST(Scan, the_table_to_be_read_has_each_number_below_its_name) {
  const ScanRun run{.value = "7",
                    .seed = 1,
                    .status = "finished",
                    .seconds = 40,
                    .energy = 3.5,
                    .std_err = 0.25,
                    .reference = 3,
                    .oscillation = 0.125,
                    .properties = {{"virial", 1.5}, {"virial_std_err", 0.1}, {"virial.work", 9}}};
  ScanOptions varied;
  varied.key = "a";
  std::istringstream text(scan_text({run}, varied));
  std::string names, numbers, name, number;
  std::getline(text, names), std::getline(text, numbers);
  std::istringstream head(names), row(numbers);
  std::map<std::string, std::string> found;
  while (head >> name && row >> number) found[name] = number;
  EXPECT_EQ(found.size(), 11u);
  EXPECT_EQ(found["energy"], "3.50000000");
  EXPECT_EQ(found["difference"], "0.5");
  EXPECT_EQ(found["std_err"], "0.25");
  EXPECT_EQ(found["reference"] + found["seconds"], "340");
  EXPECT_EQ(found["virial"], "1.5");
}

// Coming near an approximation is no success.
TEST(Scan, no_run_converges_to_an_approximation) {
  ScanRun run{.value = "7",
              .seed = 1,
              .status = "finished",
              .energy = 3.5,
              .std_err = 0.25,
              .reference = 3.5,
              .oscillation = 0,
              .properties = {}};
  EXPECT_TRUE(run.converged(0.1));
  EXPECT_TRUE(has(scan_csv({run}, {}), "\n7,1,1,1,1,"));
  run.approximate = true;
  EXPECT_FALSE(run.converged(0.1));
  EXPECT_TRUE(has(scan_csv({run}, {}), "\n7,1,1,0,0,"));
}

TEST_F(ScanRuns, a_reference_of_unknown_uncertainty_is_an_approximation) {
  Summary summary;
  summary.reference = Reference{3, 0.1, "exact"};
  for (const bool approximate : {false, true}) {
    if (approximate) summary.reference->uncertainty = std::nan("");
    write_summary(directory / "summary.json", summary);
    const auto run = scan_run_from(directory, "7", 1);
    EXPECT_EQ(run.reference, 3);
    EXPECT_EQ(run.approximate, approximate);
  }
}

TEST_F(ScanRuns, every_value_is_run_with_every_seed) {
  ASSERT_EQ(scan(options()), done);
  for (const std::string value : {"4", "6"}) {
    for (const std::uint64_t seed : {4U, 5U, 6U}) {
      const auto run = scan_run_from(directory / "scan" / value / ("seed-" + std::to_string(seed)), value, seed);
      EXPECT_TRUE(run.finished());
      EXPECT_EQ(run.parameters, 3 * std::stoi(value));
      EXPECT_EQ(run.steps, 40);
      EXPECT_GE(run.oscillation, 0);
      EXPECT_GT(run.difference(), -1e-9);
    }
  }
  const auto table = read(directory / "scan" / "scan.csv");
  EXPECT_TRUE(
      has(table, "value,runs,finished,converged,convergence_rate,energy,", "fidelity_S_p16", "\n4,3,3,", "\n6,3,3,"));
  EXPECT_TRUE(has(read(directory / "scan" / "scan.json"), "\"key\": \"ansatz.hidden\"", "\"median\""));
}

TEST_F(ScanRuns, a_second_scan_keeps_what_is_done_and_repeats_what_is_missing) {
  ASSERT_EQ(scan(options()), done);
  const auto kept = read(directory / "scan" / "4" / "seed-5" / "log.txt");
  const auto removed = directory / "scan" / "6" / "seed-6";
  const double energy = scan_run_from(removed, "6", 6).energy;
  std::filesystem::remove_all(removed);
  ASSERT_EQ(scan(options()), done);
  EXPECT_EQ(read(directory / "scan" / "4" / "seed-5" / "log.txt"), kept);
  EXPECT_EQ(scan_run_from(removed, "6", 6).energy, energy);
}

TEST_F(ScanRuns, runs_whose_number_of_samples_is_left_to_the_program_are_known_again) {
  auto counted = options();
  counted.input = write("counted.toml",
                        "seed = 4\n[system]\nparticles = 2\n[ansatz]\nkind = \"slater\"\n[pretrain]\nsteps = 0\n"
                        "[sampler]\nwalkers = 64\n[train]\nsteps = 2\n");
  counted.key = "train.steps";
  counted.values = {"2"};
  counted.seeds = 1;
  ASSERT_EQ(scan(counted), done);
  const auto place = counted.directory / "2" / "seed-4";
  const auto kept = read(place / "log.txt");
  EXPECT_TRUE(has(read(place / "summary.json"), "\"samples\": 20"));  // 20,000 at least, in whole steps
  ASSERT_EQ(scan(counted), done);
  EXPECT_EQ(read(place / "log.txt"), kept);
}

// A run that was killed after 15 of its 40 steps has no summary.
TEST_F(ScanRuns, a_run_that_was_killed_goes_on_from_its_checkpoint_to_the_same_end) {
  ASSERT_EQ(scan(options()), done);
  const auto place = directory / "scan" / "6" / "seed-5";
  const double energy = scan_run_from(place, "6", 5).energy;
  const auto resolved = read(place / "input.toml");
  const auto shorter = load_input(options().input, {"ansatz.hidden=6", "seed=5", "run.threads=1", "train.steps=15"});
  ASSERT_EQ(run(shorter, {.directory = place, .force = true, .volume = Log::Volume::quiet}), done);
  std::filesystem::remove(place / "summary.json");
  write_file(place / "input.toml", resolved);
  ASSERT_EQ(scan(options()), done);
  EXPECT_TRUE(has(read(place / "log.txt"), "resumed after step 15 of 40"));
  EXPECT_EQ(scan_run_from(place, "6", 5).energy, energy);
}

TEST_F(ScanRuns, the_tables_have_the_parts_of_the_energy_and_measured_numbers_with_their_errors) {
  auto dots = options();
  dots.input =
      write("dot.toml",
            "seed = 4\n[system]\ndimensions = 2\nup = 1\ndown = 1\n[system.potential]\nkind = \"harmonic\"\n"
            "[[system.interaction]]\nkind = \"coulomb\"\n[ansatz]\nkind = \"slater\"\n[sampler]\nwalkers = 64\n"
            "[train]\nsteps = 4\n[evaluate]\nsamples = 640\nobservables = [\"virial\", \"density\"]\n");
  dots.key = "system.potential.frequency";
  dots.values = {"0.5", "1.0"};
  dots.seeds = 1;
  dots.within = 10;
  ASSERT_EQ(scan(dots), done);
  const auto table = read(dots.directory / "scan.csv");
  EXPECT_TRUE(has(table, ",kinetic,kinetic_p16,", ",trap_std_err,", ",interaction,", ",virial,", ",virial_std_err,"));
  const auto found = scan_run_from(dots.directory / "0.5" / "seed-4", "0.5", 4);
  std::map<std::string, double> numbers(found.properties.begin(), found.properties.end());
  EXPECT_NEAR(numbers.at("kinetic") + numbers.at("trap") + numbers.at("interaction"), found.energy, 1e-9);
  EXPECT_NEAR(numbers.at("virial"), numbers.at("virial.twice-kinetic") / numbers.at("virial.work"), 1e-9);
  EXPECT_GT(numbers.at("virial_std_err"), 0);
  EXPECT_FALSE(numbers.contains("density"));
  const auto text = read(dots.directory / "log.txt");
  EXPECT_TRUE(has(text, "kinetic", "virial"));
  EXPECT_FALSE(has(text, "_std_err"));
}

TEST_F(ScanRuns, settings_that_vary_together_and_apart_are_those_of_the_runs) {
  auto several = options();
  std::tie(several.key, several.values) = parse_variations({"ansatz.hidden:train.steps=4:11,5:12", "system.mesh=8,12"});
  several.seeds = 1;
  ASSERT_EQ(scan(several), done);
  for (const int hidden : {4, 5})
    for (const std::string mesh : {"8", "12"}) {
      const auto value = fmt::format("{}:{}/{}", hidden, hidden + 7, mesh);
      const auto run = scan_run_from(directory / "scan" / value / "seed-4", value, 4);
      EXPECT_TRUE(run.finished()) << value;
      EXPECT_EQ(run.steps, hidden + 7);
      EXPECT_EQ(run.parameters, 3 * hidden);
      EXPECT_TRUE(has(read(directory / "scan" / value / "seed-4" / "input.toml"), "mesh = " + mesh + "\n"));
    }
  EXPECT_TRUE(has(read(directory / "scan" / "scan.csv"), "\n5:12/8,1,1,", ",reference,"));
  several.values.front() = "4/8";
  EXPECT_TRUE(has(message_of([&] { scan(several); }), "no value for each"));
}

TEST_F(ScanRuns, a_wrong_value_is_found_before_anything_starts) {
  auto wrong = options();
  wrong.values = {"4", "many"};
  EXPECT_TRUE(has(message_of([&] { scan(wrong); }), "ansatz.hidden"));
  EXPECT_FALSE(std::filesystem::exists(directory / "scan"));
  wrong = options();
  wrong.program = directory / "no-such-program";
  EXPECT_TRUE(has(message_of([&] { scan(wrong); }), "cannot be started"));
  EXPECT_FALSE(std::filesystem::exists(directory / "scan"));
}

TEST_F(ScanRuns, a_place_that_cannot_be_a_directory_is_named) {
  auto wrong = options();
  wrong.directory = write("file", "mine");
  EXPECT_TRUE(has(message_of([&] { scan(wrong); }), "file: cannot be made", "-o"));
  EXPECT_EQ(read(directory / "file"), "mine");
}

TEST_F(ScanRuns, a_file_where_a_run_would_go_is_named_before_anything_starts) {
  std::filesystem::create_directories(directory / "scan");
  write("scan/6", "mine");
  EXPECT_TRUE(has(message_of([&] { scan(options()); }), "scan/6: there is a file where a run would go"));
  EXPECT_FALSE(std::filesystem::exists(directory / "scan/4"));
}

TEST_F(ScanRuns, two_scans_in_one_directory_are_refused) {
  std::filesystem::create_directories(directory / "scan");
  const DirectoryLock other(directory / "scan");
  EXPECT_TRUE(has(message_of([&] { scan(options()); }), "scan: is in use by another kato"));
  EXPECT_TRUE(std::filesystem::is_empty(directory / "scan"));
}

TEST_F(ScanRuns, runs_that_stopped_are_resumable_and_go_on_with_another_limit) {
  auto stopping = options();
  stopping.values = {"4"};
  stopping.seeds = 1;
  stopping.changes = {"train.steps=1000000", "run.time_limit=0.2"};
  ASSERT_EQ(scan(stopping), resumable);
  const auto stopped = scan_run_from(directory / "scan/4/seed-4", "4", 4);
  EXPECT_EQ(stopped.status, "stopped");
  EXPECT_TRUE(has(read(directory / "scan/runs.csv"), "\n4,4,stopped,"));
  EXPECT_TRUE(has(read(directory / "scan/log.txt"), "1 run stopped; the same command goes on"));
  stopping.changes = {"train.steps=1000000", "run.time_limit=0.3"};
  ASSERT_EQ(scan(stopping), resumable);
  EXPECT_TRUE(has(read(directory / "scan/4/seed-4/log.txt"),
                  "resumed after step " + std::to_string(stopped.steps) + " of 1000000"));
  EXPECT_GT(scan_run_from(directory / "scan/4/seed-4", "4", 4).steps, stopped.steps);
}

TEST_F(ScanRuns, a_run_that_fails_is_told_and_the_others_are_done) {
  auto failing = options();
  failing.seeds = 2;
  std::filesystem::create_directories(directory / "scan/4/seed-5/log.txt");  // a directory where a file has to be
  failing.force = true;
  EXPECT_EQ(scan(failing), fault);
  EXPECT_TRUE(has(read(directory / "scan/log.txt"), "seed-5 failed (exit status"));
  EXPECT_TRUE(scan_run_from(directory / "scan/4/seed-4", "4", 4).finished());
  EXPECT_TRUE(scan_run_from(directory / "scan/6/seed-5", "6", 5).finished());
}

TEST_F(ScanRuns, runs_of_another_input_are_replaced_only_if_forced) {
  auto first = options();
  first.seeds = 1;
  ASSERT_EQ(scan(first), done);
  const auto kept = read(directory / "scan/4/seed-4/history.csv");
  auto second = first;
  second.changes = {"train.steps=30"};
  EXPECT_TRUE(has(message_of([&] { scan(second); }), "seed-4: holds a run of another input", "--force"));
  EXPECT_EQ(read(directory / "scan/4/seed-4/history.csv"), kept);
  second.force = true;
  ASSERT_EQ(scan(second), done);
  EXPECT_EQ(scan_run_from(directory / "scan/4/seed-4", "4", 4).steps, 30);
}

TEST_F(ScanRuns, tables_and_runs_of_others_are_left_alone) {
  auto first = options();
  first.seeds = 1;
  std::filesystem::create_directories(directory / "scan");
  write("scan/runs.csv", "mine\n");
  EXPECT_TRUE(has(message_of([&] { scan(first); }), "holds tables of something else (runs.csv)"));
  EXPECT_EQ(read(directory / "scan/runs.csv"), "mine\n");
  std::filesystem::remove(directory / "scan/runs.csv");
  ASSERT_EQ(scan(first), done);
  auto second = first;
  second.key = "system.mesh";
  second.values = {"8"};
  EXPECT_TRUE(has(message_of([&] { scan(second); }), "holds tables of something else"));
  second.directory = directory / "scan/4/seed-4";
  EXPECT_TRUE(has(message_of([&] { scan(second); }), "holds a run; choose another directory"));
}

TEST(Scan, a_value_with_quotes_is_a_field_of_the_tables) {
  const ScanRun run{
      .value = "say \"a\"", .energy = 1, .std_err = 1, .reference = 1, .oscillation = 1, .properties = {}};
  EXPECT_TRUE(has(runs_csv({run}), "\n\"say \"\"a\"\"\",0,missing,"));
  EXPECT_TRUE(has(scan_csv({run}, {}), "\n\"say \"\"a\"\"\",1,0,"));
}

}  // namespace
}  // namespace kato
