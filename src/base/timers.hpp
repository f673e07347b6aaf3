// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace kato {

/// Wall time by what it was spent on, in seconds. Measures may be nested: the inner one's time is its own only.
class Timers {
 public:
  /// Adds the time from its making to its end to one entry.
  class Scope {
   public:
    Scope(Timers& timers, const std::string& what)
        : timers_(timers), outer_(timers.running_), seconds_(&timers.seconds_[what]) {
      timers_.stop();
      timers_.running_ = seconds_;
    }
    ~Scope() {
      timers_.stop();
      timers_.running_ = outer_;
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Timers& timers_;
    double* outer_;
    double* seconds_;
  };

  [[nodiscard]] Scope measure(const std::string& what) { return {*this, what}; }
  /// Books time that was measured by other means.
  void add(const std::string& what, double seconds) { seconds_[what] += seconds; }
  const std::map<std::string, double>& seconds() const { return seconds_; }
  /// Continues from earlier times; nothing may be measured meanwhile.
  void restore(std::map<std::string, double> seconds) { seconds_ = std::move(seconds); }

 private:
  using Clock = std::chrono::steady_clock;

  // Books the time since the last booking on what is running.
  void stop() {
    const auto now = Clock::now();
    if (running_ != nullptr) *running_ += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }

  std::map<std::string, double> seconds_;  // entries stay where they are
  double* running_ = nullptr;
  Clock::time_point last_ = Clock::now();
};

}  // namespace kato
