// SPDX-License-Identifier: Apache-2.0
// The elementary functions of linalg/math.hpp, through the op `pointwise` of every instruction set.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "op/info.hpp"
#include "op/ops.hpp"

namespace kato {
namespace {

template <class T>
std::vector<T> apply(Isa isa, Pointwise function, std::vector<T> x) {
  std::vector<T> y(x.size());
  Call<T> call;
  call.tile = {.walkers = 1, .particles = 1, .dimensions = 1};
  call.attributes.kind = static_cast<int>(function);
  call.attributes.a = 1;
  call.inputs = 1;
  call.in[0] = {.data = x.data(),
                .kind = Rows::one,
                .pattern = Pattern::none,
                .rows = 1,
                .features = static_cast<int>(x.size()),
                .lanes = 1};
  call.out = call.in[0];
  call.out.data = y.data();
  pointwise_op.at<T>(isa).forward(call);
  return y;
}

template <class F>
void on_each_isa(F&& f) {
  for (const Isa isa : usable_isas()) {
    {
      SCOPED_TRACE(std::string(name(isa)) + " double");
      f(isa, double{});
    }
    SCOPED_TRACE(std::string(name(isa)) + " float");
    f(isa, float{});
  }
}

// |got - expected| in units of the last place of the expected number.
template <class T>
double ulps(T got, long double expected) {
  const T near = static_cast<T>(expected);
  if (got == near) return 0;
  int exponent;
  std::frexp(near, &exponent);
  const long double unit = std::max(std::ldexp(1.0L, exponent - std::numeric_limits<T>::digits),
                                    static_cast<long double>(std::numeric_limits<T>::denorm_min()));
  return static_cast<double>(std::abs(got - expected) / unit);
}

template <class T>
std::vector<T> grid(T low, T high, int count) {
  std::vector<T> x;
  for (int n = 0; n < count; ++n)
    x.push_back(low + (high - low) * (static_cast<T>(n) + T(0.37)) / static_cast<T>(count));
  return x;
}

// Numbers of every size and of both signs where wanted.
template <class T>
std::vector<T> sizes(bool negative) {
  std::vector<T> x;
  for (int e = std::numeric_limits<T>::min_exponent; e < std::numeric_limits<T>::max_exponent; e += 1)
    for (const T m : {T(1), T(1.1), T(1.41421356), T(1.41421357), T(1.7), T(1.99999988)})
      for (const T sign : {T(1), T(-1)})
        if (sign > 0 || negative) x.push_back(sign * std::ldexp(m, e));
  return x;
}

template <class T, class Reference>
double worst(Isa isa, Pointwise function, const std::vector<T>& x, Reference reference) {
  const auto y = apply<T>(isa, function, x);
  double most = 0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double error = ulps<T>(y[n], reference(static_cast<long double>(x[n])));
    EXPECT_FALSE(std::isnan(error)) << "at " << x[n] << ": " << y[n];
    most = std::max(most, error);
  }
  return most;
}

TEST(Math, exp_errs_by_few_units_in_the_last_place) {
  on_each_isa([]<class T>(Isa isa, T) {
    const T low = sizeof(T) == 8 ? T(-708) : T(-87), high = sizeof(T) == 8 ? T(709.7) : T(88.7);
    const auto exact = [](long double x) { return std::exp(x); };
    EXPECT_LE(worst<T>(isa, Pointwise::exp, grid<T>(low, high, 100000), exact), 2);
    EXPECT_LE(worst<T>(isa, Pointwise::exp, grid<T>(-1, 1, 100000), exact), 2);
  });
}

TEST(Math, exp_underflows_gradually) {
  on_each_isa([]<class T>(Isa isa, T) {
    const T low = sizeof(T) == 8 ? T(-745) : T(-103), high = sizeof(T) == 8 ? T(-708.4) : T(-87.4);
    const auto exact = [](long double x) { return std::exp(x); };
    EXPECT_LE(worst<T>(isa, Pointwise::exp, grid<T>(low, high, 10000), exact), 2);
  });
}

TEST(Math, tanh_errs_by_few_units_in_the_last_place_at_any_size) {
  on_each_isa([]<class T>(Isa isa, T) {
    const auto exact = [](long double x) { return std::tanh(x); };
    EXPECT_LE(worst<T>(isa, Pointwise::tanh, grid<T>(-25, 25, 100000), exact), 4);
    EXPECT_LE(worst<T>(isa, Pointwise::tanh, grid<T>(-1, 1, 100000), exact), 4);
    EXPECT_LE(worst<T>(isa, Pointwise::tanh, sizes<T>(true), exact), 4);
  });
}

TEST(Math, log_errs_by_few_units_in_the_last_place_at_any_size) {
  on_each_isa([]<class T>(Isa isa, T) {
    const auto exact = [](long double x) { return std::log(x); };
    EXPECT_LE(worst<T>(isa, Pointwise::log, grid<T>(0, 4, 100000), exact), 2);
    EXPECT_LE(worst<T>(isa, Pointwise::log, grid<T>(T(0.99), T(1.01), 100000), exact), 2);
    EXPECT_LE(worst<T>(isa, Pointwise::log, sizes<T>(false), exact), 2);
  });
}

TEST(Math, gelu_errs_by_few_units_in_the_last_place_but_far_below_zero_where_it_vanishes) {
  on_each_isa([]<class T>(Isa isa, T) {
    const auto exact = [](long double x) { return 0.5L * x * std::erfc(-x / std::sqrt(2.0L)); };
    EXPECT_LE(worst<T>(isa, Pointwise::gelu, grid<T>(-1, 50, 100000), exact), 4);
    EXPECT_LE(worst<T>(isa, Pointwise::gelu, grid<T>(-10, -1, 100000), exact), 100);
  });
}

TEST(Math, special_values_come_out_as_the_standard_says) {
  on_each_isa([]<class T>(Isa isa, T) {
    using Limits = std::numeric_limits<T>;
    const T inf = Limits::infinity(), nan = Limits::quiet_NaN(), tiny = Limits::denorm_min();
    // Twenty of each, so that vector and remainder loops see them.
    const auto one = [&](Pointwise function, T x) {
      const auto y = apply<T>(isa, function, std::vector<T>(21, x));
      for (const T other : y) EXPECT_TRUE(other == y[0] || (std::isnan(other) && std::isnan(y[0])));
      return y[0];
    };
    for (const Pointwise function :
         {Pointwise::exp, Pointwise::log, Pointwise::tanh, Pointwise::sigmoid, Pointwise::celu, Pointwise::silu,
          Pointwise::gelu, Pointwise::softplus, Pointwise::sin, Pointwise::cos, Pointwise::square, Pointwise::sqrt,
          Pointwise::reciprocal})
      EXPECT_TRUE(std::isnan(one(function, nan))) << "function " << static_cast<int>(function);
    EXPECT_EQ(one(Pointwise::exp, 0), 1);
    EXPECT_EQ(one(Pointwise::exp, -T(0)), 1);
    EXPECT_EQ(one(Pointwise::exp, inf), inf);
    EXPECT_EQ(one(Pointwise::exp, -inf), 0);
    EXPECT_EQ(one(Pointwise::exp, 1000), inf);
    EXPECT_EQ(one(Pointwise::exp, -1000), 0);
    EXPECT_EQ(one(Pointwise::tanh, inf), 1);
    EXPECT_EQ(one(Pointwise::tanh, -inf), -1);
    EXPECT_EQ(one(Pointwise::tanh, tiny), tiny);
    EXPECT_EQ(one(Pointwise::tanh, -T(0)), 0);
    EXPECT_EQ(one(Pointwise::log, 0), -inf);
    EXPECT_EQ(one(Pointwise::log, -T(0)), -inf);
    EXPECT_EQ(one(Pointwise::log, inf), inf);
    EXPECT_EQ(one(Pointwise::log, 1), 0);
    EXPECT_TRUE(std::isnan(one(Pointwise::log, -1)));
    EXPECT_TRUE(std::isnan(one(Pointwise::log, -inf)));
    EXPECT_LE(ulps<T>(one(Pointwise::log, tiny), std::log(static_cast<long double>(tiny))), 2);
    EXPECT_LE(ulps<T>(one(Pointwise::log, 5 * tiny), std::log(5 * static_cast<long double>(tiny))), 2);
    EXPECT_EQ(one(Pointwise::softplus, 1000), 1000);
    EXPECT_EQ(one(Pointwise::softplus, -1000), 0);
    EXPECT_EQ(one(Pointwise::sigmoid, inf), 1);
    EXPECT_EQ(one(Pointwise::sigmoid, -inf), 0);
  });
}

TEST(Math, a_number_gives_the_same_at_every_place_of_a_loop) {
  on_each_isa([]<class T>(Isa isa, T) {
    for (const Pointwise function :
         {Pointwise::exp, Pointwise::log, Pointwise::tanh, Pointwise::gelu, Pointwise::softplus})
      for (const T x : {T(0.1), T(0.7), T(3.3)}) {
        const auto y = apply<T>(isa, function, std::vector<T>(45, x));
        for (const T other : y) EXPECT_EQ(other, y[0]);
      }
  });
}

}  // namespace
}  // namespace kato
