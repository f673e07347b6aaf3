// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace kato::exact {

/// The lowest level of -u'' - (D - 1)/r u' + V(r) u = E u between `low` and `high`, regular at r = 0, by Runge and
/// Kutta's rule outwards through `mesh` and bisection: u stays positive below the level.
inline double by_shooting(const std::function<double(double)>& potential, int dimensions,
                          const std::vector<double>& mesh, double low, double high) {
  const auto stays_positive = [&](double energy) {
    const double first = mesh.front();
    double u = 1, p = std::pow(first, dimensions) / dimensions * (potential(first) - energy);  // p = r^(D-1) u'
    const auto weight = [&](double r) { return std::pow(r, dimensions - 1); };
    for (std::size_t n = 1; n < mesh.size() && u > 0; ++n) {
      const double r = mesh[n - 1], h = mesh[n] - r;
      const auto slope = [&](double at, double of_u, double of_p) {
        return std::pair{of_p / weight(at), weight(at) * (potential(at) - energy) * of_u};
      };
      const auto [u1, p1] = slope(r, u, p);
      const auto [u2, p2] = slope(r + 0.5 * h, u + 0.5 * h * u1, p + 0.5 * h * p1);
      const auto [u3, p3] = slope(r + 0.5 * h, u + 0.5 * h * u2, p + 0.5 * h * p2);
      const auto [u4, p4] = slope(r + h, u + h * u3, p + h * p3);
      u += h / 6 * (u1 + 2 * u2 + 2 * u3 + u4);
      p += h / 6 * (p1 + 2 * p2 + 2 * p3 + p4);
      if (u > 1e200) return true;
    }
    return u > 0;
  };
  for (int halving = 0; halving < 50; ++halving) {
    const double middle = 0.5 * (low + high);
    (stays_positive(middle) ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Steps that grow by `growth` from `first` on, up to `most`.
inline std::vector<double> graded_mesh(double first, double growth, double most, double end) {
  std::vector<double> mesh{first};
  for (double step = first; mesh.back() < end; step = std::min(step * growth, most)) mesh.push_back(mesh.back() + step);
  return mesh;
}

}  // namespace kato::exact
