// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "optimize/optimizer.hpp"

namespace kato {

/// The metric S = Obar^T Obar of linear layers as Kronecker products, one a layer: S = A (x) G, and nothing between two
/// layers.
///     A [inputs, inputs]    = sum_b w_b sum_r a_br a_br^T / R,  with a homogeneous 1 behind a where there is a bias
///     G [outputs, outputs]  = sum_b w_b sum_r s_br s_br^T
/// The R rows that share a layer count as FermiNet counts them: each (walker, row) is a sample of one distribution, and
/// the metric of the layer is R times that of a row, R <a a^T> (x) <s s^T>; products of different rows are left out. We
/// keep the factor R in G; the damping below splits so that its place does not matter.
/// `centre` says which has its mean over walkers and rows taken off, before the 1 is added. The covariance of a (x) s
/// is, for independent a and s, cov(a) (x) <s s^T> + <a><a>^T (x) cov(s). "none" bounds it from above. "sensitivities"
/// is exact where <s> = 0, "activations" where <a> = 0 or s is constant. "both" leaves out two terms and the coupling
/// of weights and bias: it takes directions for flat that are not. A factor that centring takes away altogether (a last
/// layer that adds to ln|psi| has constant sensitivities) is left as it is.
/// Averages over steps: F <- k F + (1 - k) F_now with k = min(1 - 1/t, smoothing) at the t-th.
/// Damping (factored Tikhonov): (A + pi sqrt(lambda)) (x) (G + sqrt(lambda)/pi), pi^2 = (tr A/dim A)/(tr G/dim G).
/// Parameters in no layer have a plain diagonal metric, d_i = <Obar_i^2> averaged likewise, and S + lambda is d_i +
/// lambda.
/// Sources: Martens and Grosse, arXiv:1503.05671, sections 3, 5 and 6.3; Pfau et al., Phys. Rev. Res. 2, 033429 (2020),
/// and FermiNet's published code (curvature blocks of repeated dense layers, with the factor R).
class KroneckerMetric {
 public:
  /// The settings for the metadata: smoothing, inverse_interval, centre.
  static std::vector<Option> options();

  KroneckerMetric(const Settings& settings, std::string kind);

  /// Averages in the walkers of a step; every `inverse_interval` steps inverts the damped factors. Throws
  /// `std::runtime_error`, naming the kind, if one is not positive definite or not finite.
  void update(TrainingStep& step, double damping);

  /// x = (S + damping)^{-1} g [P], with the damping of the last inversion.
  void solve(std::span<const double> g, std::span<double> x) const;

  /// Adds `factors`, `inverses`, `inverse_damping` and `diagonal` (0 where a layer holds the parameter) to a state;
  /// takes them from one.
  void save(Optimizer::State& state) const;
  void restore(const Optimizer::State& state, double steps);

 private:
  // What is kept of a layer, with the places of A and G [n, n] in `factors_` and `inverses_`.
  struct Shape {
    std::size_t weights, bias;
    std::size_t inputs, outputs;  // inputs with the homogeneous 1
    std::size_t first = 0, second = 0;
  };

  void lay_out(TrainingStep& step);
  void accumulate(TrainingStep& step, double keep);
  void invert(double damping);

  std::string kind_;
  double smoothing_, interval_;
  bool centre_activations_, centre_sensitivities_;
  double steps_ = 0, damping_ = 0;
  std::vector<Shape> shapes_;
  std::vector<double> factors_, inverses_, diagonal_;
  std::vector<bool> in_layer_;
};

}  // namespace kato
