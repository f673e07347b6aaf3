// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "run/trial.hpp"
#include "stats/estimate.hpp"

namespace kato {

/// What a run will take, and how well it will know its energy.
struct Prediction {
  /// Wall time in seconds by what it is spent on, in the order of the run; without the reference energy.
  std::vector<std::pair<std::string, double>> parts;
  /// Local energies of the evaluation; with evaluate.target_error as many as the starting state needs for it.
  std::int64_t samples = 0;
  std::size_t tried = 0;      ///< stages whose steps were; the others differ from the one before in their number alone
  std::size_t walkers = 0;    ///< whose energies were tried
  std::int64_t measured = 0;  ///< how often
  Estimate start = {};        ///< the local energy of the starting state; tau in sweeps
  /// sqrt(variance/samples) of the starting state for the samples of the evaluation that are independent: more than the
  /// run will end with, where its training lowers the variance. Not a number without an evaluation.
  double std_err = 0;

  double total() const;
};

/// Tries the run's parts on copies for two seconds or so, on the threads of the run: the pretraining as far as that
/// goes; sweeps, local energies and measurements of as many walkers as fill the tiles of all threads; and updates of
/// the parameters by them and by four times as many while time is left. All is linear in the walkers but the optimiser:
/// if it is not tried with all of them, its power comes from the last two numbers. Throws `std::runtime_error` that is
/// no `Error` where the start has no finite energy, or is nothing but rounding; `Error` for a mistake of the input.
Prediction predict(const PlannedRun& plan);

/// The same for a reader; says so where the starting state cannot be tried. Throws `Error` for a mistake of the input.
std::string prediction_text(const PlannedRun& plan);

}  // namespace kato
