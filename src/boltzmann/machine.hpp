// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace kato {

/// A restricted Boltzmann machine: N visible units x, M hidden units h in {0, 1}, and the density
///     p(x, h) = exp(-E)/Z,   E = e(x) - sum_j b_j h_j - sum_ij x_i V_ij h_j,
///     e = -sum_i a_i x_i                   for binary x_i in {0, 1}
///     e = sum_i (x_i - a_i)^2/(2 s_i^2)    for Gaussian x_i, V_ij = w_ij/s_i^2 in terms of the usual weights w.
/// No two units of one layer are coupled: given one layer, the units of the other are independent.
/// P. Smolensky in Parallel Distributed Processing (1986); Hinton, "A practical guide to training restricted Boltzmann
/// machines" (2012), Sections 2 and 13.2.
class BoltzmannMachine {
 public:
  enum class Visible { binary, gaussian };

  std::vector<double> a;  ///< [N]
  std::vector<double> b;  ///< [M]
  std::vector<double> v;  ///< [N, M]
  std::vector<double> s;  ///< [N], of Gaussian units

  /// All parameters zero, and widths one.
  BoltzmannMachine(Visible kind, std::size_t visible, std::size_t hidden);

  Visible kind() const { return kind_; }
  std::size_t visible() const { return a.size(); }
  std::size_t hidden() const { return b.size(); }

  /// E(x, h).
  double energy(std::span<const double> x, std::span<const double> h) const;
  /// F(x) = e(x) - sum_j ln(1 + exp(b_j + sum_i x_i V_ij)): p(x) = exp(-F)/Z.
  double free_energy(std::span<const double> x) const;

  /// The field b_j + sum_i x_i V_ij on every hidden unit, into `field` [M].
  void hidden_fields(std::span<const double> x, std::span<double> field) const;
  /// p(h_j = 1 | x) = 1/(1 + exp(-field_j)), into `probability` [M].
  void hidden_given(std::span<const double> x, std::span<double> probability) const;
  /// The means of x given h: p(x_i = 1 | h) of binary units, a_i + s_i^2 sum_j V_ij h_j of Gaussian ones, whose
  /// standard deviations are s_i; into `mean` [N].
  void visible_given(std::span<const double> h, std::span<double> mean) const;

  /// One draw of h given x, by uniform numbers in (0, 1) [M].
  void draw_hidden(std::span<const double> x, std::span<const double> uniform, std::span<double> h) const;
  /// One draw of x given h, by uniform numbers [N] for binary units and standard normal ones for Gaussian.
  void draw_visible(std::span<const double> h, std::span<const double> numbers, std::span<double> x) const;

  /// Calls f(h [M], ln of sum over x of exp(-E)) for each of the 2^M hidden layers, the integral for Gaussian units.
  /// Throws `Error` for more than 20 hidden units.
  template <class F>
  void for_hidden(F&& f) const;
  /// ln Z, by the same sum.
  double log_partition() const;

 private:
  double visible_energy(std::span<const double> x) const;  // without the hidden units
  double log_weight(std::span<const double> h) const;
  void require_few_hidden() const;

  Visible kind_;
};

template <class F>
void BoltzmannMachine::for_hidden(F&& f) const {
  require_few_hidden();
  std::vector<double> h(hidden());
  for (std::size_t layer = 0; layer < std::size_t{1} << hidden(); ++layer) {
    for (std::size_t j = 0; j < hidden(); ++j) h[j] = static_cast<double>(layer >> j & 1U);
    f(std::span<const double>(h), log_weight(h));
  }
}

}  // namespace kato
