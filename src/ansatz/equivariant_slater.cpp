// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "ansatz/determinants.hpp"
#include "ansatz/pair_features.hpp"
#include "ansatz/periodic.hpp"

namespace kato {
namespace {

// x_i W + b + (mean over all particles) V; or, where there are species, x_i W + b_label + (mean over the particles of
// i's species) U_label + (mean over all others) V_label. What is pooled is multiplied once a walker.
Node layer(const std::string& name, Node x, const Particles& particles, int width) {
  const auto species = species_ranges(particles);
  if (species.size() == 1) return linear(name, {x, mean(x)}, width);
  std::vector<Node> means, parts;
  std::vector<int> counts;
  for (const auto& kind : species) means.push_back(mean(x, kind));
  for (std::size_t kind = 0; kind < species.size(); ++kind) {
    const int others = particles.count - species[kind].count;
    const Node rest = species.size() == 2 ? means[1 - kind] : scale(sum(x) - sum(x, species[kind]), 1.0 / others);
    parts.push_back(linear(name + "." + particles.species[kind].name, {means[kind], rest}, width));
    counts.push_back(species[kind].count);
  }
  return linear(name, {x}, width, false) + by_species(parts, counts);
}

// The width of the features of pairs. Particles of one kind on a line are as accurate without.
int pair_width(const Particles& particles, const Settings& settings) {
  if (!settings.is_text("pairs")) return static_cast<int>(settings.integer("pairs"));
  return particles.count > 1 && (particles.dimensions > 1 || particles.species.size() > 1) ? 16 : 0;
}

// Every orbital sees its own particle and, through means, all the others, so that exchanging two particles of one
// species exchanges two rows of every matrix and nothing else.
Graph equivariant_slater(const Particles& particles, const Settings& settings) {
  const int hidden = static_cast<int>(settings.integer("hidden")),
            layers = static_cast<int>(settings.integer("layers")), pairs = pair_width(particles, settings);
  Graph graph(particles.count, particles.dimensions);
  const Node x = positions(graph, particles), place = shifted_places(x, particles);
  Node first = layer("layer1", seen_places(place, particles), particles, hidden);
  if (pairs > 0) {
    const Node seen = pooled_pairs(pair_features("pairs", x, particles, pairs), particles);
    first = first + linear("pooled", {seen}, hidden, false);
  }
  Node h = tanh(first);
  for (int n = 2; n <= layers; ++n) h = tanh(layer("layer" + std::to_string(n), h, particles, hidden)) + h;
  determinants_of_species(x, place, h, particles, static_cast<int>(settings.integer("determinants")));
  return graph;
}

}  // namespace

void register_equivariant_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "equivariant-slater",
       .summary = "generalised Slater determinants of equivariant networks with Gaussian envelopes, one for each "
                  "species, times "
                  "the cusps of the interaction",
       .source = "Keeble et al., Phys. Rev. A 108, 063320 (2023), Eqs. (4)-(10), for spinless fermions",
       .options =
           {{.name = "hidden", .fallback = std::int64_t{64}, .summary = "width of a layer", .lower = 1, .upper = 4096},
            {.name = "layers", .fallback = std::int64_t{2}, .summary = "equivariant layers", .lower = 1, .upper = 64},
            {.name = "pairs",
             .fallback = std::string("auto"),
             .summary =
                 "width of the features of pairs, 0 for none; auto: 16, but none for particles of one kind in one "
                 "dimension",
             .lower = 0,
             .upper = 4096,
             .choices = {"auto"},
             .or_number = Number::whole},
            {.name = "determinants",
             .fallback = std::int64_t{1},
             .summary = "determinants that are summed",
             .lower = 1,
             .upper = 1024}}},
      equivariant_slater);
}

}  // namespace kato
