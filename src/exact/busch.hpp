// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato::exact {

/// The ground state of two particles in a one-dimensional trap that meet with g delta(x_1 - x_2): an up and a down, or
/// two bosons. Closed form (Busch, Englert, Rzazewski and Wilkens, Found. Phys. 28, 549 (1998), in one dimension): with
/// E = 1 + nu,
///     g = sqrt(2) nu Gamma((1 - nu)/2) / Gamma(1 - nu/2),   nu < 1.
/// g in hbar omega a_ho.
class Busch {
 public:
  /// Throws `Error` if g is not finite; infinite g is the Tonks-Girardeau limit.
  explicit Busch(double g);

  double energy() const { return 1 + nu_; }  ///< centre of mass included; 1e-12, or a few roundings if |E| is large
  /// dE/dg = <delta(x_1 - x_2)> (Hellmann and Feynman), from the derivative of the closed form.
  double slope() const { return slope_; }
  /// The wave function of r = (x_1 - x_2)/sqrt(2), positive and with integral of psi^2 dr = 1: a multiple of the
  /// parabolic cylinder function D_nu(sqrt(2) |r|). At contact psi'(0+) = (g/sqrt(2)) psi(0).
  double relative_wave_function(double r) const;

 private:
  double nu_ = 0, slope_ = 0, at_contact_over_integral_ = 0;
};

/// The sum over n = first, first + 2 .. (first even) of v_n/(n - nu), v_n = phi_n(0)^2/sqrt(2) = <n|delta(x_1 -
/// x_2)|n>, and its derivative by nu; from 0 on the sum is -1/g of a pair with E = 1 + nu. A relative error of 1e-10
/// where |nu| < 1e3; nu must not be one of the n.
struct PairSum {
  double value = 0, derivative = 0;
};
PairSum pair_sum(int first, double nu);

}  // namespace kato::exact
