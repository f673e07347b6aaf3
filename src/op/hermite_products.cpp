// SPDX-License-Identifier: Apache-2.0
// y_n = prod_c h_{l_nc}(s_c x_c) over the features c of every row, [R, d] to [R, N]: the orbitals of an oscillator
// without their Gaussian. h_l are Hermite polynomials, normalised such that h_l(u) exp(-u^2/2) are orthonormal:
//     h_l = sqrt(2/l) u h_(l-1) - sqrt((l-1)/l) h_(l-2),   h_l' = sqrt(2 l) h_(l-1).
// With D_c and D_ce the first and second derivatives of a product by the features,
//     y_k = sum_c D_c x_ck,   lap y = sum_c D_c lap x_c + sum_ce D_ce sum_k x_ck x_ek.
// Constants: the scales s [d], then the levels l [N, d].
#include <cmath>

#include "op/lanes.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

constexpr double h_0 = 0.75112554446494248286;  // pi^(-1/4)

// The highest level of any feature.
KATO_INLINE int highest(const double* levels, int count) noexcept {
  double most = 0;
  for (int n = 0; n < count; ++n) most = levels[n] > most ? levels[n] : most;
  return static_cast<int>(most);
}

// What `prepare` leaves: sqrt(2/l), sqrt((l-1)/l) and sqrt(2 l) for l = 0 .. highest, and how many of each.
template <class T>
struct Recursion {
  int width;
  const T *rise, *fall, *slope;
  explicit Recursion(const T* prepared)
      : width(static_cast<int>(prepared[0])), rise(prepared + 1), fall(rise + width), slope(fall + width) {}
};

template <class T>
void prepare(const Call<T>& call, T* prepared) noexcept {
  const int d = call.in[0].features, width = highest(call.constants + d, d * call.attributes.count) + 1;
  prepared[0] = static_cast<T>(width);
  for (int l = 0; l < width; ++l) {
    prepared[1 + l] = l > 0 ? static_cast<T>(std::sqrt(2.0 / l)) : T(0);
    prepared[1 + width + l] = l > 0 ? static_cast<T>(std::sqrt((l - 1.0) / l)) : T(0);
    prepared[1 + 2 * width + l] = static_cast<T>(std::sqrt(2.0 * l));
  }
}

// The polynomials of one row and their derivatives by the features: [order][feature][level], order 0, 1, 2. Of D
// features, or of any number for D = 0: known loops are much faster.
template <int D, class T>
struct RowFactors {
  const Call<T>& call;
  int features;
  Recursion<T> recursion;
  T* table;

  explicit RowFactors(const Call<T>& c)
      : call(c), features(c.in[0].features), recursion(c.prepared), table(c.scratch + features * features) {}

  KATO_INLINE int size() const noexcept { return D > 0 ? D : features; }

  KATO_INLINE T* of(int order, int feature) const noexcept {
    return table + (order * size() + feature) * recursion.width;
  }

  KATO_INLINE void fill(const T* x, bool derivatives) const noexcept {
    const int width = recursion.width, d = size();
    for (int c = 0; c < d; ++c) {
      const T scale = static_cast<T>(call.constants[c]), u = scale * x[c];
      T *h = of(0, c), *first = of(1, c), *second = of(2, c);
      h[0] = static_cast<T>(h_0);
      if (width > 1) h[1] = recursion.rise[1] * u * h[0];
      for (int l = 2; l < width; ++l) h[l] = recursion.rise[l] * u * h[l - 1] - recursion.fall[l] * h[l - 2];
      if (!derivatives) continue;
      first[0] = second[0] = 0;
      for (int l = 1; l < width; ++l) {
        first[l] = scale * recursion.slope[l] * h[l - 1];
        second[l] = scale * recursion.slope[l] * first[l - 1];
      }
    }
  }

  // The derivative of product n by features a and b; by none for -1.
  KATO_INLINE T product(int n, int a, int b) const noexcept {
    const int d = size();
    const double* level = call.constants + d + n * d;
    T y = 1;
    for (int c = 0; c < d; ++c) y *= of((c == a) + (c == b), c)[static_cast<int>(level[c])];
    return y;
  }
};

// sum_k x_ak x_bk of a row, [d, d].
template <class T>
KATO_INLINE void fill_metric(const Call<T>& call, int w, int r, T* metric) noexcept {
  const auto& in = call.in[0];
  const int d = in.features;
  fill_zero(metric, d * d);
  for (int k = 1; k <= call.tile.gradients(in.pattern); ++k) {
    const T* x_k = in.at(w, k, r);
    for (int a = 0; a < d; ++a)
      for (int b = 0; b < d; ++b) metric[a * d + b] += x_k[a] * x_k[b];
  }
}

