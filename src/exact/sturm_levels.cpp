// SPDX-License-Identifier: Apache-2.0
#include "exact/sturm_levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "linalg/eigen.hpp"

namespace kato::exact {
namespace {

using Dense = Eigen::MatrixXd;
using Column = Eigen::VectorXd;

constexpr double epsilon = std::numeric_limits<double>::epsilon();

// The functions inside of a panel, integrals of Legendre's polynomials, and their derivatives by t at t on (0, 1).
struct Bubbles {
  Column value, slope;

  Bubbles(double t, int count) : value(count), slope(count) {
    const double z = 2 * t - 1;
    double before = 1, now = z;  // P_(k-1), P_k
    for (int k = 1; k <= count; ++k) {
      const double next = ((2 * k + 1) * z * now - k * before) / (k + 1);
      value[k - 1] = (next - before) / std::sqrt(2.0 * (2 * k + 1));
      slope[k - 1] = 2 * std::sqrt(0.5 * (2 * k + 1)) * now;
      before = now;
      now = next;
    }
  }
};

std::vector<double> halved(const std::vector<double>& ends) {
  std::vector<double> finer{ends[0]};
  for (std::size_t n = 1; n < ends.size(); ++n) {
    finer.push_back(0.5 * (ends[n - 1] + ends[n]));
    finer.push_back(ends[n]);
  }
  return finer;
}

}  // namespace

SturmLevels::Element SturmLevels::element(const SturmProblem& problem, double begin, double width,
                                          const std::function<double(double)>& potential, int degree) {
  const int inside = degree - 1;
  const auto nodes = gauss_legendre(degree + 8);
  Element made{};
  Dense stiff = Dense::Zero(inside, inside), mass = Dense::Zero(inside, inside);
  Column first = Column::Zero(inside), first_mass = first, step = first, step_mass = first;
  for (const auto& [t, share] : nodes) {
    const double x = begin + width * t, v = potential(x);
    const double weight = share * width * std::pow(x, problem.power),
                 kinetic = problem.kinetic * weight / (width * width);
    const Bubbles at(t, inside);
    stiff += kinetic * at.slope * at.slope.transpose() + weight * v * at.value * at.value.transpose();
    mass += weight * at.value * at.value.transpose();
    first += weight * v * at.value;
    first_mass += weight * at.value;
    step += kinetic * at.slope + weight * v * t * at.value;
    step_mass += weight * t * at.value;
    made.first.at_zero += weight * v;
    made.first.slope += weight;
    made.mixed.at_zero += weight * v * t;
    made.mixed.slope += weight * t;
    made.step.at_zero += kinetic + weight * v * t * t;
    made.step.slope += weight * t * t;
  }
  const Dense half = Dense(mass.llt().matrixL()).inverse();  // M = L L^T: the levels of L^-1 K L^-T
  const Dense own = half * stiff * half.transpose();
  const Eigen::SelfAdjointEigenSolver<Dense> solved(own);
  const Dense change = solved.eigenvectors().transpose() * half;
  const Column f0 = change * first, f1 = change * first_mass, g0 = change * step, g1 = change * step_mass;
  for (int j = 0; j < inside; ++j)
    made.inner.push_back({.level = solved.eigenvalues()[j], .first = {f0[j], f1[j]}, .step = {g0[j], g1[j]}});
  return made;
}

SturmLevels::SturmLevels(const SturmProblem& problem, const std::vector<double>& ends,
                         const std::function<double(double)>& potential, int degree)
    : boundary_(problem.boundary), lowest_mean_(std::numeric_limits<double>::infinity()) {
  for (std::size_t n = 0; n + 1 < ends.size(); ++n) {
    elements_.push_back(element(problem, ends[n], ends[n + 1] - ends[n], potential, degree));
    const auto& made = elements_.back();
    lowest_mean_ = std::min(lowest_mean_, made.first.at_zero / made.first.slope);
  }
}

int SturmLevels::size() const {
  const auto inside = elements_.size() * elements_.front().inner.size();
  return static_cast<int>(inside + elements_.size()) - (std::isinf(boundary_) ? 1 : 0);
}

int SturmLevels::below(double energy) const {
  int count = 0;
  double y = boundary_;
  for (const auto& each : elements_) {
    double a = each.first(energy), c = each.mixed(energy), k = each.step(energy);
    for (const auto& [level, first, step] : each.inner) {
      double distance = level - energy;
      if (distance == 0) distance = epsilon * std::max(1.0, std::abs(energy));
      count += distance < 0;
      const double f = first(energy), g = step(energy);
      a -= f * f / distance;
      c -= f * g / distance;
      k -= g * g / distance;
    }
    if (std::isinf(y)) {  // u = 0 at the first end
      y = k;
      continue;
    }
    double pivot = k + y + a - 2 * c;
    if (pivot == 0) pivot = epsilon * std::abs(k);
    count += pivot < 0;
    y = (k * (y + a) - c * c) / pivot;
  }
  return count;
}

double SturmLevels::level(int n, double guess) const {
  require(std::isfinite(guess), "levels: the potential is not finite; give another");
  require(n < size(), "levels: there are more of them than functions; give more panels");
  double step = 1e-9 * std::max(1.0, std::abs(guess)), low = guess, high = guess;
  for (; below(low) > n; step *= 8) {
    high = low;
    low -= step;
  }
  for (; below(high) <= n; step *= 8) {
    low = high;
    high += step;
  }
  while (high - low > 2 * epsilon * std::max({std::abs(low), std::abs(high), 1e-3})) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    (below(middle) > n ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

std::vector<SturmLevel> settled_levels(const SturmProblem& problem, Panels panels,
                                       const std::function<double(double)>& potential, int count) {
  constexpr int degree = 12, less = 9, most_halvings = 4;
  constexpr double settled = 1e-11;
  std::vector<SturmLevel> found(static_cast<std::size_t>(count));
  while (less * (panels.ends.size() - 1) <= 2 * found.size()) panels.ends = halved(panels.ends);
  for (int halvings = 0;; ++halvings) {
    const SturmLevels coarse(problem, panels.ends, potential, less), fine(problem, panels.ends, potential, degree);
    bool done = true;
    double above = fine.least();
    for (int n = count; n-- > 0;) {  // the highest settles last
      auto& [energy, uncertainty] = found[static_cast<std::size_t>(n)];
      energy = above = fine.level(n, above);
      const double change = std::abs(coarse.level(n, energy) - energy);
      uncertainty = change + 1e-13 * std::max(1.0, std::abs(energy));
      done = done && change < settled * std::max(1.0, std::abs(energy));
      if (!done && halvings < most_halvings) break;  // no more of them before the panels are halved
    }
    if (done || halvings == most_halvings) return found;
    panels.ends = halved(panels.ends);
  }
}

}  // namespace kato::exact
