// SPDX-License-Identifier: Apache-2.0
#include "train/pretraining.hpp"

#include <algorithm>
#include <cmath>

#include "ansatz/ansatz.hpp"
#include "exact/coulomb_dot.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "run/system_from_input.hpp"
#include "settings.hpp"
#include "stats/accumulator.hpp"
#include "system/oscillator.hpp"
#include "theta.hpp"

namespace kato {
namespace {

class Pretraining : public testing::Test {
 protected:
  static Graph network(int determinants) {
    return registry().factory<Ansatz>("equivariant-slater")(
        {.count = 3, .dimensions = 1},
        default_settings("ansatz", "equivariant-slater",
                         Settings({{"hidden", std::int64_t{16}}, {"determinants", std::int64_t{determinants}}})));
  }
  PretrainingReport pretrain(WaveFunction& psi, int steps, double rate = 1e-2) {
    psi.set_parameters(psi.graph().initial_parameters(1));
    walkers = first_walkers(system, count, 1, 0, 1);
    auto target = TargetDeterminant::oscillator(system, psi.threads());
    return pretrain_orbitals(target, psi, walkers, 1, steps, rate, timers);
  }
  static constexpr std::size_t count = 300;  // more than are fitted to
  System system{{.particles = 3}};
  Walkers walkers;
  Timers timers;
};

TEST_F(Pretraining, lowers_the_mean_square_difference_a_hundredfold) {
  WaveFunction psi(network(1), Precision::double_, 1);
  const auto report = pretrain(psi, 300);
  EXPECT_EQ(report.steps, 300);
  EXPECT_GT(report.first_loss, 0.1);
  EXPECT_LT(report.last_loss, 0.01 * report.first_loss);
}

// What is reported is the difference between the orbitals and the oscillator's, element by element, in every
// determinant.
TEST_F(Pretraining, fits_every_determinant_to_the_orbitals_of_the_oscillator) {
  WaveFunction psi(network(2), Precision::double_, 1);
  pretrain(psi, 300);
  const auto levels = oscillator_levels(3, std::vector<double>(1, 1.0));
  std::vector<double> fitted(count * 3 * 6), target(3);
  psi.output("orbitals", walkers, fitted);
  double worst_column = 0;
  for (std::size_t column = 0; column < 6; ++column) {
    double square = 0;
    for (std::size_t row = 0; row < 3 * count; ++row) {
      oscillator_orbitals(levels, std::vector{1.0}, {walkers.x.data() + row, 1}, target);
      square += std::pow(fitted[row * 6 + column] - target[column % 3], 2) / (3 * count);
    }
    worst_column = std::max(worst_column, square);
  }
  EXPECT_LT(worst_column, 5e-3);
  EXPECT_GT(worst_column, 0);
}

// Three levels: the sum of x_i^2 is 4.5 in the mean, with a variance of 4.5 (a chi-square of nine, halved).
TEST_F(Pretraining, leaves_walkers_that_follow_its_target) {
  WaveFunction psi(network(1), Precision::double_, 1);
  pretrain(psi, 20);
  MeanVariance squares;
  for (std::size_t w = 0; w < count; ++w) {
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i) sum += walkers.x[3 * w + i] * walkers.x[3 * w + i];
    squares.add(sum);
  }
  EXPECT_NEAR(squares.mean, 4.5, 5 * std::sqrt(4.5 / count));  // walkers are independent of one another
  EXPECT_NEAR(squares.variance(), 4.5, 3.5);
}

TEST_F(Pretraining, gives_the_same_parameters_for_any_number_of_threads) {
  WaveFunction one(network(1), Precision::double_, 1), three(network(1), Precision::double_, 3);
  pretrain(one, 10);
  const auto x = walkers.x;
  pretrain(three, 10);
  EXPECT_EQ(theta_of(one), theta_of(three));
  EXPECT_EQ(walkers.x, x);
}

// Two up and one down: columns 0..3 are the two determinants of the first, 4 and 5 of the second.
TEST_F(Pretraining, fits_each_species_to_its_own_lowest_levels) {
  system.species = {{"up", 2}, {"down", 1}};
  WaveFunction psi(registry().factory<Ansatz>("equivariant-slater")(
                       {.count = 3, .dimensions = 1, .species = system.species},
                       default_settings("ansatz", "equivariant-slater",
                                        Settings({{"hidden", std::int64_t{16}}, {"determinants", std::int64_t{2}}}))),
                   Precision::double_, 1);
  const auto report = pretrain(psi, 400);
  EXPECT_LT(report.last_loss, 0.02 * report.first_loss);
  const auto levels = oscillator_levels(2, std::vector<double>(1, 1.0));
  std::vector<double> fitted(count * 3 * 6), target(2);
  psi.output("orbitals", walkers, fitted);
  double squares = 0;
  for (std::size_t w = 0; w < count; ++w)
    for (std::size_t i = 0; i < 3; ++i) {
      oscillator_orbitals(levels, std::vector{1.0}, {walkers.x.data() + 3 * w + i, 1}, target);
      for (std::size_t column = i < 2 ? 0 : 4; column < (i < 2 ? 4u : 6u); ++column)
        squares += std::pow(fitted[(3 * w + i) * 6 + column] - target[i < 2 ? column % 2 : 0], 2);
    }
  EXPECT_LT(squares / (10 * count), 5e-3);
}

// In the plane, with species: a fit to Hartree and Fock's orbitals is closer to them than to the oscillator's.
TEST_F(Pretraining, fits_the_orbitals_of_hartree_and_fock) {
  system = exact::coulomb_dot({0.3, 0.3}, 3, 1);
  auto target = TargetDeterminant::hartree_fock(system, 1);
  WaveFunction psi(
      registry().factory<Ansatz>("slater")(
          particles_of(system), default_settings("ansatz", "slater", Settings({{"hidden", std::int64_t{32}}}))),
      Precision::double_, 1);
  psi.set_parameters(psi.graph().initial_parameters(1));
  walkers = first_walkers(system, count, system.length(), 0, 1);
  const auto report = pretrain_orbitals(target, psi, walkers, 1, 600, 2e-2, timers);
  EXPECT_LT(report.last_loss, 0.02 * report.first_loss);

  const auto free = TargetDeterminant::oscillator(system, 1);
  std::vector<double> fitted(count * 4 * 4), wanted(12), other(12);
  psi.output("orbitals", walkers, fitted);
  double from_wanted = 0, from_other = 0;
  for (std::size_t w = 0; w < count; ++w) {
    target.fill({walkers.x.data() + 8 * w, 8}, wanted);
    free.fill({walkers.x.data() + 8 * w, 8}, other);
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t column = i < 3 ? 0 : 3;  // of the lowest orbital
      from_wanted += std::pow(fitted[(4 * w + i) * 4 + column] - wanted[3 * i], 2);
      from_other += std::pow(fitted[(4 * w + i) * 4 + column] - other[3 * i], 2);
    }
  }
  EXPECT_LT(from_wanted, 0.1 * from_other);
}

TEST_F(Pretraining, needs_orbitals_to_fit) {
  Graph graph(3, 1);
  graph.output("amplitude", slogdet(linear("orbitals", {graph.coordinates()}, 3)));
  WaveFunction psi(graph, Precision::double_, 1);
  EXPECT_TRUE(has(message_of([&] { pretrain(psi, 5); }), "no orbitals to fit", "target = \"none\""));
}

}  // namespace
}  // namespace kato
