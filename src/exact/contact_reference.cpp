// SPDX-License-Identifier: Apache-2.0
#include "exact/contact_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "exact/busch.hpp"
#include "exact/contact_ci.hpp"
#include "exact/contact_hamiltonian.hpp"
#include "exact/finite_coupling.hpp"
#include "exact/jacobi_basis.hpp"

namespace kato {
namespace {

constexpr double most_relative_uncertainty = 1e-3;  // beyond it an energy is no reference

// <delta> in filled levels: the amplitudes of their determinant alone.
double first_order(int up, int down) {
  const exact::ContactHamiltonian h(up, down, exact::least_quanta(up) + exact::least_quanta(down), 1);
  std::vector<double> amplitudes(h.contacts());
  h.meet(std::vector<double>{1.0}, amplitudes);
  double sum = 0;
  for (const double amplitude : amplitudes) sum += amplitude * amplitude;
  return sum;
}

ContactReference without_interaction(int up, int down) {
  ContactReference found;
  found.ground = {0.5 * (up * up + down * down), 0, "closed form: filled oscillator levels"};
  if (up > 0 && down > 0) found.slope = first_order(up, down);
  return found;
}

ContactReference of_a_pair(double g) {
  const exact::Busch pair(g);
  ContactReference found;
  found.ground = {pair.energy(), 1e-12 + 1e-14 * std::abs(pair.energy()), "closed form of Busch et al. (1998)"};
  found.slope = pair.slope();
  found.slope_uncertainty = 1e-12 * found.slope;
  return found;
}

ContactReference by_diagonalisation(int up, int down, double g, int threads) {
  ContactReference found;
  const auto ci = exact::contact_configuration_interaction(up, down, g, 0, threads);
  if (!(ci.uncertainty < most_relative_uncertainty * std::max(1.0, std::abs(ci.energy)))) {
    found.message = fmt::format(
        "configuration interaction with {} determinants does not converge for {} + {} "
        "particles at g = {} (the contact is too strong for it)",
        ci.states, up, down, g);
    return found;
  }
  found.ground = {ci.energy, ci.uncertainty,
                  fmt::format("configuration interaction (not a bound): contact renormalised pair by pair, {} "
                              "determinants of up to {} quanta, extrapolated from {:.9g}",
                              ci.states, ci.quanta, ci.last)};
  found.slope = ci.slope;
  found.slope_uncertainty = ci.slope_uncertainty;
  return found;
}

}  // namespace

bool has_contact_reference(int up, int down) {
  return up <= 0 || down <= 0 || (up == 1 && down == 1) || exact::usual_contact_quanta(up, down) > 0;
}

ContactReference contact_reference(int up, int down, double g, int threads) {
  require(up >= 0 && down >= 0, fmt::format("contact: numbers of particles must not be negative, got {} and {}; give "
                                            "0 or more",
                                            up, down));
  exact::require_finite_coupling(g);
  if (g == 0 || up == 0 || down == 0) return without_interaction(up, down);
  if (up == 1 && down == 1) return of_a_pair(g);
  if (exact::usual_contact_quanta(up, down) > 0) return by_diagonalisation(up, down, g, threads);
  ContactReference found;
  found.message = fmt::format(
      "no reference solver for {} + {} particles with contact interaction (the basis grows too "
      "fast)",
      up, down);
  return found;
}

}  // namespace kato
