// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/system.hpp"

namespace kato {

/// A unit of imaginary time, which is what a learning rate of the natural gradient is: hbar over an energy that is
/// typical of what the system can do. 1/omega of a trap (its length squared). In a periodic box 1/(k_F^2 + omega_p),
/// with the k_F of the free gas of that density and, for charges, the plasmon's omega_p = sqrt(4 pi n) in space,
/// sqrt(2 pi n k_F) in a plane, there that of the wave number k_F. Both act, the first where the gas is dense, the
/// other where it is dilute, and neither depends on the number of particles.
double time_scale(const System& system);

}  // namespace kato
