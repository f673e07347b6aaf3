// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace kato {

/// The integrated autocorrelation time, in sweeps, of a quantity with this correlation over so many sweeps, if it
/// decays as one exponential: sweeps (1 + rho)/(1 - rho), for rho > 0.
double memory_of(double correlation, int sweeps);

/// The correlation coefficient of two sets of numbers; pairs that are not finite are left out.
double correlation_of(std::span<const double> a, std::span<const double> b);

}  // namespace kato
