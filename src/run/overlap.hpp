// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "record/log.hpp"
#include "run/vmc_session.hpp"

namespace kato {

/// How alike two states of the same particles are.
struct Overlap {
  double fidelity = 0;  ///< <psi_1|psi_2>^2 / ( <psi_1|psi_1> <psi_2|psi_2> ), from 0 to 1 but for its error
  double std_err = 0;
  std::int64_t samples = 0;  ///< of each state
};

struct OverlapSettings {
  std::int64_t samples = 100'000;  ///< of each state, at least
  int sweeps = 10;                 ///< between two measurements of a walker
  int burn_in = 200;
  std::uint64_t seed = 1;
};

/// The fidelity by sampling both states, F = <psi_2/psi_1>_1 <psi_1/psi_2>_2, in which the norms drop out; exactly 1,
/// with no error, for a state and itself. Throws `Error` unless particles, species and dimensions are the same.
Overlap measure_overlap(const VmcSession& first, const VmcSession& second, const OverlapSettings& settings,
                        const Watch& watch = unwatched);

/// The same for the last checkpoints of two runs, on the terminal; returns the exit status.
int overlap(const std::filesystem::path& first, const std::filesystem::path& second, const OverlapSettings& settings,
            bool json, Log::Volume volume);

}  // namespace kato
