// SPDX-License-Identifier: Apache-2.0
// y = f(x) for every number: y_k = f' x_k, lap y = f' lap x + f'' sum_k x_k^2.
// To add a function: a struct with the value and its first two derivatives, a line in `Pointwise` and one in `choose`.
#include "linalg/math.hpp"
#include "linalg/normal.hpp"
#include "op/op.hpp"
#include "op/ops.hpp"

namespace kato::KATO_ISA {
namespace {

// Each function by its value y, and f' and f'' from x and y.
struct Tanh {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return tanh_of(x);
  }
  template <class T>
  static KATO_INLINE T first(T, T y, T, T) {
    return 1 - y * y;
  }
  template <class T>
  static KATO_INLINE T second(T, T y, T, T) {
    return -2 * y * (1 - y * y);
  }
};
struct Sigmoid {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return T(0.5) + T(0.5) * tanh_of(T(0.5) * x);
  }
  template <class T>
  static KATO_INLINE T first(T, T y, T, T) {
    return y * (1 - y);
  }
  template <class T>
  static KATO_INLINE T second(T, T y, T, T) {
    return y * (1 - y) * (1 - 2 * y);
  }
};
struct Celu {  // x for x > 0, a (e^(x/a) - 1) otherwise
  template <class T>
  static KATO_INLINE T value(T x, T a, T) {
    return x > 0 ? x : a * (exp_of(x > 0 ? T(0) : x / a) - 1);
  }
  template <class T>
  static KATO_INLINE T first(T x, T y, T a, T) {
    return x > 0 ? T(1) : y / a + 1;
  }
  template <class T>
  static KATO_INLINE T second(T x, T y, T a, T) {
    return x > 0 ? T(0) : (y / a + 1) / a;
  }
};
struct Silu {  // x sigmoid(x)
  template <class T>
  static KATO_INLINE T gate(T x) {
    return Sigmoid::value(x, T(0), T(0));
  }
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return x * gate(x);
  }
  template <class T>
  static KATO_INLINE T first(T x, T y, T, T) {
    const T s = gate(x);
    return s + y * (1 - s);
  }
  template <class T>
  static KATO_INLINE T second(T x, T, T, T) {
    const T s = gate(x), slope = s * (1 - s);
    return slope * (2 + x * (1 - 2 * s));
  }
};
struct Gelu {  // x Phi(x), Phi the normal distribution function
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return x * normal_of(x).below;
  }
  template <class T>
  static KATO_INLINE T first(T x, T, T, T) {
    const auto normal = normal_of(x);
    return normal.below + x * normal.density;
  }
  template <class T>
  static KATO_INLINE T second(T x, T, T, T) {
    return normal_of(x).density * (2 - x * x);
  }
};
struct Softplus {  // ln(1 + e^x), by the larger of x and 0
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    const T positive = x > 0 ? x : T(0), e = exp_of(x > 0 ? -x : x), u = 1 + e;
    return positive + (u == 1 ? e : log_of(u) * e / (u - 1));  // Kahan's form of ln(1 + e)
  }
  template <class T>
  static KATO_INLINE T first(T x, T, T, T) {
    return Sigmoid::value(x, T(0), T(0));
  }
  template <class T>
  static KATO_INLINE T second(T x, T, T, T) {
    const T s = Sigmoid::value(x, T(0), T(0));
    return s * (1 - s);
  }
};
struct Exp {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return exp_of(x);
  }
  template <class T>
  static KATO_INLINE T first(T, T y, T, T) {
    return y;
  }
  template <class T>
  static KATO_INLINE T second(T, T y, T, T) {
    return y;
  }
};
struct Log {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return log_of(x);
  }
  template <class T>
  static KATO_INLINE T first(T x, T, T, T) {
    return 1 / x;
  }
  template <class T>
  static KATO_INLINE T second(T x, T, T, T) {
    return -1 / (x * x);
  }
};
struct Sin {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return std::sin(x);
  }
  template <class T>
  static KATO_INLINE T first(T x, T, T, T) {
    return std::cos(x);
  }
  template <class T>
  static KATO_INLINE T second(T, T y, T, T) {
    return -y;
  }
};
struct Cos {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return std::cos(x);
  }
  template <class T>
  static KATO_INLINE T first(T x, T, T, T) {
    return -std::sin(x);
  }
  template <class T>
  static KATO_INLINE T second(T, T y, T, T) {
    return -y;
  }
};
struct Square {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return x * x;
  }
  template <class T>
  static KATO_INLINE T first(T x, T, T, T) {
    return 2 * x;
  }
  template <class T>
  static KATO_INLINE T second(T, T, T, T) {
    return 2;
  }
};
struct Sqrt {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return std::sqrt(x);
  }
  template <class T>
  static KATO_INLINE T first(T, T y, T, T) {
    return T(0.5) / y;
  }
  template <class T>
  static KATO_INLINE T second(T x, T y, T, T) {
    return T(-0.25) / (x * y);
  }
};
struct Reciprocal {
  template <class T>
  static KATO_INLINE T value(T x, T, T) {
    return 1 / x;
  }
  template <class T>
  static KATO_INLINE T first(T, T y, T, T) {
    return -y * y;
  }
  template <class T>
  static KATO_INLINE T second(T, T y, T, T) {
    return 2 * y * y * y;
  }
};
struct Power {  // x^p; a whole p takes any x, another p needs x > 0
  template <class T>
  static KATO_INLINE T value(T x, T p, T) {
    return std::pow(x, p);
  }
  template <class T>
  static KATO_INLINE T first(T x, T, T p, T) {
    return p * std::pow(x, p - 1);
  }
  template <class T>
  static KATO_INLINE T second(T x, T, T p, T) {
    return p == 1 ? T(0) : p * (p - 1) * std::pow(x, p - 2);
  }
};
struct Affine {  // a x + b
  template <class T>
  static KATO_INLINE T value(T x, T a, T b) {
    return a * x + b;
  }
  template <class T>
  static KATO_INLINE T first(T, T, T a, T) {
    return a;
  }
  template <class T>
  static KATO_INLINE T second(T, T, T, T) {
    return 0;
  }
};

