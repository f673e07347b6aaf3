// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// The integrated autocorrelation time tau = 1 + 2 sum_k rho_k, in steps, of `table` [steps, chains], row-major: chains
/// of one common mean and one common rho_k, which is averaged over them. A mean over n steps of one chain has the error
/// sqrt(variance tau / n). The sum runs over Geyer's initial positive monotone sequence (Stat. Sci. 7, 473 (1992),
/// Section 3.3); where that is long, neighbouring steps are averaged first, so the cost is at most a few hundred
/// operations a number. 1 for a constant table; too small if tau is not well below the length of the chains.
double autocorrelation_time(std::span<const double> table, std::size_t chains = 1);

}  // namespace kato
