// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "graph/plan.hpp"
#include "linalg/factored.hpp"

namespace kato {

/// One node that uses a layer's weights.
struct LayerUse {
  int rows = 1;              ///< that share the weights
  std::vector<int> terms{};  ///< in each block: `rows`, or 1 where one input serves all rows
};

/// Where a linear layer's parameters lie among the trainable ones, and its factors among the blocks of the matrix. A
/// layer is a matrix of weights, whatever the number of nodes that use it.
struct LayerFactors {
  std::string name;               ///< of the weights
  std::size_t weights = 0;        ///< offset of W, its inputs one after the other
  std::size_t bias = Plan::none;  ///< offset of b, or none: of all uses and of no other weights
  int outputs = 0;
  int rows = 0;                       ///< of all uses
  std::vector<std::size_t> blocks{};  ///< one for each range of rows of W that no use's inputs divide
  std::vector<LayerUse> uses{};       ///< in this order their terms follow one another in a block
};

/// A Jacobian whose blocks are the activations and sensitivities of the linear layers (in mixed derivatives twice as
/// many terms as `uses` say).
struct JacobianFactors {
  FactoredMatrix matrix;
  std::vector<LayerFactors> layers;
};

}  // namespace kato
