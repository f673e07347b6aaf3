// SPDX-License-Identifier: Apache-2.0
// y_r = sum_s x^s_r W^s + b, one weight matrix shared by all rows. The inputs s are the parts of a concatenated row,
// each with its block of rows of W [sum_s F_s, N]; an input with one row a walker is multiplied once and broadcast.
#include "linalg/product.hpp"
#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
KATO_INLINE void add_row(T* to, const T* from, int width) noexcept {
#pragma omp simd
  for (int n = 0; n < width; ++n) to[n] += from[n];
}

template <class T>
KATO_INLINE void copy_row(T* to, const T* from, int width) noexcept {
#pragma omp simd
  for (int n = 0; n < width; ++n) to[n] = from[n];
}

// Packed for the forward product first, then its transpose for the pullback: one pair for each input.
template <class T>
struct Weights {
  const T* natural;
  const T* forward;
  const T* backward;
};

template <class T, class F>
KATO_INLINE void for_inputs(const Call<T>& call, F&& f) noexcept {
  const int width = call.out.features;
  const T* natural = call.parameter[0];
  const T* prepared = call.prepared;
  for (int s = 0; s < call.inputs; ++s) {
    const int depth = call.in[s].features;
    const T* backward = prepared + packed_size<T>(depth, width);
    f(s, Weights<T>{natural, prepared, backward});
    natural += static_cast<std::ptrdiff_t>(depth) * width;
    prepared = backward + packed_size<T>(width, depth);
  }
}

template <class T>
void prepare(const Call<T>& call, T* prepared) noexcept {
  const int width = call.out.features;
  for_inputs(call, [&](int s, const Weights<T>& w) {
    const int depth = call.in[s].features;
    pack<T>(depth, width, {w.natural, width, 1}, prepared + (w.forward - call.prepared));
    pack<T>(width, depth, {w.natural, 1, width}, prepared + (w.backward - call.prepared));
  });
}

// out = (or +=) the row of each walker and lane of `pooled`, in every row; the bias joins the value lane on the way.
template <class T>
KATO_INLINE void broadcast_rows(const Call<T>& call, const Buffer<T>& pooled, const T* bias, bool fresh) noexcept {
  const int width = call.out.features;
  for (int w = 0; w < call.tile.walkers; ++w) {
    if (bias != nullptr) add_row(pooled.at(w), bias, width);
    for (int lane = 0; lane < call.out.lanes; ++lane) {
      T* to = call.out.at(w, lane);
      const T* from = lane < pooled.lanes ? pooled.at(w, lane) : nullptr;
      if (from == nullptr && fresh) fill_zero(to, call.out.lane_stride());
      if (from == nullptr) continue;
      for (int r = 0; r < call.out.rows; ++r, to += width) fresh ? copy_row(to, from, width) : add_row(to, from, width);
    }
  }
}

// out += a product with fewer lanes, each where it belongs.
template <class T>
KATO_INLINE void scatter_lanes(const Call<T>& call, const Buffer<T>& narrow) noexcept {
  const int width = call.out.features;
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < call.out.rows; ++r)
      for_lanes(call.tile, narrow, call.out, r, [&](int from_lane, int to_lane) {
        add_row(call.out.at(w, to_lane, r), narrow.at(w, from_lane, r), width);
      });
}

template <class T>
KATO_INLINE Buffer<T> like_input(const Call<T>& call, const Buffer<T>& in, int lanes) noexcept {
  return {call.scratch, in.kind, in.pattern, in.rows, call.out.features, lanes};
}

template <class T>
KATO_INLINE void multiply(const Call<T>& call, const Buffer<T>& in, const T* packed, T* to, bool accumulate) noexcept {
  const int rows = call.tile.walkers * in.lanes * in.rows;
  product<T>(rows, call.out.features, in.features, {in.data, in.features, 1}, packed, 0, to, call.out.features,
             accumulate);
}

// The first layer of most networks: a few coordinates of each row beside one broadcast row that has all lanes. Written
// while it is in the first-level cache, since there is more to store than to compute.
template <class T>
KATO_INLINE bool is_first_layer(const Call<T>& call) noexcept {
  return call.inputs == 2 && call.in[0].rows == call.out.rows && call.in[0].features <= 3 &&
         call.in[1].rows < call.out.rows && same_lanes(call.in[1], call.out);
}

