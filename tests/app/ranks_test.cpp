// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "app/command.hpp"
#include "record/checkpoint.hpp"
#include "record/summary.hpp"

// Runs of the command on several ranks. KATO_MPIRUN names the launcher; without MPI these are not built.
namespace kato {
namespace {

int times(const std::string& text, const std::string& phrase) {
  int count = 0;
  for (auto at = text.find(phrase); at != std::string::npos; at = text.find(phrase, at + 1)) ++count;
  return count;
}

class OnRanks : public Command {
 protected:
  static constexpr const char* unbound =
      "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
      "OMPI_MCA_btl_vader_single_copy_mechanism=none ASAN_OPTIONS=detect_leaks=0 ";

  std::string launch(int ranks) const {
    return unbound + std::string("'" KATO_MPIRUN "' --oversubscribe --bind-to none -n ") + std::to_string(ranks) + " ";
  }
  Outcome kato(int ranks, const std::string& arguments) const {
    return shell(launch(ranks) + "'" KATO_COMMAND "' " + arguments);
  }

  // The numbers of history.csv without the last column, `seconds`.
  std::vector<std::vector<double>> history(const std::string& name) const {
    std::istringstream text(read(directory / name / "history.csv"));
    std::vector<std::vector<double>> rows;
    std::string line;
    std::getline(text, line);
    while (std::getline(text, line)) {
      std::istringstream cells(line);
      auto& row = rows.emplace_back();
      for (std::string cell; std::getline(cells, cell, ',');) row.push_back(std::stod(cell));
      row.pop_back();
    }
    return rows;
  }

  // The same trajectory to within rounding, in every column of the history.
  void expect_alike(const std::string& name, const std::string& other, std::size_t steps) const {
    const auto a = history(name), b = history(other);
    ASSERT_EQ(a.size(), steps) << name;
    ASSERT_EQ(b.size(), steps) << other;
    for (std::size_t step = 0; step < steps; ++step)
      for (std::size_t n = 0; n < a[step].size(); ++n) {
        if (std::isnan(a[step][n]) && std::isnan(b[step][n])) continue;
        EXPECT_NEAR(a[step][n], b[step][n], 1e-9 * std::max(1.0, std::abs(a[step][n])))
            << other << ": step " << step + 1 << ", column " << n;
      }
  }

