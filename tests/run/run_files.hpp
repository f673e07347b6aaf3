// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "message.hpp"
#include "record/checkpoint.hpp"
#include "record/run_directory.hpp"
#include "record/summary.hpp"
#include "run/job.hpp"
#include "temporary_directory.hpp"

namespace kato {

/// Runs in a directory of their own, and what they leave there.
class RunFiles : public TemporaryDirectory {
 protected:
  /// `run` with the input `text`, quietly; the records go to `name`. Returns the exit status.
  int start(const std::string& name, const std::string& text, const std::vector<std::string>& changes = {}) const {
    return run(load_input(write(name + ".toml", text), changes), quietly(name));
  }
  RunOptions quietly(const std::string& name) const {
    return {.directory = directory / name, .volume = Log::Volume::quiet};
  }

  RunDirectory records(const std::string& name) const { return RunDirectory::open(directory / name); }

  /// history.csv without its last column, `seconds`.
  std::string history(const std::string& name) const {
    const auto text = read(directory / name / "history.csv");
    std::string kept;
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
      const auto line = text.substr(begin, end - begin);
      kept += line.substr(0, line.rfind(',')) + "\n";
    }
    EXPECT_TRUE(text.substr(0, text.find('\n')).ends_with(",seconds"));
    EXPECT_EQ(begin, text.size()) << "the last row is not whole";
    return kept;
  }

  /// The last checkpoint without its times.
  Checkpoint checkpoint(const std::string& name) const {
    std::string warning;
    auto found = load_checkpoint(directory / name / "checkpoint.h5", warning);
    EXPECT_EQ(warning, "");
    found.seconds.clear();
    return found;
  }

  Summary summary(const std::string& name) const { return read_summary(directory / name / "summary.json"); }

  /// Two runs left the same records but for their times.
  void expect_equal(const std::string& name, const std::string& other) const {
    EXPECT_EQ(history(name), history(other)) << name;
    EXPECT_EQ(checkpoint(name), checkpoint(other)) << name;
    const auto a = summary(name), b = summary(other);
    EXPECT_EQ(a.status, b.status) << name;
    EXPECT_EQ(a.steps, b.steps) << name;
    EXPECT_EQ(a.energy.mean, b.energy.mean) << name;
    EXPECT_EQ(a.energy.std_err, b.energy.std_err) << name;
    EXPECT_EQ(a.energy.samples, b.energy.samples) << name;
  }
};

}  // namespace kato
