// SPDX-License-Identifier: Apache-2.0
#include "record/log.hpp"

#include <algorithm>

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using Logs = TemporaryDirectory;

TEST(ProgressLine, it_shows_what_is_known) {
  const Progress progress{"train", 120, 1000, 10.89172, 0.00061, 0.01234, 0.512, "3 walkers resampled"};
  EXPECT_EQ(progress_line(progress, 40),
            "train 120/1000  E 10.8917(6)  var 0.0123  acc 0.51  40 steps/s  22.0 s left  3 walkers resampled");
  EXPECT_EQ(progress_line({.phase = "pretrain", .step = 0, .steps = 200}, Progress::unknown), "pretrain 0/200");
}

TEST(DurationText, it_has_two_units_at_most) {
  EXPECT_EQ(duration_text(4.21), "4.2 s");
  EXPECT_EQ(duration_text(59.96), "1 min 00 s");
  EXPECT_EQ(duration_text(123), "2 min 03 s");
  EXPECT_EQ(duration_text(3600 + 299), "1 h 05 min");
}

TEST_F(Logs, the_file_has_all_with_times_and_a_quiet_terminal_only_warnings) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  {
    Log log(directory / "log.txt", Log::Volume::quiet);
    log.say("begins");
    log.detail("a detail");
    log.warn("a walker was lost");
    log.progress({.step = 5, .steps = 5});
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning: a walker was lost\n");
  const auto text = read(directory / "log.txt");
  EXPECT_TRUE(has(text, " begins\n", " a detail\n", " warning: a walker was lost\n", " train 5/5"));
  EXPECT_TRUE(text.starts_with("20"));
}

TEST_F(Logs, in_a_pipe_progress_is_a_plain_line_now_and_then) {
  testing::internal::CaptureStdout();
  {
    Log log({}, Log::Volume::normal);
    for (int step = 1; step <= 1000; ++step) log.progress({.step = step, .steps = 1000});
    log.detail("hidden");
  }
  const auto text = testing::internal::GetCapturedStdout();
  EXPECT_TRUE(has(text, "train 1/1000", "train 1000/1000"));
  EXPECT_TRUE(text.find('\r') == std::string::npos);
  EXPECT_TRUE(text.find("hidden") == std::string::npos);
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 100);
}

TEST_F(Logs, a_file_that_cannot_be_opened_is_named) {
  EXPECT_TRUE(has(message_of([&] { Log log(directory / "no" / "log.txt", Log::Volume::quiet); }), "log.txt"));
}

}  // namespace
}  // namespace kato