template <class T>
KATO_INLINE void first_layer(const Call<T>& call, const Buffer<T>& pooled) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int width = out.features;
  const T* weights = call.parameter[0];
  for (int w = 0; w < call.tile.walkers; ++w) {
    if (call.parameter[1] != nullptr) add_row(pooled.at(w), call.parameter[1], width);
    for (int lane = 0; lane < out.lanes; ++lane) {
      const T* base = pooled.at(w, lane);
      for (int r = 0; r < out.rows; ++r) copy_row(out.at(w, lane, r), base, width);
    }
    for (int r = 0; r < out.rows; ++r)
      for_lanes(call.tile, in, out, r, [&](int from, int lane) {
        const T* x = in.at(w, from, r);
        T* to = out.at(w, lane, r);
        for (int k = 0; k < in.features; ++k) {
          const T x_k = x[k], *row = weights + static_cast<std::ptrdiff_t>(k) * width;
#pragma omp simd
          for (int n = 0; n < width; ++n) to[n] += x_k * row[n];
        }
      });
  }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const T* bias = call.parameter[1];
  bool fresh = !call.accumulate;  // nothing is in the output that must stay
  if (fresh && is_first_layer(call)) {
    const auto pooled = like_input(call, call.in[1], call.in[1].lanes);
    for_inputs(call, [&](int s, const Weights<T>& weights) {
      if (s == 1) multiply(call, call.in[1], weights.forward, pooled.data, false);
    });
    return first_layer(call, pooled);
  }
  for_inputs(call, [&](int s, const Weights<T>& weights) {  // first what is broadcast: it covers every row
    const auto& in = call.in[s];
    if (in.rows == call.out.rows) return;
    const auto pooled = like_input(call, in, in.lanes);
    multiply(call, in, weights.forward, pooled.data, false);
    broadcast_rows(call, pooled, bias, fresh);
    fresh = false, bias = nullptr;
  });
  for_inputs(call, [&](int s, const Weights<T>& weights) {
    const auto& in = call.in[s];
    if (in.rows != call.out.rows || !same_lanes(in, call.out)) return;
    multiply(call, in, weights.forward, call.out.data, !fresh);
    fresh = false;
  });
  if (fresh) fill_zero(call.out.data, call.tile.walkers * call.out.walker_stride());
  for_inputs(call, [&](int s, const Weights<T>& weights) {
    const auto& in = call.in[s];
    if (in.rows != call.out.rows || same_lanes(in, call.out)) return;
    const auto narrow = like_input(call, in, in.lanes);
    multiply(call, in, weights.forward, narrow.data, false);
    scatter_lanes(call, narrow);
  });
  if (bias == nullptr) return;
  for (int w = 0; w < call.tile.walkers; ++w) {
    for (int r = 0; r < call.out.rows; ++r) add_row(call.out.at(w, 0, r), bias, call.out.features);
  }
}

// The cotangent of x W for one input: summed over rows if the input was broadcast, gathered if it has fewer lanes.
template <class T>
KATO_INLINE Buffer<T> product_bar(const Call<T>& call, const Buffer<T>& in) noexcept {
  const auto& bar = call.out_bar;
  if (in.rows == bar.rows && same_lanes(in, bar)) return bar;
  const auto gathered = like_input(call, in, in.lanes);
  fill_zero(gathered.data, call.tile.walkers * gathered.walker_stride());
  const int width = bar.features;
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < bar.rows; ++r)
      for_lanes(call.tile, gathered, bar, r, [&](int to_lane, int from_lane) {
        add_row(gathered.at(w, to_lane, in.rows == bar.rows ? r : 0), bar.at(w, from_lane, r), width);
      });
  return gathered;
}

// W_bar += x^T (x W)_bar: for the whole tile at once, or for each walker apart.
template <class T>
KATO_INLINE void add_weight_bar(const Call<T>& call, const Buffer<T>& in, const Buffer<T>& bar, T* to) noexcept {
  const int width = bar.features, apart = call.parameter_bar_stride != 0;
  const int count = apart ? call.tile.walkers : 1, rows = (apart ? 1 : call.tile.walkers) * in.lanes * in.rows;
  T* scratch = bar.data == call.scratch ? call.scratch + call.tile.walkers * bar.walker_stride() : call.scratch;
  for (int w = 0; w < count; ++w)
    product_transposed<T>(in.features, width, rows, in.at(w), in.features, bar.at(w), width,
                          to + w * call.parameter_bar_stride, width, scratch);
}

