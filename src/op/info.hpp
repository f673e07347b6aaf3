// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <span>
#include <vector>

#include "base/error.hpp"
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

/// A number among an op's attributes, by its name: `real`, or `whole`, which may stand for one of several words.
struct AttributeName {
  const char* name;
  double Attributes::*real = nullptr;
  int Attributes::*whole = nullptr;
  std::span<const char* const> words = {};
};

inline constexpr const char* no_or_yes[] = {"no", "yes"};

/// How many inputs an op takes.
struct InputCount {
  int fewest = 1, most = 1;
};

/// Everything that the graph and the executor know of an op; an op's file defines one.
struct OpInfo {
  const char* name;
  /// The shape of the node. Throws `Error` if the inputs do not fit; there are as many as `inputs` says.
  Shape (*shape)(const NodeQuery&);
  const KernelSet* kernels[isa_count];  ///< by instruction set
  /// Multiplications and additions of the value lane for one walker (a derivative lane costs the same, roughly).
  double (*flops)(const NodeQuery&, const Shape& out);
  InputCount inputs = {};
  std::span<const AttributeName> attributes = {};  ///< that it reads
  /// The sizes of its parameters; null if it has none. The last of them may be left out if `optional_parameter`.
  std::vector<std::size_t> (*parameters)(const NodeQuery&, const Shape& out) = nullptr;
  bool optional_parameter = false;
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

/// A number of features that was multiplied. Throws `Error` if they are too many to be meant.
inline int feature_count(const char* op, double count) {
  constexpr double most = 1 << 24;
  require(count >= 1 && count <= most,
          fmt::format("{}: makes {} features a row; at least 1 and at most {} will do", op, count, most));
  return static_cast<int>(count);
}

/// The pattern of a row that depends on what `a` and `b` depend on (on the same row: a particle's and a pair's
/// patterns never meet).
inline Pattern join(Pattern a, Pattern b) { return a > b ? a : b; }

}  // namespace kato

/// The tables of each instruction set in an OpInfo.
#define KATO_DECLARE_KERNELS(op) KATO_IN_EACH_ISA(extern const KernelSet op##_kernels;)
#define KATO_ALL_KERNELS(op) KATO_OF_EACH_ISA(op##_kernels)
