// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "exact/panels.hpp"

namespace kato::exact {

/// What the equation is besides its potential.
struct SturmProblem {
  double kinetic = 1;   ///< k
  double power = 0;     ///< p >= 0 of the weight x^p
  double boundary = 0;  ///< b: k x^p u' = b u at the first end; infinite: u = 0 there
};

/// The levels of
///     -k x^(-p) d/dx x^p du/dx + V(x) u = E u
/// with u = 0 at the last end, in finite elements: all polynomials of a degree in every panel, continuous from one to
/// the next. The functions inside of a panel are eliminated by the panel's own levels, and the panels one after the
/// other by the form y u^2 that the panels before leave at their end: the negative pivots count the levels below an
/// energy (Sturm), without a matrix and without loss of digits in panels of any width. Each level is an upper bound,
/// but for the quadrature of V (`resolving`).
class SturmLevels {
 public:
  SturmLevels(const SturmProblem& problem, const std::vector<double>& ends,
              const std::function<double(double)>& potential, int degree);

  /// How many levels there are: as many as functions.
  int size() const;

  /// How many levels are below `energy`.
  int below(double energy) const;

  /// Level n = 0, 1 .., by bisection to the last digits; sooner if it is near `guess`.
  double level(int n) const { return level(n, lowest_mean_); }
  double level(int n, double guess) const;

  /// The least mean of V over a panel: a first guess.
  double least() const { return lowest_mean_; }

 private:
  // One panel in terms of u at its first end, the step of u over it, and amplitudes q_j of its inner levels:
  //     F = A u^2 + 2 C u s + K s^2 + sum_j [(lambda_j - E) q_j^2 + 2 q_j (f_j u + g_j s)],   A = A0 - E A1 ..
  struct Linear {
    double at_zero, slope;
    double operator()(double energy) const { return at_zero - energy * slope; }
  };
  struct Inner {
    double level;
    Linear first, step;
  };
  struct Element {
    Linear first, mixed, step;
    std::vector<Inner> inner;
  };

  static Element element(const SturmProblem& problem, double begin, double width,
                         const std::function<double(double)>& potential, int degree);

  double boundary_;
  double lowest_mean_;  // of V over a panel: where levels are looked for first
  std::vector<Element> elements_;
};

/// Level n of two degrees, which tell the error of the lower degree.
struct SturmLevel {
  double energy = 0, uncertainty = 0;
};

/// The lowest `count` levels, in panels that are halved until all of their energies settle, or for the fourth time.
/// What the panels leave unresolved of V is not in the uncertainties.
std::vector<SturmLevel> settled_levels(const SturmProblem& problem, Panels panels,
                                       const std::function<double(double)>& potential, int count);

}  // namespace kato::exact