template <class T>
KATO_INLINE void add_bias_bar(const Call<T>& call) noexcept {
  const int width = call.out.features;
  for (int w = 0; w < call.tile.walkers; ++w) {
    T* to = call.parameter_bar[1] + w * call.parameter_bar_stride;
    for (int r = 0; r < call.out_bar.rows; ++r) add_row(to, call.out_bar.at(w, 0, r), width);
  }
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  const int width = call.out.features;
  if (call.parameter_bar[1] != nullptr) add_bias_bar(call);
  for_inputs(call, [&](int s, const Weights<T>& weights) {
    const auto& in = call.in[s];
    if (call.parameter_bar[0] == nullptr && call.in_bar[s].data == nullptr) return;
    const auto bar = product_bar(call, in);
    if (call.parameter_bar[0] != nullptr)
      add_weight_bar(call, in, bar, call.parameter_bar[0] + (weights.natural - call.parameter[0]));
    if (call.in_bar[s].data != nullptr)
      product<T>(call.tile.walkers * in.lanes * in.rows, in.features, width, {bar.data, width, 1}, weights.backward, 0,
                 call.in_bar[s].data, in.features, true);
  });
}

}  // namespace

KATO_KERNELS(linear, forward, pullback, prepare)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(linear)

namespace kato {
namespace {

Shape linear_shape(const NodeQuery& query) {
  Shape out{.rows = Rows::one, .features = query.attributes.count, .pattern = Pattern::none};
  require(out.features > 0, fmt::format("linear: needs at least one output feature, got {}", out.features));
  for (const auto& in : query.in) {
    require(in.rows == Rows::one || out.rows == Rows::one || in.rows == out.rows,
            "linear: the inputs mix rows of particles and of pairs; gather the particles' rows to pairs first");
    if (in.rows != Rows::one) out.rows = in.rows;
    out.pattern = join(out.pattern, in.pattern);
  }
  return out;
}

double linear_flops(const NodeQuery& query, const Shape& out) {
  double sum = 0;
  for (const auto& in : query.in)
    sum += 2.0 * in.features * out.features * Tile{.particles = query.particles}.rows(in.rows);
  return sum;
}

// The product of an input that is not written to the output at once, and a transposed weight matrix after it.
std::size_t linear_scratch(const Tile& tile, const NodeQuery& query, const Shape& out) {
  std::size_t most = 0;
  for (const auto& in : query.in) {
    const std::size_t rows = static_cast<std::size_t>(tile.walkers) * tile.lanes(in.pattern) * tile.rows(in.rows);
    most = std::max(most, (rows + in.features) * out.features);
  }
  return most;
}

std::size_t linear_prepared(const NodeQuery& query, const Shape& out) {
  std::size_t sum = 0;  // at the padding of the narrower precision, which is the larger
  for (const auto& in : query.in)
    sum += portable::packed_size<float>(in.features, out.features) +
           portable::packed_size<float>(out.features, in.features);
  return sum;
}

constexpr AttributeName attributes[] = {{.name = "width", .whole = &Attributes::count}};

std::vector<std::size_t> linear_parameters(const NodeQuery& query, const Shape& out) {
  const auto width = static_cast<std::size_t>(out.features);
  std::size_t depth = 0;
  for (const auto& in : query.in) depth += static_cast<std::size_t>(in.features);
  return {depth * width, width};
}

}  // namespace

const OpInfo linear_op{.name = "linear",
                       .shape = linear_shape,
                       .kernels = KATO_ALL_KERNELS(linear),
                       .flops = linear_flops,
                       .inputs = {1, max_inputs},
                       .attributes = attributes,
                       .parameters = linear_parameters,
                       .optional_parameter = true,
                       .scratch = linear_scratch,
                       .prepared = linear_prepared,
                       .adds = true};

}  // namespace kato
#endif
