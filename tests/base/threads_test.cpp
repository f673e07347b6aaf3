// SPDX-License-Identifier: Apache-2.0
#include "base/threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>
#include <vector>

namespace kato {
namespace {

TEST(Threads, every_index_is_taken_once) {
  for (const int threads : {1, 2, 5}) {
    for (const std::size_t tasks : {0, 1, 2, 97}) {
      std::vector<std::atomic<int>> taken(tasks);
      parallel_for(tasks, threads, [&](std::size_t index, int) { ++taken.at(index); });
      for (const auto& count : taken) EXPECT_EQ(count, 1) << tasks << " tasks on " << threads << " threads";
    }
  }
}

TEST(Threads, the_number_of_the_thread_is_below_the_number_of_threads) {
  for (const int threads : {1, 2, 3}) {
    std::atomic<int> outside = 0;
    parallel_for(200, threads, [&](std::size_t, int thread) { outside += thread < 0 || thread >= threads; });
    EXPECT_EQ(outside, 0);
  }
}

TEST(Threads, two_tasks_at_one_time_have_different_threads) {
  constexpr int threads = 4;
  std::vector<std::atomic<int>> inside(threads);
  std::atomic<int> clashes = 0;
  parallel_for(2000, threads, [&](std::size_t, int thread) {
    if (++inside.at(thread) != 1) ++clashes;
    --inside.at(thread);
  });
  EXPECT_EQ(clashes, 0);
}

TEST(Threads, results_by_index_do_not_depend_on_the_number_of_threads) {
  const auto sum = [](int threads) {
    std::vector<double> parts(1000);
    parallel_for(parts.size(), threads, [&](std::size_t index, int) { parts[index] = std::sin(0.1 + index); });
    double total = 0;
    for (const double part : parts) total += part;
    return total;
  };
  EXPECT_EQ(sum(1), sum(2));
  EXPECT_EQ(sum(1), sum(3));
}

TEST(Threads, a_call_within_a_task_is_done_by_the_thread_of_the_task) {
  std::vector<std::atomic<int>> taken(20 * 30);
  parallel_for(20, 3, [&](std::size_t outer, int) {
    const auto own = std::this_thread::get_id();
    parallel_for(30, 3, [&](std::size_t inner, int thread) {
      EXPECT_EQ(thread, 0);
      EXPECT_EQ(std::this_thread::get_id(), own);
      ++taken.at(outer * 30 + inner);
    });
  });
  for (const auto& count : taken) EXPECT_EQ(count, 1);
}

TEST(Threads, two_callers_at_one_time_both_get_all_done) {
  std::atomic<int> done = 0;
  const auto caller = [&] {
    for (int n = 0; n < 500; ++n) parallel_for(10, 3, [&](std::size_t, int) { ++done; });
  };
  std::thread other(caller);
  caller();
  other.join();
  EXPECT_EQ(done, 2 * 500 * 10);
}

TEST(Threads, threads_that_slept_are_woken) {
  for (int n = 0; n < 20; ++n) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::atomic<int> inside = 0;
    std::atomic<bool> together = false;
    parallel_for(2, 2, [&](std::size_t, int) {
      ++inside;
      const auto began = std::chrono::steady_clock::now();
      while (inside < 2 && std::chrono::steady_clock::now() - began < std::chrono::seconds(60))
        std::this_thread::yield();
      together = inside == 2;
    });
    EXPECT_TRUE(together) << "one thread had to do both tasks";
  }
}

// As a child process has it, whose threads are those of its parent no longer.
TEST(ThreadsDeathTest, nobody_waits_for_threads_that_do_not_come) {
  parallel_for(2, 2, [](std::size_t, int) {});
  GTEST_FLAG_SET(death_test_style, "fast");
  EXPECT_EXIT(
      {
        std::atomic<int> done = 0;
        for (int n = 0; n < 100; ++n) parallel_for(10, 2, [&](std::size_t, int) { ++done; });
        std::_Exit(done == 1000 ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST(Threads, there_is_a_processor) { EXPECT_GE(available_threads(), 1); }

}  // namespace
}  // namespace kato
