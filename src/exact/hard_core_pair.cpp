// SPDX-License-Identifier: Apache-2.0
#include "exact/hard_core_pair.hpp"

#include <algorithm>
#include <cmath>

namespace kato::exact {
namespace {

// In units of 1/sqrt(omega): u'' = (b/r^2 + r^2/4 - E) u from r = a on, in so many steps.
struct Radial {
  double a, b;
  int steps;

  // Whether u comes back to zero. Numerov: (1 - h^2 k_(n+1)/12) u_(n+1) = 2 (1 + 5 h^2 k_n/12) u_n - (1 - h^2
  // k_(n-1)/12) u_(n-1) for u'' = k u.
  bool has_node(double energy) const {
    const double h = 14.0 / steps;
    const auto weight = [&](int n) {
      const double r = a + n * h;
      return h * h / 12 * (b / (r * r) + 0.25 * r * r - energy);
    };
    double before = 0, now = h;
    for (int n = 1; n < steps; ++n) {
      const double next = (2 * (1 + 5 * weight(n)) * now - (1 - weight(n - 1)) * before) / (1 - weight(n + 1));
      if (next <= 0) return true;
      if (next > 1e10 * now) return false;
      before = now;
      now = next;
    }
    return false;
  }

  double energy() const {
    double low = 0, high = 1;
    while (!has_node(high)) low = high, high *= 2;
    while (high - low > 1e-13 * high) {
      const double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) break;
      (has_node(middle) ? high : low) = middle;
    }
    return high;
  }
};

}  // namespace

// Numerov's error is of fourth order in the step.
HardCorePair hard_core_pair(int dimensions, double omega, double radius) {
  constexpr int steps = 16384;
  const double a = radius * std::sqrt(omega), b = 0.25 * (dimensions - 1) * (dimensions - 3);
  const double coarse = Radial{a, b, steps / 2}.energy(), fine = Radial{a, b, steps}.energy();
  return {.energy = omega * (fine + 0.5 * dimensions),
          .uncertainty = omega * std::max(std::abs(fine - coarse), 1e-11 * fine)};
}

}  // namespace kato::exact
