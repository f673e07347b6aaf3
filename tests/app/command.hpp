// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {

/// What a command left behind.
struct Outcome {
  int status = -1;
  std::string output;  // of both streams
};

/// Runs the built command in a directory of its own.
class Command : public TemporaryDirectory {
 protected:
  Outcome kato(const std::string& arguments) const { return shell("kato " + arguments); }

  // Runs lines of the shell inside the test's directory, where the command is known as kato, and its file as $KATO.
  Outcome shell(const std::string& lines) const {
    const auto line =
        "exec 2>&1; cd '" + directory.string() + "'; KATO='" KATO_COMMAND "'; kato() { \"$KATO\" \"$@\"; }; " + lines;
    Outcome outcome;
    FILE* pipe = ::popen(line.c_str(), "r");
    char block[4096];
    while (const auto got = std::fread(block, 1, sizeof block, pipe)) outcome.output.append(block, got);
    const int status = ::pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
  }

  // A mistake: exit status 2, the phrases in one line, and the directory as it was.
  template <class... Phrases>
  void expect_mistake(const std::string& arguments, const Phrases&... phrases) const {
    const auto before = listing();
    const auto outcome = kato(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments << "\n" << outcome.output;
    EXPECT_TRUE(has(outcome.output, phrases...)) << arguments;
    EXPECT_EQ(listing(), before) << arguments;
  }

  // A message of the program is one line that begins with its name.
  void expect_one_line(const std::string& arguments) const {
    const auto output = kato(arguments).output;
    EXPECT_TRUE(output.starts_with("kato: ")) << output;
    EXPECT_EQ(std::count(output.begin(), output.end(), '\n'), 1) << output;
  }

  std::string listing() const {
    std::string text;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
      text += entry.path().string() + (entry.is_regular_file() ? "=" + read(entry.path()) : "") + "\n";
    return text;
  }
};

}  // namespace kato
