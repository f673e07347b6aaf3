// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// R-hat of chains of `length` steps: sqrt((length - 1)/length + between/within), `within` the mean variance within a
/// chain and `between` the variance of the chains' means. Near 1 if all chains see one distribution; above 1.05 they do
/// not yet. Gelman and Rubin, Stat. Sci. 7, 457 (1992). 1 if both variances vanish, infinite if only `within` does.
double r_hat(double within, double between, double length) noexcept;

/// Split R-hat of `table` [steps, chains], row-major: that of all halves of chains, which sees a drift common to all
/// chains, too (Gelman et al., Bayesian Data Analysis, 3rd ed., Section 11.4). An odd step in the middle is left out.
/// Throws `Error` for fewer than four steps.
double split_r_hat(std::span<const double> table, std::size_t chains);

}  // namespace kato
