// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace kato::exact {

/// The ground state of particles on a ring that meet with g delta(x_i - x_j), H = -1/2 sum d_i^2 + g sum delta, in
/// units with hbar = m = 1.
struct RingContact {
  double energy = 0;
  double uncertainty = 0;                 ///< what is left of the equations, and rounding
  double interaction = 0;                 ///< g dE/dg (Hellmann and Feynman)
  std::vector<double> wave_numbers = {};  ///< k_j, whose squares add up to 2 E; none for g < 0
};

/// Bosons of one kind (Lieb and Liniger, Phys. Rev. 130, 1605 (1963)), g >= 0 and any number:
///     k_j L = 2 pi I_j - 2 sum_l arctan((k_j - k_l)/g),   I_j = j - (N + 1)/2.
/// The equations are where a convex function is least (Yang and Yang, J. Math. Phys. 10, 1115 (1969)), which Newton's
/// damped steps find from anywhere.
RingContact ring_bosons(int particles, double g, double side);

/// Fermions, `up` and `down`, both odd (Gaudin, Phys. Lett. A 24, 55 (1967); Yang, Phys. Rev. Lett. 19, 1312 (1967)),
/// g >= 0; with M the smaller of the two numbers
///     k_j L = 2 pi I_j + 2 sum_a arctan(2 (l_a - k_j)/g),   I_j = j - (N + 1)/2,
///     2 sum_j arctan(2 (l_a - k_j)/g) = 2 pi J_a + 2 sum_b arctan((l_a - l_b)/g),   J_a = a - (M + 1)/2,
/// by Newton's steps from strong coupling, k = 2 pi I/L and l = (g/2) tan(pi J/N), down to g. Throws `Error` for even
/// numbers, whose shells are open, and if the steps fail.
RingContact ring_fermions(int up, int down, double g, double side);

/// Two bosons, or an up and a down, with any g: E = k^2 with k tan(k L/2) = g/2, and E = -q^2 with q tanh(q L/2) = -g/2
/// where g < 0.
RingContact ring_pair(double g, double side);

}  // namespace kato::exact
