// SPDX-License-Identifier: Apache-2.0
// What is known of the particles beside their places, such as their spins, [A, L]: sampled, small integers that come
// with each walker, or, if the node has such, its constants. It depends on no coordinate.
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
void forward(const Call<T>& call) noexcept {
  const auto count = static_cast<std::ptrdiff_t>(call.out.rows) * call.out.features;
  for (int w = 0; w < call.tile.walkers; ++w) {
    T* to = call.out.at(w);
    const std::int8_t* sampled = call.labels + w * count;
    for (std::ptrdiff_t n = 0; n < count; ++n)
      to[n] = call.constants == nullptr ? static_cast<T>(sampled[n]) : static_cast<T>(call.constants[n]);
  }
}

template <class T>
void pullback(const Call<T>&) noexcept {}  // nothing upstream

}  // namespace

KATO_KERNELS(labels, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

KATO_DECLARE_KERNELS(labels)

namespace kato {
namespace {

Shape labels_shape(const NodeQuery& query) {
  const int count = query.attributes.count;
  require(count > 0, fmt::format("labels: needs at least one of each particle, got {}", count));
  const std::size_t numbers = static_cast<std::size_t>(query.particles) * static_cast<std::size_t>(count);
  require(query.constants.empty() || query.constants.size() == numbers,
          fmt::format("labels: {} of each of {} particles are {} constants, got {}", count, query.particles, numbers,
                      query.constants.size()));
  return {.rows = Rows::particles, .features = count, .pattern = Pattern::none};
}

constexpr AttributeName attributes[] = {{.name = "count", .whole = &Attributes::count}};

double labels_flops(const NodeQuery&, const Shape&) { return 0; }

}  // namespace

const OpInfo labels_op{.name = "labels",
                       .shape = labels_shape,
                       .kernels = KATO_ALL_KERNELS(labels),
                       .flops = labels_flops,
                       .inputs = {0, 0},
                       .attributes = attributes};

}  // namespace kato
#endif
