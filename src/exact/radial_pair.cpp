// SPDX-License-Identifier: Apache-2.0
#include "exact/radial_pair.hpp"

#include <cmath>
#include <limits>

#include "exact/eigen_view.hpp"
#include "exact/quadrature.hpp"
#include "exact/remainder.hpp"

namespace kato::exact {
namespace {

using Column = Eigen::ArrayXd;

// Nodes and weights on (0, end): Gauss and Legendre in equal panels.
struct Quadrature {
  Column r, weight;

  explicit Quadrature(double end) {
    constexpr int panels = 100, order = 16;
    const auto nodes = gauss_legendre(order);
    r.resize(panels * order);
    weight.resize(panels * order);
    const double width = end / panels;
    for (int panel = 0; panel < panels; ++panel)
      for (int n = 0; n < order; ++n) {
        r[panel * order + n] = width * (panel + nodes[n].position);
        weight[panel * order + n] = width * nodes[n].weight;
      }
  }
};

// The matrices of the three parts of the relative energy in the orthonormal polynomials of the weight w(r).
struct Parts {
  Eigen::MatrixXd kinetic, trap, interaction;
};

Parts parts_of(const RadialPotential& potential, int dimensions, double omega, int l, int functions) {
  const Quadrature points(20 / std::sqrt(omega));
  const Column& r = points.r;
  const Column weight = points.weight * r.pow(dimensions - 1 + 2 * l) * (-0.5 * omega * r.square()).exp();

  // Stieltjes' recursion, for the polynomials and their derivatives.
  Eigen::MatrixXd p(r.size(), functions), slope(r.size(), functions);
  p.col(0).setConstant(1 / std::sqrt(weight.sum()));
  slope.col(0).setZero();
  double before = 0;
  for (int k = 0; k + 1 < functions; ++k) {
    const double shift = (weight * r * p.col(k).array().square()).sum();
    Column next = (r - shift) * p.col(k).array(), next_slope = p.col(k).array() + (r - shift) * slope.col(k).array();
    if (k > 0) {
      next -= before * p.col(k - 1).array();
      next_slope -= before * slope.col(k - 1).array();
    }
    before = std::sqrt((weight * next.square()).sum());
    p.col(k + 1) = next / before;
    slope.col(k + 1) = next_slope / before;
  }

  // d psi/dr = r^l exp(..) (P' + (l/r - omega r/2) P).
  const Column log_slope = l / r - 0.5 * omega * r;
  Eigen::MatrixXd gradient = slope;
  gradient.array() += p.array().colwise() * log_slope;
  Column v(r.size());
  for (Eigen::Index n = 0; n < r.size(); ++n) v[n] = potential(r[n]);
  const auto matrix = [](const Eigen::MatrixXd& f, const Column& with) -> Eigen::MatrixXd {
    return f.transpose() * with.matrix().asDiagonal() * f;
  };
  return {.kinetic = matrix(gradient, weight) + matrix(p, weight * (l * (l + dimensions - 2)) / r.square()),
          .trap = matrix(p, weight * (0.25 * omega * omega) * r.square()),
          .interaction = matrix(p, weight * v)};
}

}  // namespace

RadialPair radial_pair(const RadialPotential& potential, int dimensions, double omega, int l) {
  constexpr int smallest = 8, largest = 64, step = 8;
  constexpr double settled = 1e-12;
  const Parts all = parts_of(potential, dimensions, omega, l, largest);
  const double rounding = 1e-12 * (1 + all.kinetic.norm() * std::numeric_limits<double>::epsilon() * 1e3);
  const double centre = 0.5 * dimensions * omega;
  double before = 0;
  RadialPair found{.energy = std::numeric_limits<double>::infinity()};
  for (int size = smallest; size <= largest; size += step) {
    const Eigen::MatrixXd h = (all.kinetic + all.trap + all.interaction).topLeftCorner(size, size);
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(h);
    const Eigen::VectorXd state = solved.eigenvectors().col(0);
    const auto mean = [&](const Eigen::MatrixXd& part) { return state.dot(part.topLeftCorner(size, size) * state); };
    const double change = std::abs(found.energy - (centre + solved.eigenvalues()[0]));
    found = {.energy = centre + solved.eigenvalues()[0],
             .uncertainty = remainder(before, change) + rounding,
             .kinetic = 0.5 * centre + mean(all.kinetic),
             .trap = 0.5 * centre + mean(all.trap),
             .interaction = mean(all.interaction),
             .functions = size};
    if (change < settled * (1 + std::abs(found.energy))) break;
    before = change;
  }
  return found;
}

}  // namespace kato::exact
