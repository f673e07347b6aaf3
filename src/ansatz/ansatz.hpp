// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "graph/graph.hpp"
#include "system/species.hpp"

namespace kato {

/// What an ansatz is told of the system.
struct Particles {
  int count = 0;
  int dimensions = 1;
  std::vector<Species> species = {};            ///< in the order of the particles; none if all are of one kind
  std::optional<PairCusp> cusp = std::nullopt;  ///< what the interactions ask for where two particles meet: slopes in
                                                ///< 1/length, the range in lengths
  Statistics statistics = Statistics::fermion;  ///< within a species
  double length = 1;      ///< of the trap, or L/(2 pi) of a box, in the unit of coordinates: `positions` are in it
  bool periodic = false;  ///< a box: `positions` are angles, of period 2 pi
  std::vector<double> frequencies = {};  ///< omega_c [d] of a harmonic trap in 1/length^2; none: of another trap
  int labels = 0;                        ///< that are sampled of each particle, beside its place
};

/// The category of wave functions: a kind is a function that writes down a graph with the output "amplitude".
struct Ansatz {
  static constexpr std::string_view category = "ansatz";
  using Factory = std::function<Graph(const Particles&, const Settings&)>;
};

}  // namespace kato
