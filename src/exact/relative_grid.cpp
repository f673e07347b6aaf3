// SPDX-License-Identifier: Apache-2.0
#include "exact/relative_grid.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "exact/eigen_view.hpp"

namespace kato::exact {
namespace {

constexpr int most_points = 1000;

double lowest_odd_level(const PairPotential& potential, double spacing, int points) {
  Eigen::MatrixXd h(points, points);
  const double scale = 0.5 / (spacing * spacing);
  for (int j = 0; j < points; ++j) {
    const double own = j + 1, r = own * spacing;
    for (int i = 0; i < j; ++i) {  // the second term is the image at -r: odd functions
      const double apart = j - i, image = i + j + 2;
      h(j, i) = ((j - i) % 2 == 0 ? 2 : -2) * scale * (1 / (apart * apart) - 1 / (image * image));
    }
    h(j, j) = scale * (std::numbers::pi * std::numbers::pi / 3 - 0.5 / (own * own)) + 0.5 * r * r +
              potential(std::numbers::sqrt2 * r);
  }
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(h, Eigen::EigenvaluesOnly).eigenvalues()[0];
}

}  // namespace

PairEnergy relative_grid(const PairPotential& potential) {
  constexpr double zero_point = 0.5;  // of the centre of mass
  double spacing = 0.1, box = 8;
  PairEnergy result{.uncertainty = std::numeric_limits<double>::infinity(), .spacing = spacing, .points = 80};
  result.energy = lowest_odd_level(potential, spacing, result.points) + zero_point;
  for (;;) {
    spacing *= 0.8, box *= 1.1;
    const int points = static_cast<int>(box / spacing);
    if (points > most_points) return result;
    const double energy = lowest_odd_level(potential, spacing, points) + zero_point;
    const double rounding = 10 * std::numeric_limits<double>::epsilon() / (spacing * spacing);
    result = {energy, std::abs(energy - result.energy) + rounding, spacing, points};
    if (result.uncertainty < 1e-11 + rounding) return result;
  }
}

}  // namespace kato::exact
