// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "system/space.hpp"
#include "system/species.hpp"
#include "walker/walkers.hpp"

namespace kato {

/// What is sampled of every particle beside its place, such as its spin: a small integer.
struct Label {
  std::string name;
  /// One of every particle [A]; walkers hold the same values in other orders.
  std::vector<LabelValue> values;
};

/// The particles and the space they live in, before anything acts on them: what interactions and potentials are made
/// for.
struct Matter {
  Space space = {};
  int dimensions = 1;
  int particles = 0;
  std::vector<Species> species = {};            ///< in the order of the particles; none if all are of one kind
  Statistics statistics = Statistics::fermion;  ///< within a species
  std::vector<Label> labels = {};               ///< what is sampled beside places
  double hbar2_m = 1;                           ///< hbar^2/m, in the system's units of energy and length squared

  int coordinates() const { return particles * dimensions; }

  /// The particles of every species, or all of them.
  std::vector<ParticleRange> ranges() const;
  /// The number of the species of each particle [A].
  std::vector<int> species_of_particles() const;

  /// Whether no two particles are fermions of one kind, so that psi need not change its sign anywhere.
  bool nodeless() const;

  /// The labels of all particles [A, L].
  std::vector<LabelValue> label_values() const;
};

/// Walkers at random: normal places of this spread, outside of each other's hard cores of radius `core`, and labels in
/// a random order; a function of the seed alone. Throws `Error` if there is no room.
Walkers first_walkers(const Matter& matter, std::size_t count, double spread, double core, std::uint64_t seed);

}  // namespace kato
