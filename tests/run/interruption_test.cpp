// SPDX-License-Identifier: Apache-2.0
#include "run/interruption.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace kato {
namespace {

TEST(Interruption, a_signal_is_noted_until_the_next_watch) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Interruption watch;
    EXPECT_FALSE(Interruption::requested());
    std::raise(signal);
    EXPECT_TRUE(Interruption::requested());
  }
  const Interruption watch;
  EXPECT_FALSE(Interruption::requested());
}

TEST(InterruptionDeathTest, a_second_signal_ends_the_program) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const Interruption watch;
        std::raise(SIGTERM);
        std::raise(SIGTERM);
        std::exit(0);
      },
      testing::KilledBySignal(SIGTERM), "");
}

TEST(InterruptionDeathTest, outside_of_a_watch_a_signal_ends_the_program) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        { const Interruption watch; }
        std::raise(SIGINT);
        std::exit(0);
      },
      testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace kato
