// SPDX-License-Identifier: Apache-2.0
#include "ansatz/pair_factors.hpp"

#include <algorithm>
#include <numbers>
#include <numeric>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/periodic.hpp"
#include "base/error.hpp"

namespace kato {
namespace {

constexpr double first_root =
    std::numbers::sqrt2 / 2;  // b = 1/2 in the length of the trap: near the best of few electrons

// Whether there are two particles of one species.
bool has_like_pairs(const Particles& particles) {
  const auto species = species_ranges(particles);
  return std::ranges::any_of(species, [](const ParticleRange& kind) { return kind.count > 1; });
}

std::optional<Node> pade(Node x, const Particles& particles) {
  if (!particles.cusp) return std::nullopt;
  const auto& cusp = *particles.cusp;
  require(cusp.like_power == 0 && cusp.unlike_power == 0,
          "jastrow = \"pade\": an interaction asks for a power of the distance, which it does not have; use "
          "\"polynomial\"");
  const bool like = cusp.like && has_like_pairs(particles),
             unlike = cusp.unlike && species_ranges(particles).size() > 1;
  std::vector<double> slopes;
  if (like) slopes.push_back(*cusp.like);
  if (unlike) slopes.push_back(*cusp.unlike);
  if (slopes.empty()) return std::nullopt;
  return pade_pairs("jastrow.root", x, classes_of_species(particles, like, unlike), slopes, first_root);
}

}  // namespace

void check_pair_factor(const std::string& kind, const Particles& particles) {
  if (kind == "polynomial" || !particles.cusp) return;
  const auto& cusp = *particles.cusp;
  require(cusp.core == 0, "jastrow = \"" + kind + "\": does not vanish where hard cores touch; use \"polynomial\"");
  require(
      cusp.rounding == 0,
      "jastrow = \"" + kind +
          "\": has no rounded kink, as treatment = \"reorganised\" asks; use \"polynomial\", or treatment = \"cusp\"");
  // On a line slopes are those of delta functions, whose energy is in the kink alone.
  require(kind == "pade" || particles.dimensions > 1 || !(cusp.like || cusp.unlike),
          "jastrow = \"" + kind +
              "\": has not the kink that the interaction asks for, and the energy is in it; use \"pade\" or "
              "\"polynomial\"");
}

std::optional<Node> pair_factor(const std::string& kind, Node place, const Particles& particles) {
  if (particles.count < 2) return std::nullopt;
  check_pair_factor(kind, particles);
  if (kind == "polynomial") return cusp_factor(place, particles);
  const Node x = seen_places(place, particles);
  if (kind == "pade") return pade(x, particles);
  if (kind == "simple")
    return linear_pairs("jastrow.slope", x,
                        classes_of_species(particles, has_like_pairs(particles), species_ranges(particles).size() > 1));
  require(kind == "none", "jastrow = \"" + kind + "\": there is no such factor");
  return std::nullopt;
}

std::optional<Node> factor_of_each_pair(Node x) {
  const int count = x.graph->particles(), pairs = count * (count - 1) / 2;
  if (pairs == 0) return std::nullopt;
  PairClasses classes{.of_pair = std::vector<int>(static_cast<std::size_t>(pairs)), .count = pairs};
  std::iota(classes.of_pair.begin(), classes.of_pair.end(), 0);
  return linear_pairs("jastrow.slope", x, classes);
}

}  // namespace kato
