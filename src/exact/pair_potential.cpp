// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_potential.hpp"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "system/pair_potential.hpp"

namespace kato::exact {
namespace {

constexpr double shortest = 1e-9, longest = 100;  // distances that are probed, a_ho

using Terms = std::vector<std::shared_ptr<const PairPotential>>;

// Those that have a V(r); nothing if another one has none.
std::optional<Terms> radial_terms(const System& system) {
  if (system.core() > 0) return std::nullopt;
  Terms terms;
  for (const auto& term : system.interactions) {
    if (term.interaction->contact_strength() != 0 || term.interaction->vanishes()) continue;
    terms.push_back(std::dynamic_pointer_cast<const PairPotential>(term.interaction));
    if (!terms.back()) return std::nullopt;
  }
  return terms;
}

// V(r) of two particles of the species a and b.
RadialPotential between(Terms terms, int a, int b) {
  return [terms = std::move(terms), a, b](double r) {
    double energy = 0;
    for (const auto& term : terms) energy += term->value(r, a, b);
    return energy;
  };
}

// Whether both are the same at a set of probes.
bool agree(const RadialPotential& one, const RadialPotential& other) {
  for (double r = shortest; r < longest; r *= 1.1)
    if (one(r) != other(r)) return false;
  return true;
}

}  // namespace

std::optional<RadialPotential> pair_potential(const System& system) {
  const auto terms = radial_terms(system);
  if (!terms || (system.species.size() > 1 && system.particles > 2)) return std::nullopt;
  return between(*terms, 0, system.species.size() > 1 ? 1 : 0);
}

std::optional<SpeciesPotentials> species_potentials(const System& system) {
  const auto terms = radial_terms(system);
  if (!terms) return std::nullopt;
  std::optional<RadialPotential> like, unlike;
  const auto kinds = system.ranges();
  for (int a = 0; a < static_cast<int>(kinds.size()); ++a)
    for (int b = a; b < static_cast<int>(kinds.size()); ++b) {
      if (a == b && kinds[static_cast<std::size_t>(a)].count < 2) continue;
      auto& found = a == b ? like : unlike;
      const auto here = between(*terms, a, b);
      if (found && !agree(*found, here)) return std::nullopt;
      if (!found) found = here;
    }
  return SpeciesPotentials{.like = like.value_or(between(*terms, 0, 0)),
                           .unlike = unlike.value_or(between(*terms, 0, 1))};
}

bool vanishes(const RadialPotential& potential) {
  if (const double contact = potential(0); std::isfinite(contact) && contact != 0) return false;
  for (double r = shortest; r < longest; r *= 1.0003)
    if (potential(r) != 0) return false;
  return true;
}

}  // namespace kato::exact
