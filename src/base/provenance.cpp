// SPDX-License-Identifier: Apache-2.0
#include "base/provenance.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <iterator>

#include "base/revision.hpp"
#include "base/version.hpp"

namespace kato {
namespace {

const char* const unknown = "unknown";

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != 0 ? name.data() : unknown;
}

// The first "model name : ..." of the processors that Linux lists.
std::string processor_name() {
  std::ifstream processors("/proc/cpuinfo");
  for (std::string line; std::getline(processors, line);)
    if (line.starts_with("model name"))
      if (const auto name = line.find_first_not_of(" \t", line.find(':') + 1); name < line.size())
        return line.substr(name);
  return unknown;
}

// Words with blanks in them stand in quotes.
std::string command_line() {
  std::ifstream words("/proc/self/cmdline", std::ios::binary);
  std::string command;
  for (std::string word; std::getline(words, word, '\0');) {
    const bool plain = !word.empty() && word.find_first_of(" \t\n\"'\\$") == std::string::npos;
    if (!command.empty()) command.push_back(' ');
    if (!plain) command.push_back('\'');
    command.append(word);
    if (!plain) command.push_back('\'');
  }
  return command.empty() ? unknown : command;
}

const std::string beginning = time_text();  // as the program is loaded

}  // namespace

const Provenance& provenance() {
  static const Provenance own{.version = version,
                              .revision = revision,
                              .host = host_name(),
                              .processor = processor_name(),
                              .began = beginning,
                              .command = command_line()};
  return own;
}

std::string program_text() { return std::string("kato ") + version + " (" + revision + ")"; }

std::string time_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace kato
