// SPDX-License-Identifier: Apache-2.0
#include "base/streams.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/fault.hpp"

namespace kato {

void prepare_streams() {
  int opened = 0;
  do opened = ::open("/dev/null", O_RDONLY);  // the lowest number that is free
  while (opened >= 0 && opened <= STDERR_FILENO);
  if (opened >= 0) ::close(opened);
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
}

void show(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
  std::clearerr(stream);
}

void print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written || errno == EPIPE) return;
  throw Fault(
      fmt::format("the standard output cannot be written ({}); lead it to a place with room", std::strerror(errno)));
}

}  // namespace kato
