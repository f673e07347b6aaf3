// SPDX-License-Identifier: Apache-2.0
#include "momentum/bessel_transform.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <numbers>

namespace kato {
namespace {

constexpr double last_radius = 30, panel = 0.15, last_momentum = 80;

// The radial integral by 16 points a panel: two Bessel functions of the last momentum turn by 24 radians in a panel.
Quadrature radial_rule() {
  const auto rule = gauss_legendre(16);
  Quadrature all;
  for (int n = 0; n * panel < last_radius - panel / 2; ++n) {
    for (std::size_t k = 0; k < rule.x.size(); ++k) {
      all.x.push_back(panel * (n + 0.5 * (1 + rule.x[k])));
      all.w.push_back(panel / 2 * rule.w[k]);
    }
  }
  return all;
}

}  // namespace

double bessel_j0(double x) { return std::abs(x) < 1e-4 ? 1 - x * x / 6 : std::sin(x) / x; }

double bessel_j2(double x) {
  if (std::abs(x) > 0.6) return (3 / (x * x) - 1) * std::sin(x) / x - 3 * std::cos(x) / (x * x);
  const double y = x * x;
  return y / 15 * (1 - y / 14 * (1 - y / 36 * (1 - y / 66 * (1 - y / 104 * (1 - y / 150)))));
}

std::vector<double> bessel_transform(const Mesh& mesh, const std::function<CoupledPotential(double r)>& potential) {
  const auto radial = radial_rule();
  const auto radii = static_cast<Eigen::Index>(radial.x.size()), n = static_cast<Eigen::Index>(mesh.size());
  Eigen::MatrixXd j0 = Eigen::MatrixXd::Zero(n, radii), j2 = j0;
  Eigen::VectorXd ss(radii), sd(radii), dd(radii);
  for (Eigen::Index k = 0; k < radii; ++k) {
    const double r = radial.x[static_cast<std::size_t>(k)];
    const double factor = 2 / std::numbers::pi * radial.w[static_cast<std::size_t>(k)] * r * r;
    const auto v = potential(r);
    ss[k] = factor * v.ss;
    sd[k] = -factor * v.sd;  // i^2
    dd[k] = factor * v.dd;
    for (Eigen::Index i = 0; i < n; ++i) {
      const double q = mesh.q[static_cast<std::size_t>(i)];
      if (q > last_momentum) continue;
      j0(i, k) = bessel_j0(q * r);
      j2(i, k) = bessel_j2(q * r);
    }
  }
  std::vector<double> elements(static_cast<std::size_t>(4 * n * n));
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> v(elements.data(), 2 * n, 2 * n);
  v.topLeftCorner(n, n) = j0 * ss.asDiagonal() * j0.transpose();
  v.topRightCorner(n, n) = j0 * sd.asDiagonal() * j2.transpose();
  v.bottomRightCorner(n, n) = j2 * dd.asDiagonal() * j2.transpose();
  v.triangularView<Eigen::StrictlyLower>() = v.transpose();
  return elements;
}

void add_gaussian(const Mesh& mesh, double strength, double exponent, std::vector<double>& elements) {
  const std::size_t n = mesh.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double q = mesh.q[i], p = mesh.q[j], mean = q * p / (2 * exponent);
      // exp(-(q-p)^2/4a) - exp(-(q+p)^2/4a) = exp(-(q-p)^2/4a) (1 - exp(-q p/a))
      elements[i * n + j] += strength / (2 * std::sqrt(std::numbers::pi * exponent) * q * p) *
                             std::exp(-(q - p) * (q - p) / (4 * exponent)) * -std::expm1(-2 * mean);
    }
  }
}

}  // namespace kato
