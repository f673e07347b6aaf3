// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

namespace kato {

/// The waves n [d] of the `count` lowest real orbitals of a periodic box at the Gamma point, in ascending order of n^2:
/// k = 2 pi n/L. The first is zero, and each other n is followed by -n: a wave whose first component that is not zero
/// is positive stands for cos k.r, the other of the pair for sin. Complex orbitals exp(i k.r) have the same list.
std::vector<std::vector<int>> plane_waves(int dimensions, int count);

/// All waves with n^2 <= most, in the same order.
std::vector<std::vector<int>> plane_waves_within(int dimensions, int most);

/// n^2 of a wave, whose energy is hbar^2/(2 m) (2 pi/L)^2 n^2.
int squared_length(std::span<const int> wave);

/// Whether `count` particles of one kind fill whole shells of equal n^2: their free ground state is one determinant. In
/// three dimensions 1, 7, 19, 27, 33, 57, 81 .. do, on a line odd numbers.
bool closes_shell(int dimensions, int count);

/// The nearest other numbers that close a shell, for messages: "19 or 27".
std::string nearest_closed_shells(int dimensions, int count);

/// The sum of n^2 over the `count` lowest waves: that of the free ground state, open shells too, where which waves of
/// the last shell are filled makes no difference.
long sum_of_squares(int dimensions, int count);

/// phi_j(r) = 1, sqrt(2) cos k.r or sqrt(2) sin k.r (of the positive k of its pair) for each of `waves` at a point
/// x [d] of a box of this side, into `values` [waves]: orthonormal where the volume counts as 1.
void plane_wave_orbitals(std::span<const std::vector<int>> waves, double side, std::span<const double> x,
                         std::span<double> values);

}  // namespace kato
