// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "base/isa.hpp"
#include "base/isa_table.hpp"
#include "op/op.hpp"

namespace kato {

/// What is asked of an op when a node is built.
struct NodeQuery {
  std::span<const Shape> in;
  Attributes attributes;
  std::span<const double> constants = {};
  int particles = 0;
  int dimensions = 0;
};

/// Everything that the graph and the executor know of an op; an op's file defines one.
struct OpInfo {
  const char* name;
  /// The shape of the node. Throws `Error` if the inputs do not fit.
  Shape (*shape)(const NodeQuery&);
  const KernelSet* kernels[isa_count];  ///< by instruction set
  /// Multiplications and additions of the value lane for one walker (a derivative lane costs the same, roughly).
  double (*flops)(const NodeQuery&, const Shape& out);
  /// The numbers of scratch space that a call needs, in forward or pullback; null if none.
  std::size_t (*scratch)(const Tile&, const NodeQuery&, const Shape& out) = nullptr;
  /// The numbers that `prepare` fills; null if none.
  std::size_t (*prepared)(const NodeQuery&, const Shape& out) = nullptr;
  /// The forward kernel may write over input 0 when nobody else reads it and all inputs have the shape of the output.
  bool in_place = false;
  /// The forward kernel can add to `out` (`Call::accumulate`), which may have more rows and lanes than the node itself.
  bool adds = false;

  /// The kernels of an instruction set; throws `Error` if they were not built.
  template <class T>
  const Kernels<T>& at(Isa isa) const {
    const KernelSet& set = *at_isa(kernels, isa);
    if constexpr (sizeof(T) == sizeof(float))
      return set.f;
    else
      return set.d;
  }
};

/// The pattern of a row that depends on what `a` and `b` depend on (on the same row: a particle's and a pair's
/// patterns never meet).
inline Pattern join(Pattern a, Pattern b) { return a > b ? a : b; }

}  // namespace kato

/// The tables of each instruction set in an OpInfo.
#define KATO_DECLARE_KERNELS(op) KATO_IN_EACH_ISA(extern const KernelSet op##_kernels;)
#define KATO_ALL_KERNELS(op) KATO_OF_EACH_ISA(op##_kernels)