template <class T, class F>
KATO_INLINE void choose(Pointwise kind, F&& f) noexcept {
  switch (kind) {
    case Pointwise::tanh: return f(Tanh{});
    case Pointwise::sigmoid: return f(Sigmoid{});
    case Pointwise::celu: return f(Celu{});
    case Pointwise::silu: return f(Silu{});
    case Pointwise::gelu: return f(Gelu{});
    case Pointwise::softplus: return f(Softplus{});
    case Pointwise::exp: return f(Exp{});
    case Pointwise::log: return f(Log{});
    case Pointwise::sin: return f(Sin{});
    case Pointwise::cos: return f(Cos{});
    case Pointwise::square: return f(Square{});
    case Pointwise::sqrt: return f(Sqrt{});
    case Pointwise::reciprocal: return f(Reciprocal{});
    case Pointwise::power: return f(Power{});
    case Pointwise::affine: return f(Affine{});
  }
}

// A lane is worked off in strips that stay in the first-level cache with their derivatives.
constexpr int strip = 256;

template <class F, class T>
KATO_INLINE void value_lane(const T* x, T* y, std::ptrdiff_t count, T a, T b) noexcept {
#pragma omp simd
  for (std::ptrdiff_t n = 0; n < count; ++n) y[n] = F::value(x[n], a, b);
}

template <class F, class T>
KATO_INLINE void derivative_lanes(const Call<T>& call, int walker, std::ptrdiff_t start, int count, T a, T b) noexcept {
  const auto &in = call.in[0], &out = call.out;
  const int gradients = call.tile.gradients(in.pattern);
  alignas(64) T slope[strip], curvature[strip], square[strip];
  {
    const T* x = in.at(walker) + start;
    T* y = out.at(walker) + start;
#pragma omp simd
    for (int n = 0; n < count; ++n) {
      const T argument = x[n], value = F::value(argument, a, b);
      slope[n] = F::first(argument, value, a, b);
      curvature[n] = F::second(argument, value, a, b);
      square[n] = 0;
      y[n] = value;
    }
  }
  for (int k = 1; k <= gradients; ++k) {
    const T* x = in.at(walker, k) + start;
    T* y = out.at(walker, k) + start;
#pragma omp simd
    for (int n = 0; n < count; ++n) {
      const T derivative = x[n];
      square[n] += derivative * derivative;
      y[n] = slope[n] * derivative;
    }
  }
  if (!call.tile.laplacian) return;
  const T* x = in.at(walker, in.lanes - 1) + start;
  T* y = out.at(walker, in.lanes - 1) + start;
#pragma omp simd
  for (int n = 0; n < count; ++n) y[n] = slope[n] * x[n] + curvature[n] * square[n];
}

