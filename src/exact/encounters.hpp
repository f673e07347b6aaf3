// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/system.hpp"

namespace kato::exact {

/// How many of a number of samples meet the interactions, at least: with the distances r of two particles in the lowest
/// state of the trap, rho(r) ~ r^(D - 1) exp(-omega r^2/2), the mean of |V| from n samples has the relative error
/// sqrt(1/encounters) with
///     encounters = n <|V|>^2/<V^2>
/// and n = samples times pairs. In a box the distances are those of particles that are anywhere alike, up to half a
/// side. a/r^2, which wave functions take out of the energy, is no part of V. The smallest of the pairs of one species
/// and of different species; infinite without pair potentials.
double encounters(const System& system, double samples);

}  // namespace kato::exact