  Summary summary(const std::string& name) const { return read_summary(directory / name / "summary.json"); }
};

// 50 walkers: neither 3 nor 4 ranks have as many each.
constexpr const char* two_particles =
    "seed = 3\n[system]\nparticles = 2\n[[system.interaction]]\nkind = \"gaussian\"\nstrength = 2.0\n"
    "[ansatz]\nhidden = 8\n[sampler]\nwalkers = 50\nsweeps = 4\nthermalise = 20\n[pretrain]\nsteps = 5\n"
    "[evaluate]\nsamples = 500\nsweeps = 2\nburn_in = 10\nobservables = [\"density\"]\n[run]\nthreads = 1\n";

// Conjugate gradients to the end: how many iterations a looser tolerance takes is a matter of rounding.
constexpr const char* all_optimizers =
    "[optimizer]\nkind = \"spring\"\n[train]\nsteps = 2\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"adam\" }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"kfac\" }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"kfac\", \"optimizer.centre\" = \"both\" }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"sr\", \"optimizer.solver\" = \"cholesky\" }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"sr\", \"optimizer.solver\" = \"cg\", "
    "\"optimizer.tolerance\" = 1e-12 }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"minsr\" }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"qn-kfac\" }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"optimizer.kind\" = \"dgd\", \"optimizer.tolerance\" = 1e-12 }\n"
    "[[train.stage]]\nsteps = 2\nset = { \"sampler.kind\" = \"mala\" }\n"
    "[[train.stage]]\nsteps = 3\nset = { \"train.reweight.enabled\" = true }\n";

TEST_F(OnRanks, the_number_of_ranks_changes_results_by_rounding_alone) {
  write("demo.toml", std::string(two_particles) + all_optimizers);
  const auto alone = shell("'" KATO_COMMAND "' run demo.toml -o one");
  ASSERT_EQ(alone.status, 0) << alone.output;
  for (const int ranks : {2, 3, 4}) {
    const auto name = std::to_string(ranks);
    const auto outcome = kato(ranks, "run demo.toml -o " + name);
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    expect_alike("one", name, 23);
    EXPECT_EQ(summary(name).ranks, ranks);
    EXPECT_NEAR(summary(name).energy.mean, summary("one").energy.mean, 1e-9);
    EXPECT_NEAR(summary(name).energy.std_err, summary("one").energy.std_err, 1e-9);
    EXPECT_EQ(summary(name).energy.samples, 500);
  }
}

// Each walker has places of its own at which the energy is found; 50 walkers on 3 ranks.
TEST_F(OnRanks, displaced_energies_are_those_of_one_rank) {
  write("gas.toml",
        "seed = 3\n[system]\nup = 2\ndown = 1\n[[system.interaction]]\nkind = \"contact\"\nstrength = 1.0\n"
        "treatment = \"reorganised\"\n[ansatz]\nhidden = 8\n[sampler]\nwalkers = 50\nsweeps = 4\nthermalise = 20\n"
        "[pretrain]\nsteps = 5\n[train]\nsteps = 4\n[run]\nthreads = 1\n");
  const std::string options = " --set evaluate.samples=0 -o ";
  ASSERT_EQ(shell("'" KATO_COMMAND "' run gas.toml" + options + "one").status, 0);
  ASSERT_EQ(kato(3, "run gas.toml" + options + "three").status, 0);
  expect_alike("one", "three", 4);
}

// Large enough that the ranks share the factorisation.
TEST_F(OnRanks, a_matrix_of_many_walkers_is_the_same_on_any_number_of_ranks) {
  write("demo.toml", std::string(two_particles) + "[train]\nsteps = 3\n");
  const std::string options = " --set sampler.walkers=1001 --set evaluate.samples=0 -o ";
  ASSERT_EQ(shell("'" KATO_COMMAND "' run demo.toml" + options + "one").status, 0);
  ASSERT_EQ(kato(3, "run demo.toml" + options + "three").status, 0);
  expect_alike("one", "three", 3);
}

TEST_F(OnRanks, one_rank_writes_and_speaks) {
  write("demo.toml", std::string(two_particles) + "[train]\nsteps = 3\n");
  const auto outcome = kato(2, "run demo.toml -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_EQ(times(outcome.output, "2 particles, "), 1) << outcome.output;
  EXPECT_EQ(times(outcome.output, "2 ranks with 1 thread"), 1) << outcome.output;
  EXPECT_EQ(times(outcome.output, "energy     "), 1) << outcome.output;
  EXPECT_EQ(times(read(directory / "out/log.txt"), "2 particles, "), 1);
  EXPECT_EQ(times(read(directory / "out/history.csv"), "\n"), 4);
  EXPECT_EQ(times(kato(2, "list sampler").output, "metropolis "), 1);
}

TEST_F(OnRanks, a_checkpoint_resumes_on_another_number_of_ranks) {
  write("demo.toml", std::string(two_particles) + "[train]\nsteps = 6\n");
  ASSERT_EQ(shell("'" KATO_COMMAND "' run demo.toml -o whole").status, 0);
  const auto stopped = kato(2, "run demo.toml -o two --set train.steps=3 --set evaluate.samples=0");
  ASSERT_EQ(stopped.status, 0) << stopped.output;
  for (const int ranks : {1, 3, 4}) {
    const auto name = "then" + std::to_string(ranks);
    std::filesystem::copy(directory / "two", directory / name);
    const auto outcome = kato(ranks, "resume " + name + " --set train.steps=6 --set evaluate.samples=500");
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_EQ(times(outcome.output, "resumed after step 3 of 6"), 1) << outcome.output;
    expect_alike("whole", name, 6);
    EXPECT_NEAR(summary(name).energy.mean, summary("whole").energy.mean, 1e-9);
  }
  const auto evaluated = kato(2, "evaluate then1");
  EXPECT_EQ(evaluated.status, 0) << evaluated.output;
  EXPECT_NEAR(summary("then1").energy.mean, summary("whole").energy.mean, 1e-9);
}

TEST_F(OnRanks, mistakes_are_told_once) {
  write("demo.toml", "[system]\nparticels = 2\n");
  const auto misspelt = kato(2, "run demo.toml");
  EXPECT_EQ(misspelt.status, 2) << misspelt.output;
  EXPECT_EQ(times(misspelt.output, "did you mean 'particles'?"), 1) << misspelt.output;
  write("few.toml", std::string(two_particles) + "[train]\nsteps = 1\n");
  const auto few = kato(3, "run few.toml --set sampler.walkers=2");
  EXPECT_EQ(few.status, 2) << few.output;
  EXPECT_EQ(times(few.output, "sampler.walkers = 2 is too few for 3 ranks"), 1) << few.output;
  std::filesystem::create_directories(directory / "runs/few");
  write("runs/few/history.csv", "precious\n");
  const auto full = kato(2, "run few.toml");
  EXPECT_EQ(full.status, 2) << full.output;
  EXPECT_EQ(times(full.output, "holds a run already"), 1) << full.output;
  const auto scan = kato(2, "scan few.toml");
  EXPECT_EQ(scan.status, 2) << scan.output;
  EXPECT_EQ(times(scan.output, "start it without mpirun"), 1) << scan.output;
}

// A rank of its own mind.
TEST_F(OnRanks, a_rank_that_fails_alone_ends_the_others) {
  write("0.toml", std::string(two_particles) + "[train]\nsteps = 100000\n");
  const auto outcome =
      shell(launch(2) + "sh -c \"[ \\$OMPI_COMM_WORLD_RANK = 0 ] || export KATO_ISA=none; exec '" KATO_COMMAND
                        "' run 0.toml -o out --quiet\"");
  EXPECT_EQ(outcome.status, 2) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "kato: KATO_ISA", "(on rank 1)"));
}

// What every rank calls by one name is another directory: with the same input, and other parameters.
TEST_F(OnRanks, ranks_that_part_ways_are_found_out) {
  write("in.toml", std::string(two_particles) + "[train]\nsteps = 2\n");
  ASSERT_EQ(shell("kato run in.toml -o run0 -q && kato run in.toml -o run1 -q --set pretrain.steps=7").status, 0);
  std::filesystem::copy_file(directory / "run0/input.toml", directory / "run1/input.toml",
                             std::filesystem::copy_options::overwrite_existing);
  const auto outcome = shell(launch(2) + "sh -c \"exec '" KATO_COMMAND
                                         "' resume /proc/self/fd/9 --quiet --set train.steps=100000 "
                                         "9< run\\$OMPI_COMM_WORLD_RANK\"");
  EXPECT_EQ(outcome.status, 1) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "rank 1 computed other numbers than rank 0"));
}

