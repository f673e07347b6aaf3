// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "input/input.hpp"
#include "record/log.hpp"

namespace kato {

/// What the command says of a job besides its input.
struct RunOptions {
  std::filesystem::path directory;  ///< where the records go
  bool force = false;               ///< replaces an earlier run in that directory
  Log::Volume volume = Log::Volume::normal;
  bool profile = false;  ///< shows at the end of the training what its time was spent on
};

/// The exit statuses of the command.
enum ExitStatus { done = 0, fault = 1, mistake = 2, resumable = 75 };

/// Trains and evaluates what the input says; returns the exit status. Throws `Error` for a mistake of the user.
int run(const Input& input, const RunOptions& options);

/// Continues the run in `options.directory` from its last checkpoint, with changed settings "key.path=value".
int resume(const std::vector<std::string>& changes, const RunOptions& options);

/// Measures with the wave function of the run's last checkpoint.
int evaluate(const std::vector<std::string>& changes, const RunOptions& options);

}  // namespace kato
