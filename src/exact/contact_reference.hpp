// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "exact/reference.hpp"

namespace kato {

/// What is known without sampling about `up` + `down` trapped fermions with contact interaction.
struct ContactReference {
  std::optional<Reference> ground;          ///< the ground state; nothing where there is no solver, see `message`
  double slope = 0, slope_uncertainty = 0;  ///< dE/dg = sum over pairs of <delta(x_i - x_j)>, 1/a_ho; Tan's contact is
                                            ///< g^2 times it
  std::string message;                      ///< why there is none; empty if there is one
};

/// Whether there is a solver for so many particles, which may yet find too little where |g| is large.
bool has_contact_reference(int up, int down);

/// The ground state of
///     H = sum_i (-1/2 d^2/dx_i^2 + x_i^2/2) + g sum over i up, j down of delta(x_i - x_j)
/// by the best solver there is: filled levels without interaction, the closed form of Busch et al. for 1 + 1, and
/// configuration interaction extrapolated in its basis (exact/contact_ci.hpp) for others of which 200,000 determinants
/// leave an uncertainty below a thousandth: 2 + 1 .. about 7 + 1, 2 + 2 .. 4 + 4, fewer if |g| is large.
/// g in hbar omega a_ho. The same bits for any number of threads. Throws `Error` for negative numbers of particles and
/// if g is not finite (g = infinity is the Tonks-Girardeau limit).
ContactReference contact_reference(int up, int down, double g, int threads);

}  // namespace kato
