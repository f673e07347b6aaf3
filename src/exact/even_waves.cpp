// SPDX-License-Identifier: Apache-2.0
#include "exact/even_waves.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <utility>

#include "exact/davidson.hpp"
#include "exact/eigen_view.hpp"

namespace kato::exact {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

// sqrt(2) cos(2 pi n x_j/L) (1 for n = 0) at x_j = (j + 1/2) L/(2 points), over sqrt(points).
Matrix cosines(int points, int waves) {
  Matrix values(points, waves);
  for (int n = 0; n < waves; ++n)
    for (int j = 0; j < points; ++j)
      values(j, n) = std::sqrt((n > 0 ? 2.0 : 1.0) / points) * std::cos(std::numbers::pi * n * (j + 0.5) / points);
  return values;
}

// One matrix on each index of x.
template <class M>
VectorXd on_each_index(const M& matrix, VectorXd x, int dimensions) {
  for (int c = 0; c < dimensions; ++c) {
    const Eigen::Map<const MatrixXd> columns(x.data(), matrix.cols(), x.size() / matrix.cols());
    const MatrixXd turned = (matrix * columns).transpose();  // the next index comes first
    x = Eigen::Map<const VectorXd>(turned.data(), turned.size());
  }
  return x;
}

// n^2 and the number of components that are not 0, of each product of `waves` cosines.
template <class F>
void for_products(int dimensions, int waves, F&& f) {
  const auto count = static_cast<std::size_t>(std::lround(std::pow(waves, dimensions)));
  for (std::size_t p = 0; p < count; ++p) {
    int square = 0, moving = 0;
    for (std::size_t rest = p, c = 0; c < static_cast<std::size_t>(dimensions); ++c, rest /= waves) {
      const int n = static_cast<int>(rest % waves);
      square += n * n;
      moving += n > 0;
    }
    f(p, square, moving);
  }
}

}  // namespace

EvenWaves::EvenWaves(int dimensions, int m, double unit, const Coefficient& v)
    : dimensions_(dimensions), m_(m), unit_(unit), values_(cosines(2 * m, m)) {
  kinetic_.resize(static_cast<std::size_t>(std::lround(std::pow(m, dimensions))));
  for_products(dimensions, m, [&](std::size_t p, int square, int) { kinetic_[p] = unit * square; });

  // V on the grid from all differences of two waves: 2^moving plane waves make one product of cosines.
  const int differences = 2 * m - 1;
  std::map<int, double> known;
  VectorXd coefficients(static_cast<Eigen::Index>(std::lround(std::pow(differences, dimensions))));
  for_products(dimensions, differences, [&](std::size_t p, int square, int moving) {
    auto [at, is_new] = known.try_emplace(square);
    if (is_new) at->second = v(square);
    coefficients[static_cast<Eigen::Index>(p)] = at->second * std::pow(std::numbers::sqrt2, moving);
  });
  const Matrix waves = cosines(2 * m, differences);
  const VectorXd potential =
      std::pow(2.0 * m, 0.5 * dimensions) * on_each_index(view(waves), std::move(coefficients), dimensions);
  potential_.assign(potential.begin(), potential.end());
}

void EvenWaves::apply(std::span<const double> from, std::span<double> to) const {
  const Eigen::Map<const VectorXd> x(from.data(), static_cast<Eigen::Index>(from.size()));
  const Eigen::Map<const VectorXd> potential(potential_.data(), static_cast<Eigen::Index>(potential_.size()));
  const Eigen::Map<const VectorXd> kinetic(kinetic_.data(), x.size());
  const VectorXd on_grid = on_each_index(view(values_), x, dimensions_).cwiseProduct(potential);
  Eigen::Map<VectorXd>(to.data(), x.size()) =
      on_each_index(view(values_).transpose(), on_grid, dimensions_) + kinetic.cwiseProduct(x);
}

// Coefficients of a smaller basis in this one; those of the wave 0 if there are none.
std::vector<double> EvenWaves::padded(const std::vector<double>& coefficients) const {
  std::vector<double> all(kinetic_.size());
  if (coefficients.empty()) all[0] = 1;
  const auto size = static_cast<double>(coefficients.size());
  const auto fewer = static_cast<std::size_t>(std::lround(std::pow(size, 1.0 / dimensions_)));
  const auto m = static_cast<std::size_t>(m_);
  for (std::size_t p = 0; p < coefficients.size(); ++p) {
    std::size_t to = 0, rest = p, stride = 1;
    for (int c = 0; c < dimensions_; ++c, rest /= fewer, stride *= m) to += rest % fewer * stride;
    all[to] = coefficients[p];
  }
  return all;
}

EvenWaves::State EvenWaves::lowest(const State& start) const {
  const double mean =
      std::accumulate(potential_.begin(), potential_.end(), 0.0) / static_cast<double>(potential_.size());
  std::vector<double> diagonal = kinetic_;
  for (double& level : diagonal) level += mean;
  const auto pair = lowest_near_diagonal([this](std::span<const double> x, std::span<double> y) { apply(x, y); },
                                         diagonal, 0.5 * unit_, padded(start.coefficients), 1e-7 * unit_);
  State state{.energy = pair.value, .coefficients = pair.vector};
  for (std::size_t p = 0; p < kinetic_.size(); ++p) state.kinetic += kinetic_[p] * pair.vector[p] * pair.vector[p];
  return state;
}

}  // namespace kato::exact
