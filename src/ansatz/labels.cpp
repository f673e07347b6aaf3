// SPDX-License-Identifier: Apache-2.0
#include "ansatz/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/error.hpp"

namespace kato {

Node labels(Graph& graph, const Particles& particles) {
  if (particles.labels > 0) return graph.labels(particles.labels);
  require(particles.species.size() <= 2,
          fmt::format("a wave function of labels: {} species are more than the labels 1 and -1 tell apart; use a wave "
                      "function of species",
                      particles.species.size()));
  std::vector<double> constants(static_cast<std::size_t>(particles.count), 1.0);
  if (particles.species.size() == 2) std::fill(constants.begin() + particles.species[0].count, constants.end(), -1.0);
  return graph.labels(std::move(constants));
}

}  // namespace kato
