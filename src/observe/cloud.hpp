// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "system/system.hpp"

namespace kato {

/// Particles that an observable looks at under one name.
struct Part {
  std::string name;  ///< of the species; "" for all particles
  ParticleRange range;
};

/// All particles, and those of each species where there are several.
std::vector<Part> parts_of(const System& system);

/// The pairs within each species of two particles or more, and of every two species, named "up-down"; "" where all
/// particles are of one kind.
struct PartPair {
  std::string name;
  ParticleRange a, b;
  bool same() const { return a.first == b.first; }
};
std::vector<PartPair> pairs_of(const System& system);

/// The volume of a ball of radius r in d dimensions; 2 r for d = 1.
double ball_volume(int dimensions, double r);

/// The centre of mass [d] of the particles x [A, d] of one walker, or the origin if `mass` is false.
void centre_of(std::span<const double> x, bool mass, std::span<double> centre);

}  // namespace kato
