// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/particle_range.hpp"

namespace kato {

/// What psi does when two particles of one kind are exchanged: it changes its sign, or nothing.
enum class Statistics { fermion, boson };

/// A kind of particles that is told apart from the others: psi is antisymmetric (of bosons: symmetric) within a
/// species, and nothing is asked of an exchange across species. Particles are numbered species by species, so that a
/// species is a range of them.
struct Species {
  std::string name;
  int count = 0;

  bool operator==(const Species&) const = default;
};

/// The particles of every species, in their order.
std::vector<ParticleRange> species_ranges(std::span<const Species> species);

/// The same where the particles have no species: one range of them all.
std::vector<ParticleRange> species_ranges_or_all(std::span<const Species> species, int particles);

/// How ln|psi| begins where two particles meet, ln|psi| = slope r + ..., because of their interaction: for particles of
/// different species, and for those of the same species (there beside their node). None where nothing singular is felt.
struct PairCusp {
  std::optional<double> unlike = std::nullopt, like = std::nullopt;
  double range = 1;  ///< the distance that the factor is made for, in lengths of the trap
  /// Where the interaction is as strong as the kinetic energy, like 1/r^2: psi begins as r^power, likewise.
  double unlike_power = 0, like_power = 0;
  std::optional<double> bosons =
      std::nullopt;  ///< what bosons of one species want instead of `like`: they have no node
  /// Slopes begin beyond this distance, in the system's unit of length: psi is smooth where two particles meet. In one
  /// dimension.
  double rounding = 0;
  double core = 0;  ///< psi vanishes where two particles are no further apart, in the system's unit of length

  bool asks_nothing() const { return !unlike && !like && unlike_power == 0 && like_power == 0 && !bosons && core == 0; }
};

/// Both at once: slopes add up, as potentials like 1/r do, and so do powers (two terms like 1/r^2 want a power that
/// follows from their sum: give it to one of them); the shorter range and the larger core and rounding are taken.
PairCusp operator+(const PairCusp& a, const PairCusp& b);

}  // namespace kato
