// SPDX-License-Identifier: Apache-2.0
#include "energy/connected.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>
#include <vector>

#include "analytic_psi.hpp"

namespace kato {
namespace {

double coupling(std::span<const double> x, int i, int j) {
  return 1.3 * std::exp(-std::pow(x[static_cast<std::size_t>(i)] - x[static_cast<std::size_t>(j)], 2));
}

// J sum_{i<j} f(x_i - x_j) sigma_i . sigma_j = J sum f (2 P_ij - 1), P_ij exchanging the spins of i and j.
class Exchange : public Interaction {
 public:
  explicit Exchange(double strength = 1) : strength_(strength) {}

  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    for_pairs(walkers, [&](std::size_t w, int i, int j) { energy[w] -= strength_ * coupling(walkers.place(w), i, j); });
  }
  std::optional<Enters> connects() const override { return Enters::ratio; }
  void connect(const WalkerView& walkers, Connections& connections) const override {
    for_pairs(walkers, [&](std::size_t w, int i, int j) {
      connections.exchange(w, i, j, 1, 2 * strength_ * coupling(walkers.place(w), i, j), (i + j) % 2);
    });
  }

 private:
  template <class F>
  static void for_pairs(const WalkerView& walkers, F&& f) {
    for (std::size_t w = 0; w < walkers.count(); ++w)
      for (int j = 1; j < walkers.particles; ++j)
        for (int i = 0; i < j; ++i) f(w, i, j);
  }
  double strength_;
};

class ByParity final : public Exchange {
  std::vector<std::string> channels() const override { return {"even", "odd"}; }
};

// Any function: of no symmetry, with either sign.
double some_psi(std::span<const double> x, std::span<const LabelValue> s) {
  double sum = 0.3;
  for (std::size_t i = 0; i < x.size(); ++i)
    sum += std::sin(1.7 * x[i] + 0.9 * s[i] + static_cast<double>(i)) * (1 + 0.5 * s[i] * s[(i + 1) % x.size()]);
  return sum;
}

Walkers spins(std::size_t count, int particles) {
  auto walkers = Walkers::at_origin(count, particles, 1, 1);
  for (std::size_t n = 0; n < walkers.x.size(); ++n) walkers.x[n] = std::sin(2.1 * static_cast<double>(n * n));
  for (std::size_t w = 0; w < count; ++w)
    for (std::size_t i = 0; i < static_cast<std::size_t>(particles); ++i)
      walkers.labels_of(w)[i] = (w >> i & 1U) != 0 ? 1 : -1;  // every state of the spins
  return walkers;
}

LocalEnergies energies_at(Amplitude& psi, const System& system, const Walkers& walkers) {
  LocalEnergies energies;
  energies.psi.resize(walkers.count());
  evaluate(psi, walkers, energies.psi);
  for (const auto& term : system.interactions) {
    energies.terms.emplace_back(walkers.count());
    energies.channels.emplace_back(term.interaction->channels().size(), std::vector<double>(walkers.count()));
    term.interaction->diagonal(walkers, energies.terms.back());
  }
  add_connections(psi, system, walkers, energies);
  return energies;
}

// (sigma_i . sigma_j psi)(S) with Pauli's matrices, over all states of the spins; bit i of a state is the spin of i.
std::complex<double> pauli(int i, int j, std::size_t state, const std::vector<double>& psi) {
  using Matrix = std::array<std::array<std::complex<double>, 2>, 2>;  // rows and columns down, up
  const std::complex<double> one(0, 1);
  const std::array<Matrix, 3> sigma{Matrix{{{0, 1}, {1, 0}}}, Matrix{{{0, one}, {-one, 0}}}, Matrix{{{-1, 0}, {0, 1}}}};
  std::complex<double> sum = 0;
  for (const auto& s : sigma)
    for (std::size_t a = 0; a < 2; ++a)
      for (std::size_t b = 0; b < 2; ++b) {
        std::size_t other = state & ~(std::size_t{1} << i) & ~(std::size_t{1} << j);
        other |= a << i | b << j;
        sum += s[state >> i & 1U][a] * s[state >> j & 1U][b] * psi[other];
      }
  return sum;
}

TEST(Connected, exchanges_of_spins_are_the_products_of_pauli_matrices) {
  for (const int particles : {2, 3, 4}) {
    const std::size_t states = std::size_t{1} << particles;
    auto walkers = spins(states, particles);
    for (std::size_t w = 0; w < states; ++w)  // all of them at one place
      for (std::size_t i = 0; i < static_cast<std::size_t>(particles); ++i) walkers.place(w)[i] = walkers.place(0)[i];
    AnalyticPsi psi(of_places_and_labels(some_psi));
    System system{{.particles = particles}};
    system.interactions = {{"exchange", std::make_shared<Exchange>()}};
    const auto energies = energies_at(psi, system, walkers);
    std::vector<double> vector;
    for (const auto& value : energies.psi) vector.push_back(value.sign * std::exp(value.log_abs));
    for (std::size_t state = 0; state < states; ++state) {
      std::complex<double> expected = 0;
      for (int j = 1; j < particles; ++j)
        for (int i = 0; i < j; ++i) expected += coupling(walkers.place(0), i, j) * pauli(i, j, state, vector);
      EXPECT_NEAR(energies.terms[0][state] * vector[state], expected.real(), 1e-12) << particles << " " << state;
      EXPECT_NEAR(expected.imag(), 0, 1e-14);
    }
  }
}

TEST(Connected, spins_that_are_alike_are_not_evaluated_and_equal_exchanges_once) {
  const auto walkers = spins(16, 4);
  std::size_t different = 0;
  for (std::size_t w = 0; w < 16; ++w)
    for (std::size_t j = 1; j < 4; ++j)
      for (std::size_t i = 0; i < j; ++i) different += walkers.view().labels_of(w)[i] != walkers.view().labels_of(w)[j];
  AnalyticPsi psi(of_places_and_labels(some_psi));
  System one{{.particles = 4}}, two = one;
  one.interactions = {{"a", std::make_shared<Exchange>(3)}};
  two.interactions = {{"a", std::make_shared<Exchange>(1)}, {"b", std::make_shared<Exchange>(2)}};
  const auto together = energies_at(psi, one, walkers);
  EXPECT_EQ(psi.evaluated, 16 + different);
  psi.evaluated = 0;
  const auto apart = energies_at(psi, two, walkers);
  EXPECT_EQ(psi.evaluated, 16 + different);
  for (std::size_t w = 0; w < 16; ++w)
    EXPECT_NEAR(apart.terms[0][w] + apart.terms[1][w], together.terms[0][w], 1e-12 * std::abs(together.terms[0][w]));
}

TEST(Connected, channels_add_up_to_what_their_term_connects) {
  const auto walkers = spins(40, 4);
  AnalyticPsi psi(of_places_and_labels(some_psi));
  System system{{.particles = 4}};
  system.interactions = {{"exchange", std::make_shared<ByParity>()}};
  const auto energies = energies_at(psi, system, walkers);
  std::vector<double> diagonal(40);
  Exchange().diagonal(walkers, diagonal);
  ASSERT_EQ(energies.channels[0].size(), 2u);
  for (std::size_t w = 0; w < 40; ++w) {
    const double even = energies.channels[0][0][w], odd = energies.channels[0][1][w];
    EXPECT_NEAR(diagonal[w] + even + odd, energies.terms[0][w], 1e-12 * (1 + std::abs(even) + std::abs(odd)));
  }
}

TEST(Connected, numbers_do_not_depend_on_the_threads) {
  const auto walkers = spins(300, 4);
  AnalyticPsi one(of_places_and_labels(some_psi), 1), three(of_places_and_labels(some_psi), 3);
  System system{{.particles = 4}};
  system.interactions = {{"exchange", std::make_shared<Exchange>()}};
  EXPECT_EQ(energies_at(one, system, walkers).terms, energies_at(three, system, walkers).terms);
}

// psi where nothing is exchanged is psi.
class Nothing final : public Interaction {
 public:
  std::optional<Enters> connects() const override { return Enters::ratio; }
  void connect(const WalkerView& walkers, Connections& connections) const override {
    for (std::size_t w = 0; w < walkers.count(); ++w) connections.exchange(w, 0, 1, 0, 2.5);
  }
};

TEST(Connected, an_exchange_of_no_labels_is_a_number) {
  AnalyticPsi psi(of_places_and_labels(some_psi));
  System system{{.particles = 2}};
  system.interactions = {{"nothing", std::make_shared<Nothing>()}};
  const auto energies = energies_at(psi, system, spins(4, 2));
  for (const double energy : energies.terms[0]) EXPECT_EQ(energy, 2.5);
  EXPECT_EQ(psi.evaluated, 4u);
}

// A singlet and a triplet of two spins are eigenstates: sigma . sigma = -3 and 1 for every walker.
TEST(Connected, singlet_and_triplet_have_their_energy_for_every_walker) {
  auto walkers = spins(40, 2);
  for (std::size_t w = 0; w < 40; ++w) walkers.labels_of(w)[1] = static_cast<LabelValue>(-walkers.labels_of(w)[0]);
  System system{{.particles = 2}};
  system.interactions = {{"exchange", std::make_shared<Exchange>()}};
  for (const auto& [symmetry, value] : {std::pair{-1, -3.0}, std::pair{1, 1.0}}) {
    AnalyticPsi psi(
        of_places_and_labels([symmetry = symmetry](std::span<const double> x, std::span<const LabelValue> s) {
          return std::exp(-x[0] * x[0] - x[1] * x[1]) * (s[0] > 0 ? 1 : symmetry);
        }));
    const auto energies = energies_at(psi, system, walkers);
    for (std::size_t w = 0; w < 40; ++w)
      EXPECT_NEAR(energies.terms[0][w], value * coupling(walkers.place(w), 0, 1), 1e-13);
  }
}

// d/dx by a shift: (psi(x + h) - psi(x - h))/(2 h) as moves that enter as ratios.
class Slope final : public Interaction {
 public:
  std::optional<Enters> connects() const override { return Enters::ratio; }
  void connect(const WalkerView& walkers, Connections& connections) const override {
    for (std::size_t w = 0; w < walkers.count(); ++w)
      for (const double h : {1e-4, -1e-4})
        connections.move(w, 0, std::array{walkers.place(w)[0] + h}, 0.5 / h, Enters::ratio);
  }
};

TEST(Connected, moves_enter_with_the_sign_of_psi) {
  auto walkers = Walkers::at_origin(20, 2, 1);
  for (std::size_t n = 0; n < walkers.x.size(); ++n) walkers.x[n] = 0.31 * static_cast<double>(n) - 3;
  AnalyticPsi psi(of_places_and_labels(
      [](std::span<const double> x, std::span<const LabelValue>) { return std::sin(x[0]) + 0.1 * x[1]; }));
  System system{{.particles = 2}};
  system.interactions = {{"slope", std::make_shared<Slope>()}};
  const auto energies = energies_at(psi, system, walkers);
  for (std::size_t w = 0; w < 20; ++w) {
    const auto x = walkers.place(w);
    const double value = std::sin(x[0]) + 0.1 * x[1];
    EXPECT_NEAR(energies.terms[0][w], std::cos(x[0]) / value, 1e-6 / std::abs(value));
  }
  EXPECT_TRUE(energies.density.empty());
}

}  // namespace
}  // namespace kato
