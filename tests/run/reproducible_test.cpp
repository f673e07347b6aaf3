// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

#include "run/run_files.hpp"
#include "run/vmc_session.hpp"

namespace kato {
namespace {

// More walkers than a tile or a chunk of a sum holds, and not a multiple of either.
const std::string small = R"(seed = 5
[run]
threads = 1
checkpoint_steps = 4
[system]
particles = 3
[[system.interaction]]
kind = "gaussian"
strength = 5.0
[ansatz]
kind = "equivariant-slater"
hidden = 8
[pretrain]
steps = 5
[sampler]
walkers = 300
sweeps = 3
thermalise = 10
[train]
steps = 15
[evaluate]
samples = 600
burn_in = 10
sweeps = 2
[reference]
energy = "none"
)";

const std::string ladder = small + R"([[train.stage]]
steps = 6
set = { "system.interaction.0.strength" = 1.0, "optimizer.learning_rate" = 0.05 }
[[train.stage]]
steps = 8
set = { "sampler.sweeps" = 2 }
)";

class Reproducible : public RunFiles {
 protected:
  std::size_t rows(const std::string& name) const {
    const auto text = read(directory / name / "history.csv");
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  // The command, as a process of its own.
  pid_t spawn(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), KATO_COMMAND);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = -1;
    EXPECT_EQ(posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return child;
  }

  static int status_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  // Starts the run `name` with the input `text`, sends the signal once so many rows are written, and returns the exit
  // status (the negative signal, if that ended it).
  int interrupt(const std::string& name, const std::string& text, int signal, std::size_t when) const {
    const auto input = write(name + ".toml", text);
    const pid_t child = spawn({"run", input.string(), "-o", (directory / name).string(), "--quiet"});
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (rows(name) <= when && std::chrono::steady_clock::now() < give_up)
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    ::kill(child, signal);
    return status_of(child);
  }
};

TEST_F(Reproducible, any_number_of_threads_gives_the_same_history_and_energy) {
  for (const char* precision : {"double", "float", "mixed"})
    for (const char* optimizer : {"spring", "adam", "minsr", "sr", "kfac", "dgd"}) {
      const auto change = [&](int threads) {
        return std::vector<std::string>{"run.threads=" + std::to_string(threads),
                                        "run.precision=" + std::string(precision),
                                        "optimizer.kind=" + std::string(optimizer)};
      };
      const auto name = [&](int threads) { return std::string(optimizer) + "-" + precision + std::to_string(threads); };
      ASSERT_EQ(start(name(1), small, change(1)), done) << name(1);
      EXPECT_EQ(rows(name(1)), 16u);
      for (const int threads : {2, 3}) {
        ASSERT_EQ(start(name(threads), small, change(threads)), done) << name(threads);
        EXPECT_EQ(history(name(threads)), history(name(1))) << name(threads);
        EXPECT_EQ(summary(name(threads)).energy.mean, summary(name(1)).energy.mean) << name(threads);
        EXPECT_EQ(summary(name(threads)).energy.std_err, summary(name(1)).energy.std_err) << name(threads);
        EXPECT_EQ(checkpoint(name(threads)).parameters, checkpoint(name(1)).parameters) << name(threads);
        EXPECT_EQ(checkpoint(name(threads)).walkers, checkpoint(name(1)).walkers) << name(threads);
      }
    }
}

TEST_F(Reproducible, another_seed_gives_another_history) {
  ASSERT_EQ(start("one", small), done);
  ASSERT_EQ(start("again", small), done);
  ASSERT_EQ(start("other", small, {"seed=6"}), done);
  expect_equal("again", "one");
  EXPECT_NE(history("other"), history("one"));
  EXPECT_NE(summary("other").energy.mean, summary("one").energy.mean);
}

// What a kill between two steps leaves: the last checkpoint, and rows that were written after it.
TEST_F(Reproducible, a_run_continues_from_a_checkpoint_at_any_step_inside_a_stage_and_between_stages) {
  const auto input = load_input(write("input.toml", ladder));
  ASSERT_EQ(run(input, quietly("whole")), done);
  VmcSession session(input);
  session.begin();
  for (std::int64_t step = 0; step <= 29; ++step) {
    if (step > 0) session.advance();
    if (step % 3 != 0 && step != 14 && step != 29) continue;  // stages end after 6, 14 and 29 steps
    const auto name = "cut" + std::to_string(step);
    std::filesystem::copy(directory / "whole", directory / name);
    for (const char* file : {"checkpoint.prev.h5", "summary.json", "evaluation.h5"})
      std::filesystem::remove(directory / name / file);
    save_checkpoint(directory / name / "checkpoint.h5", session.save());
    std::filesystem::remove(directory / name / "checkpoint.prev.h5");
    write(name + "/history.csv", read(directory / name / "history.csv") + "30,2,4.5,0.0");
    ASSERT_EQ(resume({}, quietly(name)), done) << name;
    expect_equal(name, "whole");
  }
  EXPECT_EQ(session.stage_index(), 2);
  EXPECT_EQ(rows("whole"), 30u);
}

