// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_transform.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "exact/radial_transform.hpp"
#include "system/pair_potential.hpp"
#include "system/periodic_coulomb.hpp"

namespace kato::exact {
namespace {

// What a system is made of, by kind.
struct Parts {
  std::vector<std::shared_ptr<const PairPotential>> potentials = {};
  std::vector<std::shared_ptr<const PeriodicCoulomb>> charges = {};
  double contact = 0;
  bool contact_of_like = false;  // bosons meet those of their kind
};

std::optional<Parts> parts_of(const System& system) {
  if (!system.space.periodic() || system.core() > 0) return std::nullopt;
  Parts parts{.contact_of_like = system.statistics == Statistics::boson};
  for (const auto& [name, interaction] : system.interactions)
    if (const double strength = interaction->contact_strength(); strength != 0 || interaction->vanishes())
      parts.contact += strength;
    else if (auto potential = std::dynamic_pointer_cast<const PairPotential>(interaction))
      parts.potentials.push_back(std::move(potential));
    else if (auto charges = std::dynamic_pointer_cast<const PeriodicCoulomb>(interaction))
      parts.charges.push_back(std::move(charges));
    else
      return std::nullopt;
  return parts;
}

// The pair potentials between each two species.
std::map<std::pair<int, int>, RadialTransform> radial_transforms(const System& system, const Parts& parts,
                                                                 double largest) {
  std::map<std::pair<int, int>, RadialTransform> transforms;
  if (parts.potentials.empty()) return transforms;
  const int kinds = static_cast<int>(system.ranges().size());
  for (int a = 0; a < kinds; ++a)
    for (int b = a; b < kinds; ++b) {
      const auto v = [&](double r) {
        double sum = 0;
        for (const auto& potential : parts.potentials) sum += potential->value(r, a, b);
        return sum;
      };
      transforms.emplace(std::pair(a, b), RadialTransform(v, system.dimensions, system.space.side, largest));
    }
  return transforms;
}

}  // namespace

std::optional<TransformUpTo> pair_transform(const System& system) {
  const auto parts = parts_of(system);
  if (!parts) return std::nullopt;
  return [system, parts = *parts](double largest) {
    PairTransform all;
    for (const auto& charges : parts.charges) all.self += charges->self();
    auto radial = radial_transforms(system, parts, largest);
    for (const auto& [pair, transform] : radial) all.uncertainty = std::max(all.uncertainty, transform.uncertainty());
    all.v = [parts, radial = std::move(radial)](double q, int a, int b) {
      const auto known = radial.find(std::minmax(a, b));
      double sum = known != radial.end() ? known->second(q) : 0;
      for (const auto& charges : parts.charges) sum += charges->transform(q, a, b);
      return a != b || parts.contact_of_like ? sum + parts.contact : sum;
    };
    return all;
  };
}

}  // namespace kato::exact
