// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.hpp"
#include "boltzmann/machine.hpp"

namespace kato {

/// One number for each of a machine's parameters a, b and v (its widths are held).
struct MachineGradient {
  std::vector<double> a, b, v;

  explicit MachineGradient(const BoltzmannMachine& machine);
};

/// The mean of ln p(x) over samples x [S, N], with Z from the sum over all hidden layers. Throws `Error` for more than
/// 20 hidden units.
double log_likelihood(const BoltzmannMachine& machine, std::span<const double> samples);

/// Its derivative by the parameters, < -dF/dtheta >_samples - < -dF/dtheta >_machine, where
///     -dF/da = x (Gaussian: (x - a)/s^2),   -dF/db_j = p(h_j = 1 | x),   -dF/dV_ij = x_i p(h_j = 1 | x),
/// both means without sampling. Throws `Error` for more than 20 hidden units.
MachineGradient exact_gradient(const BoltzmannMachine& machine, std::span<const double> samples);

/// The same with the second mean over chains [C, N] after k more Gibbs sweeps; they are left where they came to. Chains
/// that start at the samples each time are contrastive divergence, CD-k (Hinton, Neural Comput. 14, 1771 (2002)); those
/// that go on from step to step persistent contrastive divergence (Tieleman, ICML 2008).
MachineGradient contrastive_divergence(const BoltzmannMachine& machine, std::span<const double> samples,
                                       std::span<double> chains, int sweeps, const StreamKey& stream);

/// parameters + rate gradient.
void add(BoltzmannMachine& machine, const MachineGradient& gradient, double rate);

/// So many Gibbs sweeps of one chain x [N], each h given x and then x given h, with the random numbers of `walker`.
void gibbs(const BoltzmannMachine& machine, std::span<double> x, int sweeps, const StreamKey& stream,
           std::uint32_t walker);

}  // namespace kato
