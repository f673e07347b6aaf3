// SPDX-License-Identifier: Apache-2.0
#include "base/threads.hpp"

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <thread>

#include "base/ranks.hpp"

namespace kato {
namespace {

void pause_a_little() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// How often a thread looks before it sleeps: a few microseconds, which costs less than to be woken, and little on a
// machine with other work. OMP_WAIT_POLICY says it for programs of this kind, so it counts here, too.
int patience() {
  const char* text = std::getenv("OMP_WAIT_POLICY");
  const std::string_view policy = text == nullptr ? "" : text;
  if (policy == "active" || policy == "ACTIVE") return 10'000'000;
  return policy == "passive" || policy == "PASSIVE" ? 0 : 300;
}

// Waits until `number` is no longer `old`.
void wait_for_change(const std::atomic<std::uint32_t>& number, std::uint32_t old) {
  static const int looks = patience();
  for (int look = 0; look < looks; ++look) {
    if (number.load(std::memory_order_acquire) != old) return;
    pause_a_little();
  }
  number.wait(old, std::memory_order_acquire);
}

// The threads that help the one that calls `run`. A call opens the gate; whoever enters takes tasks until there are
// none; the caller shuts the gate and waits for those inside. Threads that come too late find it shut, and nobody
// waits for them.
class Team {
 public:
  // It stays to the end of the process, whose end is that of its threads.
  static Team& instance() {
    static auto* const team = new Team;
    return *team;
  }

  // Returns false, nothing done, if it is busy.
  bool run(std::size_t tasks, int threads, const std::function<void(std::size_t, int)>& task) {
    if (busy_.test_and_set(std::memory_order_acquire)) return false;
    grow(threads);
    tasks_ = tasks;
    threads_ = threads;
    task_ = &task;
    next_.store(0, std::memory_order_relaxed);
    gate_.store(open, std::memory_order_release);
    calls_.fetch_add(1, std::memory_order_release);
    calls_.notify_all();
    take_tasks(0);
    gate_.fetch_and(~open, std::memory_order_acq_rel);
    for (auto inside = gate_.load(std::memory_order_acquire); inside != 0;
         inside = gate_.load(std::memory_order_acquire))
      wait_for_change(gate_, inside);
    busy_.clear(std::memory_order_release);
    return true;
  }

 private:
  static constexpr std::uint32_t open = 1U << 31;  // beside the number of threads inside

  // A system that gives no more threads leaves the work to those there are.
  void grow(int threads) {
    try {
      for (; helpers_ < threads - 1; ++helpers_)
        std::thread(&Team::help, this, helpers_ + 1, calls_.load(std::memory_order_relaxed)).detach();
    } catch (const std::system_error&) {
    }
  }

  [[noreturn]] void help(int thread, std::uint32_t calls) {
    for (;;) {
      wait_for_change(calls_, calls);
      calls = calls_.load(std::memory_order_acquire);
      if (!enter()) continue;
      if (thread < threads_) take_tasks(thread);
      if (gate_.fetch_sub(1, std::memory_order_acq_rel) == 1) gate_.notify_all();
    }
  }

  bool enter() {
    auto gate = gate_.load(std::memory_order_acquire);
    while ((gate & open) != 0)
      if (gate_.compare_exchange_weak(gate, gate + 1, std::memory_order_acq_rel)) return true;
    return false;
  }

  void take_tasks(int thread) {
    for (;;) {
      const auto index = next_.fetch_add(1, std::memory_order_relaxed);
      if (index >= tasks_) return;
      (*task_)(index, thread);
    }
  }

  std::atomic_flag busy_;
  std::atomic<std::uint32_t> calls_ = 0, gate_ = 0;
  std::atomic<std::size_t> next_ = 0;
  std::size_t tasks_ = 0;
  int threads_ = 0, helpers_ = 0;
  const std::function<void(std::size_t, int)>* task_ = nullptr;
};

}  // namespace

void parallel_for(std::size_t tasks, int threads, const std::function<void(std::size_t, int)>& task) {
  if (threads > 1 && tasks > 1 && Team::instance().run(tasks, threads, task)) return;
  for (std::size_t index = 0; index < tasks; ++index) task(index, 0);
}

int available_threads() { return processors_of_rank(); }

}  // namespace kato
