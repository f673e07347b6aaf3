// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "exec/executor.hpp"
#include "psi/amplitude.hpp"

namespace kato {

/// A wave function as energies and gradients see it: values, derivatives in the coordinates and derivatives by the
/// parameters, of batches of walkers on this rank. P_t: trainable parameters.
class Psi : public Amplitude {
 public:
  /// psi [W], d ln|psi| / dx [W, A, d] and the Laplacian of ln|psi| [W].
  virtual void laplacian(const WalkerView& walkers, std::span<LogPsi> psi, std::span<double> gradient,
                         std::span<double> laplacian) = 0;

  /// theta_bar [P_t] = sum_w seed_w d ln|psi(x_w)| / d theta, for seed [W].
  virtual void pullback(const WalkerView& walkers, std::span<const double> seed, std::span<double> theta_bar) = 0;

  /// theta_bar [P_t] = d/d theta of sum_w ( seed_w ln|psi(x_w)| + sum_k gradient_seed_wk d_k ln|psi(x_w)| ).
  virtual void gradient_pullback(const WalkerView& walkers, std::span<const double> seed,
                                 std::span<const double> gradient_seed, std::span<double> theta_bar) = 0;

  /// d ln|psi(x_w)| / d theta [W, P_t] as activations and sensitivities of linear layers; and of row w A d + k
  /// d/d theta of d_k ln|psi(x_w)|, [W A d, P_t].
  virtual JacobianFactors jacobian_factors(const WalkerView& walkers) = 0;
  virtual JacobianFactors mixed_factors(const WalkerView& walkers) = 0;

  /// The first node whose value, gradient or Laplacian is not finite for one of these walkers.
  virtual std::optional<NonFinite> find_nonfinite(const WalkerView& walkers) = 0;

  /// Whether energies and gradients are computed in double precision.
  virtual bool in_double() const = 0;
};

}  // namespace kato
