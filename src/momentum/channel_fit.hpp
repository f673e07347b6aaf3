// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "momentum/network.hpp"

namespace kato {

/// q^L exp(-b^2 q^2/2) for L = 0 and, with the sign of the D state, L = 2 [C, n]: the S wave of norm 1, the D wave of
/// norm 0.05. b in fm.
std::vector<double> oscillator_waves(const Mesh& mesh, std::size_t channels, double b);

struct FitReport {
  int steps = 0;
  double first_loss = 0, last_loss = 0;  ///< sum_c int dq q^2 (psi_c - target_c)^2
  bool complete = true;
};

/// What a fit goes on with beside the parameters.
struct FitStanding {
  int step = 0;       ///< steps done
  double lambda = 1;  ///< of the next one
  double first_loss = 0;
};

/// Fits the network to `target` [C, n] by at most `steps` steps of Levenberg and Marquardt,
///     delta = -J^T (J J^T + lambda)^(-1) r,   r = sqrt(w) q (psi - target),
/// lambda falling after a step that lowers the loss and rising after one that does not, which is taken back; the first
/// four change the weights of the outputs alone. Ends when the loss is below 1e-3: a closer fit would only bring large
/// weights that cancel. `watch` is told the step and the loss, and returns false to stop; `standing` is where the fit
/// begins, and where it stands while `watch` is asked.
FitReport fit_channels(ChannelNetwork& network, std::span<const double> target, int steps,
                       const std::function<bool(int step, double loss)>& watch, FitStanding& standing);
FitReport fit_channels(ChannelNetwork& network, std::span<const double> target, int steps,
                       const std::function<bool(int step, double loss)>& watch);

}  // namespace kato
