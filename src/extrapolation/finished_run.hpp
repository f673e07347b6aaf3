// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "extrapolation/size_law.hpp"
#include "input/input.hpp"
#include "record/summary.hpp"
#include "system/system.hpp"

namespace kato {

/// A run in a box whose energy was measured.
struct FinishedRun {
  std::filesystem::path directory;
  Input input;    ///< of its last stage
  System system;  ///< likewise
  Summary summary;
};

/// Reads a run. Throws `Error` if there is none, if it is not in a box, or if it has not ended or its energy was not
/// measured with the state that its checkpoint holds.
FinishedRun read_finished_run(const std::filesystem::path& directory);

/// Throws `Error` unless the runs differ by their numbers of particles alone: the same dimensions, statistics,
/// interactions, density (to 1e-6) and share of each species.
void check_one_gas(const std::vector<FinishedRun>& runs);

/// The energy of a particle of the run, and what the filled shells of N free particles cost beside the infinite gas.
FiniteSystem finite_system(const FinishedRun& run);

}  // namespace kato
