// SPDX-License-Identifier: Apache-2.0
#include "scan/members.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <ctime>
#include <limits>

#include "base/error.hpp"
#include "base/files.hpp"
#include "input/document.hpp"
#include "record/run_directory.hpp"
#include "record/session.hpp"
#include "run/interruption.hpp"
#include "run/job.hpp"

extern char** environ;

namespace kato {
namespace {

// Settings of [run] that leave the results as they are.
constexpr std::array pacing{"time_limit", "checkpoint_steps", "checkpoint_seconds"};

// Names in the directory of the scan that are not for runs.
constexpr std::array own_names{"log.txt", "runs.csv", "scan.csv", "scan.json", "lock"};

void check_name(const std::string& value) {
  const auto first = value.substr(0, value.find('/'));
  for (const std::string name : own_names)
    require(first != name && first != name + ".tmp",
            fmt::format("--vary: the value '{}' is the name of a file of the scan; choose another value", first));
}

std::uint64_t last_seed(std::uint64_t first, int seeds) {
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto more = static_cast<std::uint64_t>(seeds - 1);
  require(first <= largest - std::min(more, largest),
          fmt::format("scan: {} seeds from seed = {} on end at {}, beyond the largest whole number, {}; take a smaller "
                      "seed or fewer --seeds",
                      seeds, first, first + more, largest));
  return first + more;
}

// The settings with which the run in the directory would go on as the wanted one; none if it is another run.
std::optional<std::vector<std::string>> resuming_changes(const ScanMember& member, const ScanOptions& options) {
  try {
    const auto wanted = load_input(options.input, member.changes);
    auto there = load_input(member.directory / "input.toml");
    std::vector<std::string> changes;
    for (const std::string name : pacing) {
      const auto& value = wanted.run.values().at(name);
      if (there.run.values().at(name) == value) continue;
      changes.push_back(fmt::format("run.{}={}", name, toml_text(value)));
      there.run.set(name, value);
    }
    if (to_toml(there) == to_toml(wanted)) return changes;
  } catch (const Error&) {  // what is there is no input
  }
  return {};
}

// A run that was stopped, failed or was killed goes on from its checkpoint, as it would have.
std::vector<std::string> command_of(const ScanMember& member, const ScanOptions& options) {
  const auto state = state_of(member, options);
  std::vector<std::string> words{options.program.string()};
  auto changes = member.changes;
  if (state == ScanMember::State::begun) {
    words.insert(words.end(), {"resume", member.directory.string(), "--quiet"});
    changes = resuming_changes(member, options).value();
  } else {
    words.insert(words.end(), {"run", options.input.string(), "-o", member.directory.string(), "--quiet"});
    if (state == ScanMember::State::other) words.emplace_back("--force");
  }
  for (const auto& change : changes) words.insert(words.end(), {"--set", change});
  return words;
}

// The runs of a scan that was killed stop by themselves, which may take them a step.
void wait_until_free(const std::filesystem::path& directory) {
  constexpr int patience = 1200;
  for (int waited = 0; waited < patience && !Interruption::requested() && std::filesystem::is_directory(directory);
       ++waited) {
    try {
      const DirectoryLock lock(directory);
      return;
    } catch (const Error&) {
      const timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
      ::nanosleep(&pause, nullptr);
    }
  }
}

// The end of this process tells the new one to stop. No signal is to meet it before it can hear, so they wait.
pid_t start(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  sigset_t all, before;
  sigfillset(&all);
  ::sigprocmask(SIG_BLOCK, &all, &before);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    // In a process group of its own: a Ctrl-C on the terminal reaches the scan alone, which tells its runs.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    std::signal(SIGTERM, SIG_DFL);
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    if (::getppid() == parent) ::execve(arguments.front(), arguments.data(), environ);
    ::_exit(127);
  }
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  require(child > 0, "scan: the system starts no more processes; lower --jobs");
  return child;
}

// Whether a process with this status was ended as a run that can go on: by itself, or by a signal that came before it
// could hear, or twice.
bool is_stopped(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status) == resumable;
  const std::array told{SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};
  return std::ranges::find(told, WTERMSIG(status)) != told.end();
}

}  // namespace

std::vector<ScanMember> members_of(const ScanOptions& options) {
  std::vector<ScanMember> members;
  const auto values = options.key.empty() ? std::vector<std::string>{"runs"} : options.values;
  for (const auto& value : values) {
    check_name(value);
    std::vector<std::string> varied;
    if (!options.key.empty()) add_variation(options.key, value, varied);
    for (const auto& change : varied)
      require(!change.starts_with("run.threads="), "--vary: run.threads is 1 in every run of a scan; leave it out");
    auto changes = options.changes;
    changes.insert(changes.end(), varied.begin(), varied.end());
    changes.emplace_back("run.threads=1");
    const auto input = load_input(options.input, changes);
    make_session(input);  // whether its parts fit together
    const auto last = last_seed(input.seed, options.seeds);
    for (auto seed = input.seed; seed <= last; ++seed) {
      ScanMember member{value, seed, options.directory / value / fmt::format("seed-{}", seed), changes};
      member.changes.push_back(fmt::format("seed={}", seed));
      members.push_back(std::move(member));
    }
  }
  return members;
}

ScanMember::State state_of(const ScanMember& member, const ScanOptions& options) {
  using enum ScanMember::State;
  if (!RunDirectory::holds_run(member.directory)) return none;
  if (!resuming_changes(member, options)) return other;
  return scan_run_from(member.directory, member.value, member.seed).finished() ? done : begun;
}

void ScanWorkers::add(const ScanMember& member) {
  while (running_.size() >= static_cast<std::size_t>(options_.jobs)) wait();
  wait_until_free(member.directory);
  if (Interruption::requested())
    ++stopped_;
  else
    running_[start(command_of(member, options_))] = &member;
}

void ScanWorkers::finish() {
  while (!running_.empty()) wait();
}

// Where an error ends the scan, its runs stop with a checkpoint.
ScanWorkers::~ScanWorkers() {
  for (const auto& [child, member] : running_) ::kill(child, SIGTERM);
  for (const auto& [child, member] : running_) ::waitpid(child, nullptr, 0);
}

void ScanWorkers::wait() {
  if (Interruption::requested() && !told_) {
    for (const auto& [child, member] : running_) ::kill(child, SIGTERM);
    told_ = true;
  }
  for (const auto& [child, member] : running_) {  // only its own children
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) != child) continue;
    const auto& ended = *member;
    running_.erase(child);
    return note_end(ended, status);
  }
  const timespec pause{.tv_sec = 0, .tv_nsec = 5'000'000};
  ::nanosleep(&pause, nullptr);
}

void ScanWorkers::note_end(const ScanMember& member, int status) {
  if (is_stopped(status)) {
    ++stopped_;
  } else if (!WIFEXITED(status) || WEXITSTATUS(status) != done) {
    ++failed_;
    log_.warn(fmt::format("{} failed ({})", member.directory.string(),
                          WIFEXITED(status) ? fmt::format("exit status {}", WEXITSTATUS(status))
                                            : fmt::format("ended by signal {}", WTERMSIG(status))));
  }
  log_.progress({.phase = "scan", .step = ++ended_, .steps = static_cast<std::int64_t>(total_)});
}

}  // namespace kato
