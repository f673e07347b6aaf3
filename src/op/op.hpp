// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/kernel.hpp"

namespace kato {

/// Which coordinates the rows of a node depend on; the lanes stored follow from it. Row i of a `particle` node depends
/// on x_i alone, row (i, j) of a `pair` node on x_i and x_j. A `none` node has a value and no derivatives.
enum class Pattern : std::uint8_t { none, particle, pair, all };

/// One row a walker, one a particle, or one an ordered pair (row i A + j, the diagonal included).
enum class Rows : std::uint8_t { one, particles, pairs };

/// What a walker's share of a node looks like.
struct Shape {
  Rows rows = Rows::one;
  int features = 1;
  Pattern pattern = Pattern::all;
};

/// The part of the work that is done at once: some walkers, and the derivatives by the coordinates of a block of
/// particles.
struct Tile {
  int walkers = 0;
  int particles = 0;
  int dimensions = 0;
  int first_particle = 0;   ///< gradient lanes are kept for particles
  int block_particles = 0;  ///< first_particle .. first_particle + block_particles - 1; none in value mode
  bool laplacian = false;   ///< the last lane is the Laplacian over the block's coordinates

  KATO_INLINE int rows(Rows kind) const {
    return kind == Rows::one ? 1 : kind == Rows::particles ? particles : particles * particles;
  }
  /// The number of gradient lanes of a pattern. Of a pair, those of the first particle come first; a particle paired
  /// with itself has all its derivatives in the first half and zeros in the second.
  KATO_INLINE int gradients(Pattern pattern) const {
    if (block_particles == 0 || pattern == Pattern::none) return 0;
    if (pattern == Pattern::particle) return dimensions;
    if (pattern == Pattern::pair) return 2 * dimensions;
    return block_particles * dimensions;
  }
  KATO_INLINE int lanes(Pattern pattern) const {
    return 1 + gradients(pattern) + (laplacian && pattern != Pattern::none ? 1 : 0);
  }
};

/// A node's numbers in a tile: [walker][lane][row][feature], features contiguous. Lane 0 is the value, then the
/// gradient lanes, last the Laplacian.
template <class T>
struct Buffer {
  T* data = nullptr;
  Rows kind = Rows::one;
  Pattern pattern = Pattern::all;
  int rows = 1;
  int features = 1;
  int lanes = 1;

  KATO_INLINE std::ptrdiff_t lane_stride() const { return static_cast<std::ptrdiff_t>(rows) * features; }
  KATO_INLINE std::ptrdiff_t walker_stride() const { return lanes * lane_stride(); }
  KATO_INLINE T* at(int walker, int lane = 0, int row = 0) const {
    return data + walker * walker_stride() + lane * lane_stride() + static_cast<std::ptrdiff_t>(row) * features;
  }
};

/// An op's own constants; what they mean is up to the op.
struct Attributes {
  int kind = 0;
  int count = 0;
  double a = 0;
  double b = 0;
  int first = 0;  ///< a range of particles (those of one species), first .. first + rows - 1;
  int rows = 0;   ///< all of them if this is 0
};

inline constexpr int max_inputs = 4;
inline constexpr int max_parameters = 2;

/// One call of a kernel: a node over a tile.
template <class T>
struct Call {
  Tile tile;
  Attributes attributes;
  const double* constants = nullptr;  ///< the node's own, as many as it was built with; null if there are none
  int inputs = 0;
  Buffer<T> in[max_inputs];
  Buffer<T> out;
  const T* parameter[max_parameters] = {};
  const T* prepared = nullptr;          ///< what `prepare` made of the parameters
  T* scratch = nullptr;                 ///< `scratch(call)` numbers
  const double* coordinates = nullptr;  ///< x [walkers, A, d], read by the op `coordinates` only
  const std::int8_t* labels = nullptr;  ///< [walkers, A, L], read by the op `labels` only
  bool accumulate = false;              ///< `forward` adds to `out`; for ops that can (`OpInfo::adds`)

  // For the pullback: no Laplacian lane. Cotangents are added to `in_bar` where `in_bar[n].data` is not null.
  Buffer<T> out_bar;
  Buffer<T> in_bar[max_inputs];
  T* parameter_bar[max_parameters] = {};
  std::ptrdiff_t parameter_bar_stride = 0;  ///< from a walker to the next; 0 adds all walkers up
};

/// An op's kernels at one precision.
template <class T>
struct Kernels {
  void (*forward)(const Call<T>&) noexcept = nullptr;
  /// Adds the cotangents of the inputs and parameters; seeds on the value lane and on the gradient lanes.
  void (*pullback)(const Call<T>&) noexcept = nullptr;
  /// Fills `prepared` from the parameters whenever these change; null if the op needs none.
  void (*prepare)(const Call<T>&, T* prepared) noexcept = nullptr;
};

/// Kernels of one instruction set.
struct KernelSet {
  Kernels<float> f;
  Kernels<double> d;
};

}  // namespace kato

/// The table of one instruction set, at the end of the kernel half of an op's file:
///     KATO_KERNELS(linear, forward, pullback, nullptr)
/// where the names are templates over the precision.
#define KATO_KERNELS(op, forward, pullback, ...)                                                   \
  extern const KernelSet op##_kernels;                                                             \
  const KernelSet op##_kernels{{forward<float>, pullback<float> __VA_OPT__(, __VA_ARGS__<float>)}, \
                               {forward<double>, pullback<double> __VA_OPT__(, __VA_ARGS__<double>)}};

#if defined(KATO_BASELINE)
#include "op/info.hpp"
#endif
