// SPDX-License-Identifier: Apache-2.0
#include "base/streams.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>

#include "base/error.hpp"
#include "message.hpp"

namespace kato {
namespace {

// Runs `call` in a process whose standard output is `descriptor`.
template <class Call>
void with_output(int descriptor, Call call) {
  ::dup2(descriptor, STDOUT_FILENO);
  prepare_streams();
  call();
  std::_Exit(0);
}

int pipe_without_reader() {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  return ends[1];
}

TEST(StreamsDeathTest, a_reader_that_went_away_ends_nothing) {
  EXPECT_EXIT(with_output(pipe_without_reader(),
                          [] {
                            print("a result\n");
                            show(stdout, "a line\n");
                            for (int n = 0; n < 3000; ++n) show(stdout, "more than a buffer holds\n");
                          }),
              testing::ExitedWithCode(0), "");
}

TEST(StreamsDeathTest, a_result_that_cannot_be_written_is_a_fault_and_a_line_of_progress_is_not) {
  EXPECT_EXIT(with_output(::open("/dev/full", O_WRONLY),
                          [] {
                            show(stdout, "a line\n");
                            std::fputs(message_of([] { print("a result\n"); }).c_str(), stderr);
                          }),
              testing::ExitedWithCode(0), "standard output cannot be written \\(No space left on device\\)");
}

TEST(StreamsDeathTest, no_file_gets_the_number_of_a_closed_stream) {
  EXPECT_EXIT(
      {
        ::close(STDIN_FILENO);
        ::close(STDOUT_FILENO);
        prepare_streams();
        const int file = ::open("/dev/null", O_RDONLY);
        std::_Exit(file > STDERR_FILENO ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST(StreamsDeathTest, a_limit_of_file_sizes_ends_nothing) {
  EXPECT_EXIT(
      {
        prepare_streams();
        std::raise(SIGXFSZ);
        std::_Exit(7);
      },
      testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace kato
