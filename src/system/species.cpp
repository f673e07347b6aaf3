// SPDX-License-Identifier: Apache-2.0
#include "system/species.hpp"

#include <algorithm>

namespace kato {
namespace {

std::optional<double> added(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return a ? a : b;
  return *a + *b;
}

}  // namespace

std::vector<ParticleRange> species_ranges(std::span<const Species> species) {
  std::vector<ParticleRange> ranges;
  for (int first = 0; const auto& kind : species) {
    ranges.push_back({first, kind.count});
    first += kind.count;
  }
  return ranges;
}

std::vector<ParticleRange> species_ranges_or_all(std::span<const Species> species, int particles) {
  return species.empty() ? std::vector<ParticleRange>{{0, particles}} : species_ranges(species);
}

ContactTerms operator+(const ContactTerms& a, const ContactTerms& b) {
  return {.square = a.square + b.square,
          .inverse = a.inverse + b.inverse,
          .apart = a.apart || b.apart,
          .slope = added(a.slope, b.slope),
          .power = added(a.power, b.power)};
}

PairCusp operator+(const PairCusp& a, const PairCusp& b) {
  return {.unlike = added(a.unlike, b.unlike),
          .like = added(a.like, b.like),
          .range = std::min(a.range, b.range),
          .unlike_power = a.unlike_power + b.unlike_power,
          .like_power = a.like_power + b.like_power,
          .bosons = added(a.bosons, b.bosons),
          .rounding = std::max(a.rounding, b.rounding),
          .core = std::max(a.core, b.core),
          .unlike_terms = a.unlike_terms + b.unlike_terms,
          .like_terms = a.like_terms + b.like_terms};
}

}  // namespace kato
