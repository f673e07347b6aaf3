// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "momentum/bessel_transform.hpp"

namespace kato {

/// The Argonne v18 potential of a neutron and a proton in 3S1-3D1 at r > 0 (fm), MeV, with or without its
/// electromagnetic terms: V_00 = v_c, V_02 = sqrt(8) v_t, V_22 = v_c - 2 v_t - 3 v_ls + 6 v_l2 + 9 v_ls2.
/// Wiringa, Stoks and Schiavilla, Phys. Rev. C 51, 38 (1995), Eqs. (4)-(28) and Table II.
CoupledPotential argonne_v18(double r, bool electromagnetic);

}  // namespace kato
