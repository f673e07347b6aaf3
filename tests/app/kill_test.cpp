// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "app/command.hpp"
#include "base/random.hpp"
#include "record/checkpoint.hpp"
#include "record/summary.hpp"

extern char** environ;

namespace kato {
namespace {

using Seconds = std::chrono::duration<double>;

// Runs that are killed (SIGKILL) at random moments. KATO_KILLS says how many kills; tools/kill-test asks for fifty.
class Kills : public TemporaryDirectory {
 protected:
  static constexpr std::int64_t steps = 150, interval = 4;

  Kills() {
    write("in.toml", fmt::format(R"(seed = 7
[run]
threads = 1
checkpoint_steps = {}
[system]
particles = 2
[[system.interaction]]
kind = "gaussian"
strength = 10.0
[ansatz]
hidden = 16
[pretrain]
steps = 10
[sampler]
walkers = 64
[train]
steps = {}
[evaluate]
samples = 3_200
[reference]
energy = "none"
)",
                                 interval, steps));
  }

  std::filesystem::path file(const std::string& name) const { return directory / name; }

  // The command, its words separated by blanks; killed after so long unless it has ended by then. Whether it ended.
  bool command(std::string words, double seconds) const {
    std::vector<char*> arguments;
    words = KATO_COMMAND " " + words;
    for (char* at = std::strtok(words.data(), " "); at != nullptr; at = std::strtok(nullptr, " "))
      arguments.push_back(at);
    arguments.push_back(nullptr);
    pid_t child = 0;
    EXPECT_EQ(::posix_spawn(&child, KATO_COMMAND, nullptr, nullptr, arguments.data(), environ), 0);
    const auto began = std::chrono::steady_clock::now();
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
      if (Seconds(std::chrono::steady_clock::now() - began).count() > seconds) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (WIFSIGNALED(status)) return false;
    EXPECT_EQ(WEXITSTATUS(status), 0);
    return true;
  }

  std::vector<std::string> history(const std::string& name) const {
    std::vector<std::string> rows;
    std::string line;
    for (std::ifstream in(file(name) / "history.csv"); std::getline(in, line);)
      rows.push_back(line.substr(0, line.rfind(',')));  // without the seconds
    return rows;
  }

  // What a kill left: the records lead at most one interval beyond the last checkpoint. The step of the checkpoint.
  std::int64_t expect_little_lost(const std::string& name) const {
    if (!std::filesystem::exists(file(name) / "history.csv")) return 0;
    std::string warning;
    const auto kept = load_checkpoint(file(name) / "checkpoint.h5", warning).step;
    EXPECT_EQ(warning, "") << "the last checkpoint is whole and in its place";
    const auto rows = static_cast<std::int64_t>(history(name).size()) - 1;
    EXPECT_LE(rows - kept, interval + 1) << "a row of the next step may be unfinished";
    EXPECT_GE(rows, kept);
    return kept;
  }

  void expect_equal(const std::string& name, const std::string& other) const {
    std::string warning;
    EXPECT_EQ(history(name), history(other));
    EXPECT_EQ(history(name).size(), steps + 1u);
    const auto a = load_checkpoint(file(name) / "checkpoint.h5", warning),
               b = load_checkpoint(file(other) / "checkpoint.h5", warning);
    EXPECT_EQ(a.parameters, b.parameters);
    EXPECT_EQ(a.walkers, b.walkers);
    EXPECT_EQ(a.optimizer_state, b.optimizer_state);
    const auto sa = read_summary(file(name) / "summary.json"), sb = read_summary(file(other) / "summary.json");
    EXPECT_EQ(sa.energy.mean, sb.energy.mean);
    EXPECT_EQ(sa.energy.std_err, sb.energy.std_err);
    EXPECT_EQ(sa.status, "finished");
  }
};

// Every run is killed again and again until it comes to its end between two kills; then the next one begins.
TEST_F(Kills, every_resume_continues_to_the_same_bits_and_loses_no_more_than_the_interval) {
  const char* wanted = std::getenv("KATO_KILLS");
  const int kills = wanted != nullptr ? std::atoi(wanted) : 8;
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(command("run " + file("in.toml").string() + " -q -o " + file("whole").string(), 1e9));
  const double takes = Seconds(std::chrono::steady_clock::now() - began).count();
  std::vector<double> moments(static_cast<std::size_t>(kills));
  fill_uniform({.seed = 11, .purpose = Purpose::test}, 0, 0, moments);
  int runs = 0, killed = 0, midway = 0;
  for (bool ended = true; killed < kills || !ended;) {
    const auto name = fmt::format("run{}", ended ? runs++ : runs - 1);
    const auto words = std::filesystem::exists(file(name) / "input.toml")
                           ? "resume -q " + file(name).string()
                           : fmt::format("run {} -q --force -o {}", file("in.toml").string(), file(name).string());
    ended = command(words, killed < kills ? takes * moments[static_cast<std::size_t>(killed)] : 1e9);
    if (ended) {
      expect_equal(name, "whole");
      continue;
    }
    ++killed;
    const auto kept = expect_little_lost(name);
    midway += kept > 0 && kept < steps ? 1 : 0;
  }
  if (wanted != nullptr)
    fmt::print("{} kills in {} runs, {} of them between the first and the last checkpoint\n", killed, runs, midway);
}

}  // namespace
}  // namespace kato
