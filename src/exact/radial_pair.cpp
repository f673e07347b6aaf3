// SPDX-License-Identifier: Apache-2.0
#include "exact/radial_pair.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/error.hpp"
#include "exact/sturm_levels.hpp"
#include "system/singularity.hpp"

namespace kato::exact {
namespace {

constexpr double farthest = 1e8;  // lengths of the trap

// What is left of V once r^s is taken out of psi, and the weight of u.
struct Reduced {
  RadialPotential potential;
  double power = 0, square = 0;
  bool meets = false;  // a contact interaction is felt
};

Reduced reduced(const RadialPotential& potential, const RadialSettings& settings) {
  const auto at_contact = singularity_of(potential);
  int dimensions = settings.dimensions + 2 * settings.momentum;
  const bool forced_apart = dimensions == 1 && at_contact.exponent >= 1;
  require(at_contact.sign >= 0 || (at_contact.exponent <= 2 && !(forced_apart && at_contact.exponent < 2)),
          "relative motion: the particles fall towards each other without end (the potential is too attractive at "
          "contact); soften it");
  if (forced_apart) dimensions = 3;
  if (at_contact.square == 0) return {.potential = potential, .power = dimensions - 1.0, .meets = dimensions == 1};
  const double s = contact_power(at_contact.square, dimensions);
  require(std::isfinite(s),
          "relative motion: the particles fall towards each other without end (the potential is too attractive at "
          "contact); soften it");
  return {.potential = [potential, a = at_contact.square](double r) { return potential(r) - a / (r * r); },
          .power = dimensions - 1 + 2 * s,
          .square = at_contact.square};
}

// Panels on which the weight r^p is no more than a hundredfold: from where it is negligible.
std::vector<double> panels_for(double power, double reach, double length) {
  constexpr int at_least = 128;
  const double shortest = length * std::max(1e-10, std::pow(10, -60 / std::max(power, 1.0)));
  auto ends = towards_contact(reach, at_least, shortest, std::min(0.5, 4 / std::max(power, 1.0)));
  if (power > 4) ends.erase(ends.begin());
  return ends;
}

// How far the state of this energy has to be followed, if `reach` is not far enough.
double farther(const std::function<double(double)>& held, double energy, double reach, double length) {
  constexpr double fine = 1.003, enough = 18;  // psi falls to exp(-18)
  double last = 0, r = reach;
  for (; r < farthest * length; r *= fine)
    if (!(held(r) > energy)) last = r;
  require(held(r) > energy && held(r) > held(0.1 * r),
          "relative motion: there is no lowest state (the interaction attracts distant particles more than the trap "
          "holds them together); weaken it");
  if (last > 0) return 1.3 * last;
  double fall = 0;
  constexpr int steps = 400;
  for (int n = steps; n > 0 && held(reach * n / steps) > energy; --n)
    fall += std::sqrt(held(reach * n / steps) - energy) * reach / steps;
  return fall > enough ? reach : 1.4 * reach;
}

}  // namespace

RadialPair radial_pair(const RadialPotential& potential, const RadialSettings& settings) {
  const double omega = settings.omega, length = 1 / std::sqrt(omega);
  const auto [left, power, square, meets] = reduced(potential, settings);
  const auto held = [&, &v = left](double r) { return v(r) + 0.25 * omega * omega * r * r; };
  const SturmProblem problem{.kinetic = 1, .power = power, .boundary = meets ? 0.5 * settings.contact : 0};
  for (double reach = 16 * length;;) {
    const auto panels =
        resolving(held, panels_for(power, reach, length),
                  {.tolerance = 1e-13 / length, .inverse_square = square, .importance = [&, p = power](double r) {
                     return std::pow(std::min(1.0, r / length), p);
                   }});
    const auto relative = settled_levels(problem, panels, held, 1)[0];
    require(std::isfinite(relative.energy),
            "relative motion: the potential is not finite at every distance above 0; give another");
    const double wanted = farther(held, relative.energy, reach, length);
    if (wanted == reach)
      return {.energy = relative.energy + 0.5 * settings.dimensions * omega,
              .uncertainty = relative.uncertainty + panels.unresolved / length + 1e-13 * omega,
              .panels = static_cast<int>(panels.ends.size()) - 1,
              .reach = reach};
    reach = wanted;
  }
}

}  // namespace kato::exact
