// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// The mean of a correlated series and its error.
struct Blocked {
  double mean = 0;
  double std_err = 0;     ///< infinite for fewer than two numbers: nothing is known
  std::size_t block = 1;  ///< the length of the blocks that std_err was read from
  bool plateau = false;   ///< false: the series is too short for its correlations, and std_err the largest error found
};

/// Blocking of Flyvbjerg and Petersen, J. Chem. Phys. 91, 461 (1989): averages neighbours in pairs, again and again,
/// and takes the error of the mean of blocks of length B as if they were independent. The plateau is read at the
/// shortest blocks with B^3 > 2 n (error_B / error_1)^4, which balances bias against noise (Lee, Conduit, Nemec, Lopez
/// Rios and Drummond, Phys. Rev. E 83, 066706 (2011)). A number left without a neighbour is dropped from the error.
Blocked blocking(std::span<const double> series);

}  // namespace kato
