// SPDX-License-Identifier: Apache-2.0
#include "exact/busch.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "exact/finite_coupling.hpp"

namespace kato::exact {
namespace {

struct LogRatio {
  double value, derivative;
};

// ln(Gamma(x + 1/2)/Gamma(x)), x > 0: Stirling's series in 1/(x - 1/4) after steps to x > 25, where the first term left
// out is below 1e-13.
LogRatio log_gamma_ratio(double x) {
  LogRatio ratio{0, 0};
  for (; x < 25; x += 1) {
    ratio.value -= std::log1p(0.5 / x);
    ratio.derivative += 0.5 / (x * (x + 0.5));
  }
  const double z = x - 0.25, s = 1 / (z * z);
  ratio.value += 0.5 * std::log(z) + s * (1.0 / 64 + s * (-5.0 / 2048 + s * 61.0 / 49152));
  ratio.derivative += (0.5 - s * (2.0 / 64 + s * (-20.0 / 2048 + s * 6 * 61.0 / 49152))) / z;
  return ratio;
}

double coupling_of(double nu) { return std::numbers::sqrt2 * nu * std::exp(-log_gamma_ratio(0.5 * (1 - nu)).value); }

// D_nu(t) up to a factor that depends on nu alone, for nu < 1, where its integral over positive terms converges fast:
//     e^(t^2/4) D_nu(t) ~ integral over s of (t^2 + 1 - nu + t e^s) exp((2 - nu) s - e^(2 s)/2 - t e^s).
// From D_nu = t D_(nu-1) + (1 - nu) D_(nu-2), twice, and DLMF 12.5.1 with e^s for its variable.
double parabolic_cylinder(double nu, double t) {
  const double power = 2 - nu, peak = 0.5 * std::log(power), step = 0.2 / std::sqrt(power);
  const double height = power * peak - 0.5 * power;  // of the exponent at t = 0
  double sum = 0;
  for (double s = peak - 8 - 40 / power; s < peak + 3; s += step) {
    const double u = std::exp(s);
    sum += (t * t + 1 - nu + t * u) * std::exp(power * s - 0.5 * u * u - t * u - height);
  }
  return std::exp(-0.25 * t * t) * step * sum;
}

}  // namespace

Busch::Busch(double g) {
  require_finite_coupling(g);
  double low = g < 0 ? -0.25 * g * g - 1 : 0, high = g < 0 ? 0 : 1;  // coupling_of(low) <= g <= coupling_of(high)
  for (;;) {
    nu_ = 0.5 * (low + high);
    if (nu_ <= low || nu_ >= high || g == 0) break;
    (coupling_of(nu_) < g ? low : high) = nu_;
  }
  if (g == 0) nu_ = 0;
  const auto ratio = log_gamma_ratio(0.5 * (1 - nu_));
  slope_ = std::exp(ratio.value) / (std::numbers::sqrt2 * (1 + 0.5 * nu_ * ratio.derivative));
  // Hellmann and Feynman fix the norm: slope = psi(0)^2/sqrt(2).
  at_contact_over_integral_ = std::sqrt(std::numbers::sqrt2 * slope_) / parabolic_cylinder(nu_, 0);
}

double Busch::relative_wave_function(double r) const {
  return at_contact_over_integral_ * parabolic_cylinder(nu_, std::numbers::sqrt2 * std::abs(r));
}

PairSum pair_sum(int first, double nu) {
  constexpr int last = 4000;  // the last n that is added by itself
  PairSum sum;
  double v = 1 / std::sqrt(2 * std::numbers::pi);
  for (int n = 0; n <= std::max(last, first); n += 2) {
    if (n > 0) v *= (n - 1.0) / n;
    if (n < first) continue;
    sum.value += v / (n - nu);
    sum.derivative += v / ((n - nu) * (n - nu));
  }
  // The others by an integral over h = n/2 + 1/4 with v_n = 1/(pi sqrt(2 h)); its first correction is from the midpoint
  // rule (Euler and Maclaurin) and the next term of v_n.
  const double start = 0.5 * std::max(last, first) + 0.75, c = 0.5 * nu + 0.25, root = std::sqrt(std::abs(c) / start);
  const double mean = c == 0 ? 1 : (c > 0 ? std::atanh(root) : std::atan(root)) / root;
  const double first_correction = -11 / (320 * start * start);
  sum.value += mean / (std::numbers::pi * std::numbers::sqrt2 * std::sqrt(start)) * (1 + first_correction);
  sum.derivative += 1 / (6 * std::numbers::pi * std::numbers::sqrt2 * std::pow(start, 1.5));
  return sum;
}

}  // namespace kato::exact