template <class T>
void forward(const Call<T>& call) noexcept {
  const T a = static_cast<T>(call.attributes.a), b = static_cast<T>(call.attributes.b);
  const auto& in = call.in[0];
  choose<T>(static_cast<Pointwise>(call.attributes.kind), [&]<class F>(F) {
    if (in.lanes == 1) return value_lane<F>(in.data, call.out.data, call.tile.walkers * in.walker_stride(), a, b);
    for (int w = 0; w < call.tile.walkers; ++w)
      for (std::ptrdiff_t start = 0; start < in.lane_stride(); start += strip) {
        const std::ptrdiff_t left = in.lane_stride() - start;
        derivative_lanes<F>(call, w, start, static_cast<int>(left < strip ? left : strip), a, b);
      }
  });
}

// x_bar += f' y_bar + f'' sum_k x_k y_k_bar, x_k_bar += f' y_k_bar.
template <class F, class T>
KATO_INLINE void lanes_bar(const Call<T>& call, int w, std::ptrdiff_t start, int count, T a, T b) noexcept {
  const auto& in = call.in[0];
  const int gradients = call.tile.gradients(in.pattern);
  alignas(64) T slope[strip], along[strip];
  const T *x = in.at(w) + start, *y = call.out.at(w) + start, *y_bar = call.out_bar.at(w) + start;
  T* x_bar = call.in_bar[0].at(w) + start;
#pragma omp simd
  for (int n = 0; n < count; ++n) slope[n] = F::first(x[n], y[n], a, b), along[n] = 0;
  for (int k = 1; k <= gradients; ++k) {
    const T *x_k = in.at(w, k) + start, *y_k_bar = call.out_bar.at(w, k) + start;
    T* x_k_bar = call.in_bar[0].at(w, k) + start;
#pragma omp simd
    for (int n = 0; n < count; ++n) {
      along[n] += x_k[n] * y_k_bar[n];
      x_k_bar[n] += slope[n] * y_k_bar[n];
    }
  }
#pragma omp simd
  for (int n = 0; n < count; ++n)
    x_bar[n] += slope[n] * y_bar[n] + (gradients > 0 ? F::second(x[n], y[n], a, b) * along[n] : T(0));
}

template <class T>
void pullback(const Call<T>& call) noexcept {
  if (call.in_bar[0].data == nullptr) return;
  const T a = static_cast<T>(call.attributes.a), b = static_cast<T>(call.attributes.b);
  const auto& in = call.in[0];
  choose<T>(static_cast<Pointwise>(call.attributes.kind), [&]<class F>(F) {
    for (int w = 0; w < call.tile.walkers; ++w)
      for (std::ptrdiff_t start = 0; start < in.lane_stride(); start += strip) {
        const std::ptrdiff_t left = in.lane_stride() - start;
        lanes_bar<F>(call, w, start, static_cast<int>(left < strip ? left : strip), a, b);
      }
  });
}

}  // namespace

KATO_KERNELS(pointwise, forward, pullback)

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
KATO_DECLARE_KERNELS(pointwise)

namespace kato {
namespace {

Shape pointwise_shape(const NodeQuery& query) { return query.in[0]; }

double pointwise_flops(const NodeQuery& query, const Shape& out) {
  return 20.0 * out.features * Tile{.particles = query.particles}.rows(out.rows);
}

constexpr const char* functions[] = {"tanh", "sigmoid", "celu",   "silu", "gelu",       "softplus", "exp",  "log",
                                     "sin",  "cos",     "square", "sqrt", "reciprocal", "power",    "scale"};
constexpr AttributeName attributes[] = {{.name = "function", .whole = &Attributes::kind, .words = functions},
                                        {.name = "a", .real = &Attributes::a},
                                        {.name = "b", .real = &Attributes::b}};

}  // namespace

const OpInfo pointwise_op{.name = "pointwise",
                          .shape = pointwise_shape,
                          .kernels = KATO_ALL_KERNELS(pointwise),
                          .flops = pointwise_flops,
                          .attributes = attributes,
                          .in_place = true};

}  // namespace kato
#endif
