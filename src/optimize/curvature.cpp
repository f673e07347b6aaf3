// SPDX-License-Identifier: Apache-2.0
#include "optimize/curvature.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "optimize/memory.hpp"

namespace kato {
namespace {

using Vector = std::vector<double>;

Vector products(TrainingStep& step, std::span<const double> v) {
  Vector y(step.walkers());
  step.multiply(v, y);
  return y;
}

void add_fisher(PlaneModel& model, TrainingStep& step, std::span<const double> u, std::span<const double> v,
                bool plane) {
  const Vector ou = products(step, u);
  model.uu += 4 * dot(ou, ou);
  if (!plane) return;
  const Vector ov = products(step, v);
  model.uv += 4 * dot(ou, ov);
  model.vv += 4 * dot(ov, ov);
}

void add_vmc(PlaneModel& model, TrainingStep& step, std::span<const double> u, std::span<const double> v, bool plane) {
  Vector product(u.size());
  step.multiply_mixed(u, product);
  model.uu += dot(u, product);
  if (!plane) return;
  model.uv += dot(v, product);
  step.multiply_mixed(v, product);
  model.vv += dot(v, product);
}

void add_quasi_hessian(PlaneModel& model, TrainingStep& step, std::span<const double> u, std::span<const double> v,
                       bool plane) {
  const std::size_t walkers = step.walkers();
  const auto residuals = step.residuals(), weights = step.weights();
  Vector deviation(walkers, 0.0);  // E_L - E
  for (std::size_t b = 0; b < walkers; ++b)
    if (weights[b] > 0) deviation[b] = residuals[b] / std::sqrt(weights[b]);
  const auto along = [&](std::span<const double> direction) {
    Vector derivatives(walkers);
    step.energy_derivatives(direction, derivatives);
    return derivatives;
  };
  const auto curvature = [&](const Vector& ox, const Vector& ex, const Vector& oy, const Vector& ey) {
    double sum = dot(ox, ey) + dot(oy, ex);
    for (std::size_t b = 0; b < walkers; ++b) sum += 4 * deviation[b] * ox[b] * oy[b];
    return sum;
  };
  const Vector ou = products(step, u), eu = along(u);
  model.uu += curvature(ou, eu, ou, eu);
  if (!plane) return;
  const Vector ov = products(step, v), ev = along(v);
  model.uv += curvature(ou, eu, ov, ev);
  model.vv += curvature(ov, ev, ov, ev);
}

}  // namespace

Curvature curvature_named(const std::string& name) {
  if (name == "fisher") return Curvature::fisher;
  if (name == "quasi-hessian") return Curvature::quasi_hessian;
  if (name == "vmc") return Curvature::vmc;
  throw std::logic_error("no curvature is called '" + name + "'");
}

PlaneModel plane_model(Curvature curvature, TrainingStep& step, double ridge, std::span<const double> u,
                       std::span<const double> v) {
  const auto gradient = step.gradient();
  const bool plane = std::ranges::any_of(v, [](double x) { return x != 0; });
  PlaneModel model{.gu = dot(gradient, u),
                   .gv = dot(gradient, v),
                   .uu = ridge * dot(u, u),
                   .uv = ridge * dot(u, v),
                   .vv = ridge * dot(v, v)};
  switch (curvature) {
    case Curvature::fisher: add_fisher(model, step, u, v, plane); break;
    case Curvature::quasi_hessian: add_quasi_hessian(model, step, u, v, plane); break;
    case Curvature::vmc: add_vmc(model, step, u, v, plane); break;
  }
  return model;
}

std::optional<PlaneMinimum> minimum(const PlaneModel& m) {
  constexpr double parallel = 1e-10;  // of the determinant relative to the product of its diagonal
  const double determinant = m.uu * m.vv - m.uv * m.uv, scale = m.uu * m.vv;
  const bool convex = m.uu > 0 && m.vv >= 0 && determinant >= -parallel * scale;
  const bool finite = std::isfinite(m.gu) && std::isfinite(m.gv) && std::isfinite(m.uu) && std::isfinite(scale);
  if (!convex || !finite) return {};
  PlaneMinimum result{.alpha = -m.gu / m.uu};
  if (determinant > parallel * scale) {
    result.alpha = (m.uv * m.gv - m.vv * m.gu) / determinant;
    result.mu = (m.uv * m.gu - m.uu * m.gv) / determinant;
  }
  result.change = 0.5 * (result.alpha * m.gu + result.mu * m.gv);
  return result;
}

}  // namespace kato
