// SPDX-License-Identifier: Apache-2.0
#include "record/log.hpp"

#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

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

// What a log that makes two steps writes to a terminal; `controlling` as a person has it before them.
std::string shown_on_terminal(bool controlling, const char* kind) {
  int terminal = -1;
  int other_end = -1;
  EXPECT_EQ(::openpty(&terminal, &other_end, nullptr, nullptr, nullptr), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("TERM", kind, 1);
    if (controlling) {
      ::setsid();
      ::ioctl(other_end, TIOCSCTTY, 0);
    }
    ::dup2(other_end, STDOUT_FILENO);
    {
      Log log({}, Log::Volume::normal);
      log.progress({.step = 1, .steps = 2});
      log.progress({.step = 2, .steps = 2});
    }
    ::_exit(0);
  }
  ::close(other_end);
  std::string text;
  char block[512];
  for (ssize_t got = 0; (got = ::read(terminal, block, sizeof block)) > 0;)
    text.append(block, static_cast<std::size_t>(got));
  ::close(terminal);
  ::waitpid(child, nullptr, 0);
  return text;
}

TEST_F(Logs, on_a_terminal_of_a_person_progress_is_written_over) {
  const auto text = shown_on_terminal(true, "xterm");
  EXPECT_TRUE(has(text, "\r\x1b[Ktrain 1/2", "\r\x1b[Ktrain 2/2"));
}

TEST_F(Logs, on_a_terminal_that_nobody_watches_lines_are_plain) {
  for (const auto& text :
       {shown_on_terminal(false, "xterm"), shown_on_terminal(true, "dumb"), shown_on_terminal(true, "")}) {
    EXPECT_TRUE(has(text, "train 1/2\r\n", "train 2/2")) << "the terminal ends lines with \\r\\n";
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
  }
}

TEST_F(Logs, a_file_that_cannot_be_opened_is_named) {
  EXPECT_TRUE(has(message_of([&] { Log log(directory / "no" / "log.txt", Log::Volume::quiet); }), "log.txt"));
}

}  // namespace
}  // namespace kato
