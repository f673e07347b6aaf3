// SPDX-License-Identifier: Apache-2.0
// ln e_j = -w_j^2 s for a single feature s that grows with the distance: s = |x|^2 for Gaussian envelopes,
// sqrt(1 + |x|^2) for exponential ones. One width w_j an orbital.
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
void forward(const Call<T>& call) noexcept {
  const int orbitals = call.out.features;
  const T* width = call.parameter[0];
  const T* s = call.in[0].data;
  T* y = call.out.data;
  const std::ptrdiff_t rows = call.tile.walkers * call.in[0].walker_stride();
  for (std::ptrdiff_t r = 0; r < rows; ++r, y += orbitals)
    for (int j = 0; j < orbitals; ++j) y[j] = -(width[j] * width[j]) * s[r];
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const int orbitals = call.out.features;
  const T* width = call.parameter[0];
  const auto& in = call.in[0];
  for (int w = 0; w < call.tile.walkers; ++w) {
    T* width_bar = call.parameter_bar[0] ? call.parameter_bar[0] + w * call.parameter_bar_stride : nullptr;
    const T *s = in.at(w), *y_bar = call.out_bar.at(w);
    T* s_bar = call.in_bar[0].data ? call.in_bar[0].at(w) : nullptr;
    for (std::ptrdiff_t r = 0; r < in.walker_stride(); ++r, y_bar += orbitals)
      for (int j = 0; j < orbitals; ++j) {
        if (width_bar) width_bar[j] += -2 * width[j] * s[r] * y_bar[j];
        if (s_bar) s_bar[r] += -(width[j] * width[j]) * y_bar[j];
      }
  }
}

}  // namespace

KATO_KERNELS(envelope, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(envelope)

namespace kato {
namespace {

Shape envelope_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  require(in.features == 1,
          fmt::format("envelope: needs one feature a row, got {}; sum the squares first", in.features));
  return {.rows = in.rows, .features = feature_count("envelope", query.attributes.count), .pattern = in.pattern};
}

double envelope_flops(const NodeQuery& query, const Shape& out) {
  return 1.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr AttributeName attributes[] = {{.name = "count", .whole = &Attributes::count}};

std::vector<std::size_t> envelope_parameters(const NodeQuery&, const Shape& out) {
  return {static_cast<std::size_t>(out.features)};
}

}  // namespace

const OpInfo envelope_op{.name = "envelope",
                         .shape = envelope_shape,
                         .kernels = KATO_ALL_KERNELS(envelope),
                         .flops = envelope_flops,
                         .attributes = attributes,
                         .parameters = envelope_parameters};

}  // namespace kato
#endif