TEST_F(OnRanks, ranks_that_read_different_inputs_are_told) {
  write("0.toml", std::string(two_particles) + "[train]\nsteps = 100000\n");
  write("1.toml", std::string(two_particles) + "[train]\nsteps = 100001\n");
  const auto outcome = shell(launch(2) + "sh -c \"exec '" KATO_COMMAND
                                         "' run /proc/self/fd/9 -o out --quiet 9< \\$OMPI_COMM_WORLD_RANK.toml\"");
  EXPECT_EQ(outcome.status, 2) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "the ranks, which do one run together, read different inputs"));
  EXPECT_FALSE(std::filesystem::exists(directory / "out"));
}

// One mpirun that starts a job of its own on each rank.
TEST_F(OnRanks, jobs_that_differ_from_rank_to_rank_are_told_what_they_are) {
  write("0.toml", std::string(two_particles) + "[train]\nsteps = 2\n");
  write("1.toml", std::string(two_particles) + "[train]\nsteps = 3\n");
  const std::string rank = "\\$OMPI_COMM_WORLD_RANK";
  for (const auto& job : {"run " + rank + ".toml -o out", "run 0.toml -o out" + rank,
                          "run 0.toml -o out --set seed=" + rank, "exact " + rank + ".toml", "resume out" + rank}) {
    const auto outcome = shell("rm -rf out*; " + launch(2) + "sh -c \"exec '" KATO_COMMAND "' " + job + "\"");
    EXPECT_EQ(outcome.status, 2) << outcome.output;
    EXPECT_TRUE(has(outcome.output, "2 ranks, which were started together to do one run, were given different inputs",
                    "without mpirun", "kato scan"))
        << job;
    EXPECT_EQ(shell("ls -d out* 2> /dev/null").output, "") << job;
  }
}

TEST_F(OnRanks, jobs_in_directories_of_their_own_are_told_what_they_are) {
  for (const std::string rank : {"0", "1"}) {
    std::filesystem::create_directories(directory / rank);
    write(rank + "/in.toml", std::string(two_particles) + "[train]\nsteps = 2\n");
  }
  const auto outcome =
      shell(launch(2) + "sh -c \"cd \\$OMPI_COMM_WORLD_RANK; exec '" KATO_COMMAND "' run in.toml -o out\"");
  EXPECT_EQ(outcome.status, 2) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "different inputs or directories"));
  EXPECT_FALSE(std::filesystem::exists(directory / "0/out"));
}

TEST_F(OnRanks, a_signal_to_any_rank_stops_all_at_the_same_step) {
  write("demo.toml", std::string(two_particles) + "[train]\nsteps = 1000000\n");
  Outcome outcome;
  std::thread job([&] {
    outcome = shell(launch(2) + "sh -c \"echo \\$\\$ > pid.\\$OMPI_COMM_WORLD_RANK; exec '" KATO_COMMAND
                                "' run demo.toml -o out --quiet\"");
  });
  const auto rows = [&] { return times(read(directory / "out/history.csv"), "\n"); };
  for (int waited = 0; waited < 600 && rows() < 3; ++waited)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_GE(rows(), 3);
  ::kill(std::stoi(read(directory / "pid.1")), SIGTERM);
  job.join();
  EXPECT_EQ(outcome.status, 75) << outcome.output;
  EXPECT_EQ(summary("out").status, "stopped");
  std::string warning;
  EXPECT_EQ(load_checkpoint(directory / "out/checkpoint.h5", warning).step, rows() - 1);
}

TEST_F(OnRanks, the_program_says_what_it_was_built_with) {
  EXPECT_TRUE(has(shell("'" KATO_COMMAND "' info").output, "MPI              "));
}

TEST(Ranks, processes_that_cannot_find_one_another_are_refused) {
  FILE* pipe = ::popen("SLURM_STEP_NUM_TASKS=2 SLURM_PROCID=0 '" KATO_COMMAND "' list 2>&1", "r");
  std::string output;
  char block[4096];
  while (const auto got = std::fread(block, 1, sizeof block, pipe)) output.append(block, got);
  EXPECT_EQ(WEXITSTATUS(::pclose(pipe)), 2);
  EXPECT_TRUE(has(output, "2 processes were started to work together, but"));
  EXPECT_TRUE(has(output, std::string(KATO_MPIRUN).empty() ? "built without MPI" : "srun --mpi=pmix"));
}

}  // namespace
}  // namespace kato
