// SPDX-License-Identifier: Apache-2.0
#include "exact/relative_grid.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "exact/eigen_view.hpp"
#include "exact/remainder.hpp"

namespace kato::exact {
namespace {

constexpr int most_points = 1200;

double lowest_odd_level(const RadialPotential& potential, double spacing, int points) {
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

PairEnergy relative_grid(const RadialPotential& potential) {
  constexpr double zero_point = 0.5;  // of the centre of mass
  constexpr double settled = 1e-11;
  double spacing = 0.1;
  int points = 80;
  double level = lowest_odd_level(potential, spacing, points), box_change = std::numeric_limits<double>::infinity();
  while (!(box_change < settled) && points * 5 / 4 <= most_points) {
    points = points * 5 / 4;
    const double wider = lowest_odd_level(potential, spacing, points);
    box_change = std::abs(wider - level);
    level = wider;
  }

  const double box = points * spacing;
  // A potential between the points of the grid would be missed: a Gaussian is seen from 1.4 of its ranges on.
  const double coarsest = 3 * core_radius(potential) / std::numbers::sqrt2;
  double before = 0, change = std::numeric_limits<double>::infinity(), rounding = 0;
  while (!(change < settled + rounding && spacing <= coarsest) && box / (0.8 * spacing) <= most_points) {
    spacing *= 0.8;
    points = static_cast<int>(box / spacing);
    const double finer = lowest_odd_level(potential, spacing, points);
    before = change;
    change = std::abs(finer - level);
    rounding = 10 * std::numeric_limits<double>::epsilon() / (spacing * spacing);
    level = finer;
  }
  const double unseen = spacing <= coarsest ? 0 : std::numeric_limits<double>::infinity();
  return {level + zero_point, box_change + remainder(before, change) + rounding + unseen, spacing, points};
}

}  // namespace kato::exact
