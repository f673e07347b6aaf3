// SPDX-License-Identifier: Apache-2.0
#include "run/interruption.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>
#include <vector>

namespace kato {
namespace {

const std::vector<int> all{SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};

TEST(Interruption, a_signal_is_noted_until_the_next_watch) {
  for (const int signal : all) {
    const Interruption watch;
    EXPECT_FALSE(Interruption::requested());
    std::raise(signal);
    EXPECT_TRUE(Interruption::requested());
  }
  const Interruption watch;
  EXPECT_FALSE(Interruption::requested());
}

TEST(Interruption, a_watch_within_another_changes_nothing) {
  const Interruption outer;
  std::raise(SIGTERM);
  {
    const Interruption inner;
    EXPECT_TRUE(Interruption::requested());
  }
  std::raise(SIGTERM);
  EXPECT_TRUE(Interruption::requested());
}

// In a process of its own, whose exit status tells how it ended.
class InterruptionDeathTest : public testing::Test {
 protected:
  InterruptionDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(InterruptionDeathTest, signals_that_follow_at_once_are_the_same_request) {
  EXPECT_EXIT(
      {
        const Interruption watch;
        for (int n = 0; n < 3; ++n)
          for (const int signal : all) std::raise(signal);
        std::exit(Interruption::requested() ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(InterruptionDeathTest, a_repeated_signal_does_not_disturb_the_end) {
  EXPECT_EXIT(
      {
        {
          const Interruption watch;
          std::raise(SIGTERM);
        }
        std::raise(SIGTERM);
        std::exit(7);
      },
      testing::ExitedWithCode(7), "");
}

void raise_after_a_second(int first, int second) {
  const Interruption watch;
  std::raise(first);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  std::raise(second);
  std::exit(7);
}

TEST_F(InterruptionDeathTest, a_second_signal_after_a_second_ends_the_program) {
  EXPECT_EXIT(raise_after_a_second(SIGTERM, SIGTERM), testing::KilledBySignal(SIGTERM), "");
  EXPECT_EXIT(raise_after_a_second(SIGTERM, SIGINT), testing::KilledBySignal(SIGINT), "");
}

TEST_F(InterruptionDeathTest, a_warning_is_neither_a_first_nor_a_second_one) {
  EXPECT_EXIT(raise_after_a_second(SIGUSR1, SIGTERM), testing::ExitedWithCode(7), "");
  EXPECT_EXIT(raise_after_a_second(SIGTERM, SIGXCPU), testing::ExitedWithCode(7), "");
}

TEST_F(InterruptionDeathTest, what_was_ignored_before_stays_ignored) {
  EXPECT_EXIT(
      {
        for (const int signal : all) std::signal(signal, SIG_IGN);
        const Interruption watch;
        for (const int signal : all) std::raise(signal);
        std::exit(Interruption::requested() ? 1 : 7);
      },
      testing::ExitedWithCode(7), "");
}

// A shell without job control starts background jobs like that.
TEST_F(InterruptionDeathTest, a_background_job_hears_an_interrupt_that_is_sent_to_it) {
  EXPECT_EXIT(
      {
        for (const int signal : {SIGINT, SIGQUIT}) std::signal(signal, SIG_IGN);
        const Interruption watch;
        std::raise(SIGINT);
        std::exit(Interruption::requested() ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(InterruptionDeathTest, outside_of_a_watch_a_signal_ends_the_program) {
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
