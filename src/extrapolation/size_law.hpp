// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kato {

/// The energy of a particle in a box of N, at the Gamma point.
struct FiniteSystem {
  int particles = 0;               ///< N
  double energy = 0, std_err = 0;  ///< E_N/N, of a particle; std_err > 0
  double kinetic_excess = 0;       ///< T_N - T_inf of a particle of the free gas: what filling shells costs
};

/// A coefficient of the law, in the unit of energy (b1 has none).
struct SizeCoefficient {
  enum Origin { fitted, given, assumed };

  double value = 0;
  double std_err = 0;  ///< 0 unless fitted
  Origin origin = fitted;
};

/// E_N/N = E_inf + b1 (T_N - T_inf) + b2/N, fitted to systems of one density.
struct SizeLaw {
  SizeCoefficient energy;          ///< E_inf, of a particle
  SizeCoefficient shells;          ///< b1
  SizeCoefficient inverse_number;  ///< b2
  std::vector<double> residuals;   ///< of each system, in its errors
  double chi_square = 0;
  int degrees_of_freedom = 0;
};

/// The law by least squares with weights 1/std_err^2; errors are those that the energies bring with them. b1 and b2 are
/// fitted unless they are given; where two sizes leave no room for both, or one size with b2 given, b1 = 1: the shells
/// of the free gas. Where shells cost nothing (bosons), b1 = 0. Throws `Error` if the sizes are too few.
/// Y. Kwon, D. M. Ceperley and R. M. Martin, Phys. Rev. B 58, 6800 (1998), section V.
SizeLaw fit_size_law(const std::vector<FiniteSystem>& systems, std::optional<double> b1, std::optional<double> b2);

/// What a reader of the law should know: a chi^2 that is too large for its degrees of freedom.
std::vector<std::string> warnings_of(const SizeLaw& law);

}  // namespace kato