TEST_F(Reproducible, a_terminated_run_says_so_and_its_resumption_equals_an_uninterrupted_one) {
  auto text = ladder;
  text.replace(text.find("steps = 15"), 10, "steps = 200");
  ASSERT_EQ(start("whole", text), done);
  for (const std::size_t when : {3, 40}) {
    const auto name = "stopped" + std::to_string(when);
    ASSERT_EQ(interrupt(name, text, SIGTERM, when), resumable) << name;
    EXPECT_EQ(summary(name).status, "stopped");
    EXPECT_GE(summary(name).steps, static_cast<std::int64_t>(when));
    EXPECT_LT(summary(name).steps, 214);
    EXPECT_EQ(checkpoint(name).step, summary(name).steps);
    ASSERT_EQ(resume({}, quietly(name)), done);
    expect_equal(name, "whole");
  }
}

TEST_F(Reproducible, a_killed_run_continues_from_its_last_checkpoint_to_the_same_end) {
  auto text = ladder;
  text.replace(text.find("steps = 15"), 10, "steps = 200");
  ASSERT_EQ(start("whole", text), done);
  for (const std::size_t when : {9, 22}) {
    const auto name = "killed" + std::to_string(when);
    ASSERT_EQ(interrupt(name, text, SIGKILL, when), -SIGKILL) << name;
    EXPECT_FALSE(std::filesystem::exists(directory / name / "summary.json"));
    EXPECT_LT(rows(name), 215u);
    EXPECT_GT(checkpoint(name).step, 0);
    const pid_t child = spawn({"resume", (directory / name).string(), "--quiet", "--threads", "2"});
    ASSERT_EQ(status_of(child), done);
    EXPECT_EQ(history(name), history("whole"));
    EXPECT_EQ(checkpoint(name).parameters, checkpoint("whole").parameters);
    EXPECT_EQ(checkpoint(name).optimizer_state, checkpoint("whole").optimizer_state);
    EXPECT_EQ(checkpoint(name).walkers, checkpoint("whole").walkers);
    EXPECT_EQ(summary(name).energy.mean, summary("whole").energy.mean);
  }
}

TEST_F(Reproducible, a_run_terminated_while_it_measures_is_measured_to_the_same_bits) {
  auto text = small;
  text.replace(text.find("samples = 600"), 13, "samples = 150_000");
  ASSERT_EQ(start("whole", text), done);
  ASSERT_EQ(interrupt("stopped", text, SIGTERM, 15), resumable);
  EXPECT_EQ(summary("stopped").status, "stopped");
  EXPECT_EQ(summary("stopped").steps, 15);
  EXPECT_FALSE(std::filesystem::exists(directory / "stopped/evaluation.h5"));
  ASSERT_EQ(resume({}, quietly("stopped")), done);
  EXPECT_TRUE(has(read(directory / "stopped/log.txt"), "goes on with the measurement under way"));
  expect_equal("stopped", "whole");
}

// With a checkpoint after every measurement, and killed in the midst of them.
TEST_F(Reproducible, a_killed_measurement_goes_on_from_its_last_checkpoint_to_the_same_bits) {
  auto text = small;
  text.replace(text.find("samples = 600"), 13, "samples = 60_000");
  ASSERT_EQ(start("whole", text), done);
  text.replace(text.find("[run]\n"), 6, "[run]\ncheckpoint_seconds = 0.0\n");
  const auto input = write("killed.toml", text);
  const pid_t child = spawn({"run", input.string(), "-o", (directory / "killed").string(), "--quiet"});
  const auto measuring = [&] {
    std::string warning;
    try {
      return load_checkpoint(directory / "killed/checkpoint.h5", warning).measuring.state.contains("series");
    } catch (const Error&) {
      return false;
    }
  };
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (!measuring() && std::chrono::steady_clock::now() < give_up)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  ::kill(child, SIGKILL);
  ASSERT_EQ(status_of(child), -SIGKILL);
  ASSERT_EQ(resume({"run.checkpoint_seconds=60"}, quietly("killed")), done);
  EXPECT_TRUE(has(read(directory / "killed/log.txt"), "goes on with the measurement under way"));
  expect_equal("killed", "whole");
}

TEST_F(Reproducible, a_finished_run_that_is_resumed_is_measured_again_and_not_trained) {
  ASSERT_EQ(start("run", small), done);
  const auto rows = read(directory / "run/history.csv"), saved = read(directory / "run/checkpoint.h5");
  const auto energy = summary("run").energy.mean;
  std::filesystem::remove(directory / "run/summary.json");
  ASSERT_EQ(resume({}, quietly("run")), done);
  EXPECT_EQ(summary("run").energy.mean, energy);
  ASSERT_EQ(evaluate({"evaluate.samples=1800"}, quietly("run")), done);
  EXPECT_EQ(summary("run").energy.samples, 1800);
  EXPECT_NE(summary("run").energy.mean, energy);
  EXPECT_EQ(read(directory / "run/history.csv"), rows);
  EXPECT_EQ(read(directory / "run/checkpoint.h5"), saved);
}

}  // namespace
}  // namespace kato
