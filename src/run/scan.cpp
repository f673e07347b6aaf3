// SPDX-License-Identifier: Apache-2.0
#include "run/scan.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <map>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "record/run_directory.hpp"
#include "run/interruption.hpp"
#include "run/job.hpp"

extern char** environ;

namespace kato {
namespace {

struct Task {
  std::string value;
  std::uint64_t seed = 0;
  std::filesystem::path directory;
  std::vector<std::string> changes;
};

double number(const std::string& text, const std::string& where) {
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  require(parsed.ec == std::errc() && parsed.ptr == text.data() + text.size(),
          fmt::format("--vary: '{}' in '{}' is no number, which \"...\" needs; write all values", text, where));
  return value;
}

// The values between the last of `values` and `end`, in steps of the difference of the last two.
void fill_range(std::vector<std::string>& values, const std::string& end, const std::string& where) {
  require(values.size() >= 2,
          fmt::format("--vary: \"...\" in '{}' needs two values before it; write 20,30,...,100", where));
  const double last = number(values.back(), where), step = last - number(values[values.size() - 2], where),
               stop = number(end, where);
  require(step != 0 && (stop - last) / step > 0,
          fmt::format("--vary: '{}' does not lead to its end; correct it", where));
  for (int n = 1; n < (stop - last) / step - 1e-9; ++n) values.push_back(fmt::format("{:.12g}", last + n * step));
  values.push_back(end);
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// "a/b:c" with "1/2:3" is a=1, b=2, c=3.
void add_changes(const std::string& key, const std::string& value, std::vector<std::string>& changes) {
  const auto keys = parts_of(key, '/'), values = parts_of(value, '/');
  for (std::size_t n = 0; n < keys.size(); ++n) {
    const bool several = keys[n].find(':') != std::string::npos;
    const auto names = parts_of(keys[n], ':');
    const auto numbers = several ? parts_of(values.at(n), ':') : std::vector<std::string>{values.at(n)};
    require(names.size() == numbers.size(),
            fmt::format("--vary: '{}' is no value for each of {}; write a:b=1:2,3:4", values[n], keys[n]));
    for (std::size_t k = 0; k < names.size(); ++k) changes.push_back(names[k] + "=" + numbers[k]);
  }
}

// Every run is checked before the first one starts.
std::vector<Task> tasks_of(const ScanOptions& options) {
  std::vector<Task> tasks;
  const auto values = options.key.empty() ? std::vector<std::string>{"runs"} : options.values;
  for (const auto& value : values) {
    auto changes = options.changes;
    if (!options.key.empty()) add_changes(options.key, value, changes);
    const auto first = load_input(options.input, changes).seed;
    for (int n = 0; n < options.seeds; ++n) {
      const auto seed = first + static_cast<std::uint64_t>(n);
      Task task{value, seed, options.directory / value / fmt::format("seed-{}", seed), changes};
      task.changes.push_back(fmt::format("seed={}", seed));
      task.changes.push_back("run.threads=1");
      tasks.push_back(std::move(task));
    }
  }
  return tasks;
}

// How far the records of this very input are.
enum class State { none, begun, done };
State state_of(const Task& task, const ScanOptions& options) {
  const auto resolved = task.directory / "input.toml";
  if (!std::filesystem::exists(resolved) || read_file(resolved) != to_toml(load_input(options.input, task.changes)))
    return State::none;
  const auto run = scan_run_from(task.directory, task.value, task.seed);
  if (run.finished()) return State::done;
  const bool goes_on = RunDirectory::open(task.directory).begun() && run.status != "failed";
  return goes_on ? State::begun : State::none;
}

// A run that was stopped or killed goes on from its checkpoint, as it would have.
std::vector<std::string> command_of(const Task& task, const ScanOptions& options) {
  if (state_of(task, options) == State::begun)
    return {options.program.string(), "resume", task.directory.string(), "--quiet"};
  std::vector<std::string> words{
      options.program.string(), "run", options.input.string(), "-o", task.directory.string(), "--force", "--quiet"};
  for (const auto& change : task.changes) words.insert(words.end(), {"--set", change});
  return words;
}

pid_t start(const Task& task, const ScanOptions& options) {
  auto words = command_of(task, options);
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  // In a process group of its own: a Ctrl-C on the terminal reaches the scan alone, which tells its runs. Told twice,
  // they would stop without a checkpoint.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = 0;
  const int problem = ::posix_spawn(&child, options.program.c_str(), nullptr, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  require(problem == 0, options.program.string() + ": cannot be started; name the kato command");
  return child;
}

// The runs under way; never more than `jobs`.
class Workers {
 public:
  Workers(const ScanOptions& options, Log& log, std::size_t total) : options_(options), log_(log), total_(total) {}

  void add(const Task& task) {
    while (running_.size() >= static_cast<std::size_t>(options_.jobs)) wait();
    if (!Interruption::requested()) running_[start(task, options_)] = &task;
  }
  void finish() {
    while (!running_.empty()) wait();
  }
  int failed() const { return failed_; }

  // Where an error ends the scan, its runs stop with a checkpoint.
  ~Workers() {
    for (const auto& [child, task] : running_) ::kill(child, SIGTERM);
    for (const auto& [child, task] : running_) ::waitpid(child, nullptr, 0);
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

 private:
  void wait() {
    int status = 0;
    pid_t ended = -1;
    for (const auto& [child, task] : running_) {  // only its own children
      if (::waitpid(child, &status, WNOHANG) == child) ended = child;
      if (ended > 0) break;
    }
    if (ended < 0) {
      if (Interruption::requested() && !told_) {
        for (const auto& [child, task] : running_) ::kill(child, SIGTERM);
        told_ = true;
      }
      const timespec pause{.tv_sec = 0, .tv_nsec = 5'000'000};
      ::nanosleep(&pause, nullptr);
      return;
    }
    const auto& task = *running_.at(ended);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : fault;
    if (code != done && code != resumable && !Interruption::requested()) {
      ++failed_;
      log_.warn(fmt::format("{} failed (exit status {})", task.directory.string(), code));
    }
    running_.erase(ended);
    log_.progress({.phase = "scan", .step = ++ended_, .steps = static_cast<std::int64_t>(total_)});
  }

  const ScanOptions& options_;
  Log& log_;
  std::size_t total_;
  std::map<pid_t, const Task*> running_;
  std::int64_t ended_ = 0;
  int failed_ = 0;
  bool told_ = false;
};

}  // namespace

std::pair<std::string, std::vector<std::string>> parse_variation(const std::string& text) {
  const auto equals = text.find('=');
  require(equals != std::string::npos && equals > 0 && equals + 1 < text.size(),
          fmt::format("--vary: '{}' names no values; write --vary ansatz.hidden=20,30,...,100", text));
  std::vector<std::string> values;
  bool range = false;
  for (std::size_t begin = equals + 1; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    const auto value = text.substr(begin, end - begin);
    require(!value.empty() && value.find('/') == std::string::npos,
            fmt::format("--vary: '{}' holds an empty value or a slash; write numbers or words with commas", text));
    if (value == "...") {
      range = true;
    } else if (range) {
      fill_range(values, value, text);
      range = false;
    } else {
      values.push_back(value);
    }
    begin = end + 1;
  }
  require(!range, fmt::format("--vary: '{}' ends with \"...\"; write the last value behind it", text));
  for (auto value = values.begin(); value != values.end(); ++value)
    require(*value != "." && *value != ".." && std::find(values.begin(), value, *value) == value,
            fmt::format("--vary: '{}' holds a value twice, or one that names no directory; leave it out", text));
  return {text.substr(0, equals), values};
}

std::pair<std::string, std::vector<std::string>> parse_variations(const std::vector<std::string>& texts) {
  std::string key;
  std::vector<std::string> values{""};
  for (const auto& text : texts) {
    const auto [name, own] = parse_variation(text);
    const std::string between = key.empty() ? "" : "/";
    std::vector<std::string> product;
    for (const auto& first : values)
      for (const auto& second : own) product.push_back(first + between + second);
    key += between + name;
    values = std::move(product);
  }
  if (key.empty()) values.clear();
  return {key, values};
}

int scan(const ScanOptions& options) {
  const Interruption watch;
  const auto tasks = tasks_of(options);
  std::filesystem::create_directories(options.directory);
  Log log(options.directory / "log.txt", options.volume);
  std::vector<const Task*> open;
  for (const auto& task : tasks)
    if (state_of(task, options) != State::done) open.push_back(&task);
  log.say(fmt::format("{} runs, {} of them done before, {} at a time", tasks.size(), tasks.size() - open.size(),
                      options.jobs));
  Workers workers(options, log, open.size());
  for (const auto* task : open)
    if (!Interruption::requested()) workers.add(*task);
  workers.finish();
  if (Interruption::requested()) {
    log.say("stopped; the same command goes on with the runs that are not done");
    return resumable;
  }
  std::vector<ScanRun> runs;
  for (const auto& task : tasks) runs.push_back(scan_run_from(task.directory, task.value, task.seed));
  write_file(options.directory / "runs.csv", runs_csv(runs));
  write_file(options.directory / "scan.csv", scan_csv(runs, options));
  write_file(options.directory / "scan.json", scan_json(runs, options));
  log.say(scan_text(runs, options) + "the tables are in " + options.directory.string());
  return workers.failed() > 0 ? fault : done;
}

}  // namespace kato
