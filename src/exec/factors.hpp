// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "graph/plan.hpp"
#include "linalg/factored.hpp"

namespace kato {

/// Where a linear layer's parameters lie among the trainable ones, and its factors among the blocks of the matrix.
struct LayerFactors {
  std::string name;               ///< of the weights
  std::size_t weights = 0;        ///< offset of W, its inputs one after the other
  std::size_t bias = Plan::none;  ///< offset of b, or none
  int outputs = 0;
  int rows = 1;                     ///< that share the layer
  std::vector<std::size_t> blocks;  ///< one for each input; terms [rows], or [1] where one input serves all rows
};

/// A Jacobian whose blocks are the activations and sensitivities of the linear layers.
struct JacobianFactors {
  FactoredMatrix matrix;
  std::vector<LayerFactors> layers;
};

}  // namespace kato
