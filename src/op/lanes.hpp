// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "op/op.hpp"

// How the lanes of a node with fewer dependencies sit among the lanes of one with more.
namespace kato::KATO_ISA {

/// Whether lane l of `a` is lane l of `b`.
template <class T>
KATO_INLINE bool same_lanes(const Buffer<T>& a, const Buffer<T>& b) noexcept {
  return a.pattern == b.pattern || (a.lanes == 1 && b.lanes == 1);
}

/// Calls f(own lane, lane in `wide`) for every lane of `narrow` that row `row` keeps, in a node of pattern `wide`.
/// Value lane first, then gradients, then the Laplacian.
template <class T, class F>
KATO_INLINE void for_lanes(const Tile& tile, const Buffer<T>& narrow, const Buffer<T>& wide, int row, F&& f) noexcept {
  if (same_lanes(narrow, wide)) {
    for (int lane = 0; lane < narrow.lanes; ++lane) f(lane, lane);
    return;
  }
  f(0, 0);
  if (narrow.lanes == 1) return;
  const int d = tile.dimensions;
  const bool pairs = narrow.pattern == Pattern::pair;
  const int owners[2] = {pairs ? row / tile.particles : row, pairs ? row % tile.particles : row};
  for (int half = 0; half < (pairs ? 2 : 1); ++half) {
    const int particle = owners[half] - tile.first_particle;
    if (particle < 0 || particle >= tile.block_particles) continue;
    if (half == 1 && owners[0] == owners[1]) continue;  // the diagonal keeps its derivatives in the first half
    for (int c = 0; c < d; ++c) f(1 + half * d + c, 1 + particle * d + c);
  }
  if (narrow.lanes == 1 + (pairs ? 2 : 1) * d + 1) f(narrow.lanes - 1, wide.lanes - 1);
}

/// The same for the gradient lanes alone.
template <class T, class F>
KATO_INLINE void for_gradient_lanes(const Tile& tile, const Buffer<T>& narrow, const Buffer<T>& wide, int row,
                                    F&& f) noexcept {
  const int last = 1 + tile.gradients(narrow.pattern);
  for_lanes(tile, narrow, wide, row, [&](int a, int b) {
    if (a > 0 && a < last) f(a, b);
  });
}

template <class T>
KATO_INLINE void fill_zero(T* data, std::ptrdiff_t count) noexcept {
  for (std::ptrdiff_t n = 0; n < count; ++n) data[n] = T(0);
}

}  // namespace kato::KATO_ISA