template <int D, class T>
KATO_INLINE void derivatives(const RowFactors<D, T>& row, int w, int r) noexcept {
  const auto& call = row.call;
  const auto &in = call.in[0], &out = call.out;
  const int gradients = call.tile.gradients(in.pattern), d = row.size(), last = out.lanes - 1;
  const std::ptrdiff_t in_stride = in.lane_stride(), out_stride = out.lane_stride();
  const T *x = in.at(w, 0, r), *metric = call.scratch;
  if (call.tile.laplacian) fill_metric(call, w, r, call.scratch);
  for (int n = 0; n < out.features; ++n) {
    T* y = out.at(w, 0, r) + n;
    for (int k = 1; k < out.lanes; ++k) y[k * out_stride] = 0;
    for (int a = 0; a < d; ++a) {
      const T slope = row.product(n, a, -1);
      for (int k = 1; k <= gradients; ++k) y[k * out_stride] += slope * x[k * in_stride + a];
      if (!call.tile.laplacian) continue;
      T sum = slope * x[last * in_stride + a];
      for (int b = 0; b < d; ++b)
        if (metric[a * d + b] != 0) sum += metric[a * d + b] * row.product(n, a, b);
      y[last * out_stride] += sum;
    }
  }
}

template <int D, class T>
KATO_INLINE void all_rows(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const RowFactors<D, T> row(call);
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < in.rows; ++r) {
      row.fill(in.at(w, 0, r), in.lanes > 1);
      T* y = out.at(w, 0, r);
      for (int n = 0; n < out.features; ++n) y[n] = row.product(n, -1, -1);
      if (in.lanes > 1) derivatives(row, w, r);
    }
}

template <class T>
void forward(const Call<T>& call) noexcept {
  switch (call.in[0].features) {
    case 1: return all_rows<1>(call);
    case 2: return all_rows<2>(call);
    case 3: return all_rows<3>(call);
    default: return all_rows<0>(call);
  }
}

// x_c_bar += sum_n D_c y_bar + sum_k sum_e D_ce x_ek y_k_bar,   x_ck_bar += sum_n D_c y_k_bar.
template <class T>
void pullback(const Call<T>& call) noexcept {
  const auto &in = call.in[0], &bar = call.in_bar[0], &seed = call.out_bar;
  if (bar.data == nullptr) return;
  const int gradients = call.tile.gradients(in.pattern), d = in.features;
  const RowFactors<0, T> row(call);
  for (int w = 0; w < call.tile.walkers; ++w)
    for (int r = 0; r < in.rows; ++r) {
      row.fill(in.at(w, 0, r), true);
      for (int n = 0; n < call.out.features; ++n)
        for (int a = 0; a < d; ++a) {
          const T slope = row.product(n, a, -1);
          T sum = slope * seed.at(w, 0, r)[n];
          for (int k = 1; k <= gradients; ++k) bar.at(w, k, r)[a] += slope * seed.at(w, k, r)[n];
          for (int b = 0; b < d && gradients > 0; ++b) {
            const T curvature = row.product(n, a, b);
            for (int k = 1; k <= gradients; ++k) sum += curvature * in.at(w, k, r)[b] * seed.at(w, k, r)[n];
          }
          bar.at(w, 0, r)[a] += sum;
        }
    }
}

}  // namespace

KATO_KERNELS(hermite_products, forward, pullback, prepare)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"

KATO_DECLARE_KERNELS(hermite_products)

namespace kato {
namespace {

constexpr int most_quanta = 4096;

std::size_t levels_of(const NodeQuery& query) {
  const auto levels = query.constants.subspan(static_cast<std::size_t>(query.in[0].features));
  return static_cast<std::size_t>(*std::ranges::max_element(levels)) + 1;
}

Shape hermite_products_shape(const NodeQuery& query) {
  const Shape& in = query.in[0];
  const auto d = static_cast<std::size_t>(in.features), count = static_cast<std::size_t>(query.attributes.count);
  require(query.attributes.count > 0, "hermite_products: has no levels; give one at least");
  require(query.constants.size() == d * (count + 1),
          fmt::format("hermite_products: {} constants do not fit {} features and {} levels; give a scale for each "
                      "feature and its quantum number in each level",
                      query.constants.size(), d, count));
  for (const double level : query.constants.subspan(d))
    require(level >= 0 && level == std::floor(level) && level <= most_quanta,
            fmt::format("hermite_products: {} is no quantum number; they are whole, not negative and at most {}", level,
                        most_quanta));
  return {.rows = in.rows, .features = query.attributes.count, .pattern = in.pattern};
}

double hermite_products_flops(const NodeQuery& query, const Shape& out) {
  const double row = query.in[0].features * (4.0 * static_cast<double>(levels_of(query)) + out.features);
  return row * Tile{.particles = query.particles}.rows(out.rows);
}

std::size_t hermite_products_scratch(const Tile&, const NodeQuery& query, const Shape&) {
  const auto d = static_cast<std::size_t>(query.in[0].features);
  return d * d + 3 * d * levels_of(query);
}

std::size_t hermite_products_prepared(const NodeQuery& query, const Shape&) { return 1 + 3 * levels_of(query); }

constexpr AttributeName attributes[] = {{.name = "levels", .whole = &Attributes::count}};

}  // namespace

const OpInfo hermite_products_op{.name = "hermite_products",
                                 .shape = hermite_products_shape,
                                 .kernels = KATO_ALL_KERNELS(hermite_products),
                                 .flops = hermite_products_flops,
                                 .attributes = attributes,
                                 .scratch = hermite_products_scratch,
                                 .prepared = hermite_products_prepared};

}  // namespace kato
#endif
