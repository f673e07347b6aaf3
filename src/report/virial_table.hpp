// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "report/page_tables.hpp"

namespace kato {

/// The factors w [n] with which sum_j w_j f(x_j) is the slope at x[at] of the polynomial through n places.
std::vector<double> slope_weights(std::span<const double> x, std::size_t at);

/// The virial theorem of a gas at several densities: 2 <T> - <work>, which is 2 <T> + <V> for charges, beside
/// -r_s dE/dr_s, both of a particle. The slope is that of r_s^2 E, taken for a cubic in r_s through the run and its
/// nearest three (a parabola where there are two), so that it is exact for E = a/r_s^2 + b/r_s. A row for each run of
/// three or more that differ by the size of their box alone and measured `virial`. Errors are taken for independent.
PageTable virial_table(const std::vector<RunRecords>& runs);

}  // namespace kato
