// SPDX-License-Identifier: Apache-2.0
#include "base/threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
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

TEST(Threads, there_is_a_processor) { EXPECT_GE(available_threads(), 1); }

}  // namespace
}  // namespace kato
