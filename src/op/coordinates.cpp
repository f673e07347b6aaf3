// SPDX-License-Identifier: Apache-2.0
// The coordinates themselves, x_i [A, d]: own-particle lanes, the unit matrix as gradient. Rows outside of the tile's
// block of particles get none, which makes the Laplacians of separate blocks add.
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
void forward(const Call<T>& call) noexcept {
  const int d = call.tile.dimensions, rows = call.tile.particles;
  const auto& out = call.out;
  for (int w = 0; w < call.tile.walkers; ++w) {
    const double* x = call.coordinates + static_cast<std::ptrdiff_t>(w) * rows * d;
    T* value = out.at(w);
    for (int n = 0; n < rows * d; ++n) value[n] = static_cast<T>(x[n]);
    if (out.lanes == 1) continue;
    fill_zero(out.at(w, 1), out.walker_stride() - out.lane_stride());
    for (int i = call.tile.first_particle; i < call.tile.first_particle + call.tile.block_particles; ++i)
      for (int c = 0; c < d; ++c) out.at(w, 1 + c, i)[c] = 1;
  }
}

template <class T>
void pullback(const Call<T>&) noexcept {}  // nothing upstream

}  // namespace

KATO_KERNELS(coordinates, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
KATO_DECLARE_KERNELS(coordinates)

namespace kato {
namespace {

Shape coordinates_shape(const NodeQuery& query) {
  return {.rows = Rows::particles, .features = query.dimensions, .pattern = Pattern::particle};
}

double coordinates_flops(const NodeQuery&, const Shape&) { return 0; }

}  // namespace

const OpInfo coordinates_op{.name = "coordinates",
                            .shape = coordinates_shape,
                            .kernels = KATO_ALL_KERNELS(coordinates),
                            .flops = coordinates_flops,
                            .inputs = {0, 0}};

}  // namespace kato
#endif
