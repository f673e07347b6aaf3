// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "graph/graph.hpp"

namespace kato {

/// The ways in which a graph is evaluated.
enum class Evaluation {
  value,              ///< sign and ln|psi|
  gradient,           ///< value, and the gradient in the coordinates by pulling back to them
  laplacian,          ///< value, gradient and Laplacian in the coordinates, forwards
  value_pullback,     ///< from seeds on the values to the parameters
  gradient_pullback,  ///< from seeds on the values and on the gradients to the parameters
};
inline constexpr std::size_t evaluations = 5;  ///< how many there are

/// Sizes chosen by hand, for tests; 0 leaves the choice to the planner.
struct TileChoice {
  int walkers = 0;
  int block_particles = 0;
};

/// Where every node's numbers lie in the memory of one thread. A forward evaluation reuses the space of nodes that are
/// no longer read; a pullback keeps all of them, and a cotangent for the target and every node that the derivatives
/// flow through: those with trainable parameters before them, or, for the gradient, those that depend on the
/// coordinates.
/// A node's op makes the numbers of that node, but in a forward evaluation a sum that reads two nodes last needs no op:
/// the later of its terms is added to the other one as it is computed, and so makes the numbers of the sum.
struct Plan {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  static constexpr int nothing = -1;  ///< in `into`

  Evaluation evaluation = Evaluation::value;
  int target = 0;                      ///< the node that is wanted
  std::vector<int> nodes;              ///< what it needs, in order, itself last
  int walkers = 0;                     ///< in a tile, at most
  int block_particles = 0;             ///< whose gradient lanes are evaluated at once; 0 where there are none
  std::vector<int> into;               ///< the node whose numbers the op of each makes: see above
  std::vector<std::size_t> value;      ///< offset of each node's numbers
  std::vector<std::size_t> cotangent;  ///< offset of each node's cotangent, or `none`
  std::size_t numbers = 0;             ///< in all
  std::size_t scratch = 0;             ///< the most that an op needs beside

  bool laplacian() const { return evaluation == Evaluation::laplacian; }
  bool pullback() const {
    return evaluation == Evaluation::gradient || evaluation == Evaluation::value_pullback ||
           evaluation == Evaluation::gradient_pullback;
  }
  Tile tile(const Graph& graph, int tile_walkers, int first_particle) const;
};

/// Plans the evaluation of node `target`. Chooses walkers and lanes so that a tile's numbers fit `cache_bytes`: as many
/// walkers as fit with all lanes at once. Where one walker does not fit, the lanes are split, but not so far that more
/// than a tenth of the work, the nodes of particles and pairs, would be done again: rather does the tile outgrow the
/// cache, up to 400 MB.
Plan make_plan(const Graph& graph, int target, Evaluation evaluation, std::size_t cache_bytes, std::size_t number_bytes,
               TileChoice choice = {});

/// The cache that a tile should fit in: three quarters of a core's second-level cache (1 MiB if it is unknown).
std::size_t tile_cache_bytes();

}  // namespace kato
