// SPDX-License-Identifier: Apache-2.0
#include "run/interruption.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>

namespace kato {
namespace {

constexpr std::array noted_signals{SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};
constexpr std::int64_t one_request = 1'000'000'000;  // nanoseconds

std::atomic<bool> noted = false;
std::atomic<std::int64_t> first_demand = 0;  // when SIGINT or SIGTERM came first; 0 if neither has
static_assert(std::atomic<std::int64_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

std::array<struct sigaction, noted_signals.size()> before;
int alive = 0;

std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// The others are warnings, which may be repeated as often as they like, as SIGXCPU is every second.
bool is_demand(int signal) { return signal == SIGINT || signal == SIGTERM; }

void note(int signal) {
  const int kept = errno;
  noted = true;
  if (is_demand(signal)) {
    std::int64_t first = 0;
    const auto time = now();
    if (!first_demand.compare_exchange_strong(first, time) && time - first >= one_request) {
      std::signal(signal, SIG_DFL);
      std::raise(signal);  // comes when this handler is left
    }
  }
  errno = kept;
}

bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

// A shell without job control has its background jobs ignore SIGINT and SIGQUIT, which keeps the keyboard away from
// them; nobody who sends them SIGINT means that.
bool stays_ignored(int signal) { return is_ignored(signal) && !(signal == SIGINT && is_ignored(SIGQUIT)); }

}  // namespace

Interruption::Interruption() {
  if (alive++ > 0) return;
  noted = false;
  first_demand = 0;
  for (std::size_t n = 0; n < noted_signals.size(); ++n) {
    struct sigaction action {};
    ::sigaction(noted_signals[n], nullptr, &action);
    if (action.sa_handler == note) continue;  // of an earlier one, which was told to end
    before[n] = action;
    if (stays_ignored(noted_signals[n])) continue;
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(noted_signals[n], &action, nullptr);
  }
}

// What was told to end is about to, and a repeated signal shall not disturb it.
Interruption::~Interruption() {
  if (--alive > 0 || noted) return;
  for (std::size_t n = 0; n < noted_signals.size(); ++n) ::sigaction(noted_signals[n], &before[n], nullptr);
}

bool Interruption::requested() noexcept { return noted; }

}  // namespace kato
