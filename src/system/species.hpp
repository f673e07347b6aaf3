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

/// How a potential begins where two particles meet, in hbar^2/m: square/r^2 + inverse/r + .., and what the input says
/// of psi there, which has to fit.
struct ContactTerms {
  double square = 0, inverse = 0;
  bool apart = false;  ///< psi has to vanish at contact for another singularity
  std::optional<double> slope = std::nullopt, power = std::nullopt;

  bool asks_nothing() const { return square == 0 && inverse == 0 && !apart && !slope && !power; }
};

/// Both at once.
ContactTerms operator+(const ContactTerms& a, const ContactTerms& b);

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

  /// Of potentials that leave slopes and powers to `System::cusp`, which knows them all and the statistics.
  ContactTerms unlike_terms = {}, like_terms = {};

  bool asks_nothing() const {
    return !unlike && !like && unlike_power == 0 && like_power == 0 && !bosons && core == 0 &&
           unlike_terms.asks_nothing() && like_terms.asks_nothing();
  }
};

/// Both at once: slopes add up, as potentials like 1/r do, and so do powers and terms; the shorter range and the larger
/// core and rounding are taken.
PairCusp operator+(const PairCusp& a, const PairCusp& b);

}  // namespace kato
