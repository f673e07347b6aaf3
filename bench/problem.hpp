// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "graph/graph.hpp"
#include "input/input.hpp"

namespace kato::bench {

/// The case that is timed: A spinless fermions in a trap, V0 = 10, s0 = 0.5, equivariant-slater with H = 64 and L = 2,
/// ten sweeps a step, Adam.
struct Problem {
  int particles = 4;
  int walkers = 4096;
  int sweeps = 10;
  int threads = 1;
  std::string precision = "double";
  std::string optimizer = "adam";
};

/// The input of `kato run` for it, without pretraining and for a training of any length.
Input input_of(const Problem& problem);

/// What must be computed for one walker, whatever the program: products of `linear`, and tanh.
struct Work {
  double flops = 0;
  double tanh = 0;
};
Work operator+(const Work& a, const Work& b);
Work operator*(double factor, const Work& work);

/// One value; the value with its gradient and Laplacian, each lane that a pattern keeps costing as much as the value
/// (and a tanh giving its derivatives); and the value with the pullback, which takes two more products for each.
Work value_work(const Graph& graph);
Work laplacian_work(const Graph& graph);
Work pullback_work(const Graph& graph);

}  // namespace kato::bench
