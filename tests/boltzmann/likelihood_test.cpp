// SPDX-License-Identifier: Apache-2.0
#include "boltzmann/likelihood.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "boltzmann/machines.hpp"

namespace kato {
namespace {

constexpr double five_sigma = 4.892;

StreamKey stream(std::uint32_t step) { return {.seed = 4, .stage = 0, .step = step, .purpose = Purpose::test}; }

// Independent samples [count, N] but for a few thousand sweeps' memory of where they began.
std::vector<double> samples_of(const BoltzmannMachine& machine, std::size_t count, int sweeps, std::uint32_t step) {
  std::vector<double> x(count * machine.visible());
  for (std::size_t w = 0; w < count; ++w)
    gibbs(machine, std::span(x).subspan(w * machine.visible(), machine.visible()), sweeps, stream(step),
          static_cast<std::uint32_t>(w));
  return x;
}

std::vector<std::pair<std::vector<double> BoltzmannMachine::*, std::vector<double> MachineGradient::*>> parts() {
  return {{&BoltzmannMachine::a, &MachineGradient::a},
          {&BoltzmannMachine::b, &MachineGradient::b},
          {&BoltzmannMachine::v, &MachineGradient::v}};
}

TEST(Likelihood, the_exact_gradient_is_the_derivative_of_the_likelihood) {
  for (const auto kind : both_kinds) {
    const auto machine = random_machine(kind, 3, 4, 1);
    const auto samples = samples_of(random_machine(kind, 3, 2, 2), 20, 5, 0);
    const auto gradient = exact_gradient(machine, samples);
    for (const auto& [numbers, slopes] : parts())
      for (std::size_t n = 0; n < (machine.*numbers).size(); ++n) {
        constexpr double h = 1e-5;
        auto up = machine, down = machine;
        (up.*numbers)[n] += h;
        (down.*numbers)[n] -= h;
        EXPECT_NEAR((gradient.*slopes)[n], (log_likelihood(up, samples) - log_likelihood(down, samples)) / (2 * h),
                    1e-8);
      }
  }
}

// The chains' mean has a spread of its own, which many groups of chains tell.
TEST(Likelihood, contrastive_divergence_with_many_sweeps_has_the_exact_gradient_for_its_mean) {
  constexpr int groups = 60;
  for (const auto kind : both_kinds) {
    const auto machine = random_machine(kind, 2, 3, 3);
    const auto samples = samples_of(random_machine(kind, 2, 2, 4), 200, 5, 0);
    const auto exact = exact_gradient(machine, samples);
    std::vector<MachineGradient> found;
    for (std::uint32_t group = 0; group < groups; ++group) {
      auto chains = samples;
      found.push_back(contrastive_divergence(machine, samples, chains, 50, stream(1 + group)));
    }
    for (const auto& [numbers, slopes] : parts())
      for (std::size_t n = 0; n < (machine.*numbers).size(); ++n) {
        double mean = 0, square = 0;
        for (const auto& one : found) {
          mean += (one.*slopes)[n] / groups;
          square += (one.*slopes)[n] * (one.*slopes)[n] / groups;
        }
        const double error = std::sqrt((square - mean * mean) / (groups - 1));
        EXPECT_LT(error, 0.02);
        EXPECT_LT(std::abs(mean - (exact.*slopes)[n]), 1.2 * five_sigma * error);  // of 59 degrees of freedom
      }
  }
}

TEST(Likelihood, chains_that_stay_at_the_samples_teach_nothing) {
  const auto machine = random_machine(BoltzmannMachine::Visible::binary, 3, 3, 5);
  const auto samples = std::vector<double>(300, 1.0);
  auto chains = samples;
  const auto none = contrastive_divergence(machine, samples, chains, 0, stream(0));
  for (const double each : none.v) EXPECT_NEAR(each, 0, 1e-15);
}

// KL(known | learned) from all states; the samples are all states with their exact weights, so that nothing is random
// but the chains.
double divergence(const BoltzmannMachine& known, const BoltzmannMachine& learned) {
  double sum = 0;
  const double log_known = known.log_partition(), log_learned = learned.log_partition();
  for_binary(known.visible(), [&](std::span<const double> x) {
    const double log = -known.free_energy(x) - log_known;
    sum += std::exp(log) * (log + learned.free_energy(x) + log_learned);
  });
  return sum;
}

TEST(Likelihood, a_machine_learns_the_distribution_of_another) {
  BoltzmannMachine known(BoltzmannMachine::Visible::binary, 4, 1);
  known.v = {2, 2, -2, 3};
  known.b = {-1};
  auto learned = random_machine(BoltzmannMachine::Visible::binary, 4, 3, 7);
  const auto samples = samples_of(known, 4000, 100, 0);
  auto chains = samples;
  const double before = divergence(known, learned);
  for (std::uint32_t step = 0; step < 400; ++step)
    add(learned, contrastive_divergence(learned, samples, chains, 1, stream(1 + step)), 0.3);
  EXPECT_GT(before, 0.3);
  EXPECT_GT(divergence(known, learned), 0);
  EXPECT_LT(divergence(known, learned), 0.01);  // 15 free probabilities, from 4000 samples: 15/8000 is left
}

TEST(Likelihood, gibbs_sweeps_take_their_numbers_from_one_stream) {
  for (const auto kind : both_kinds) {
    const auto machine = random_machine(kind, 3, 5, 1);
    std::vector<double> x(3, 0.0), other(x), u(6), z(4), h(5);
    gibbs(machine, x, 1, stream(0), 8);
    fill_uniform(stream(0), 8, 0, u);
    machine.draw_hidden(other, std::span(u).first(5), h);
    kind == BoltzmannMachine::Visible::binary ? fill_uniform(stream(0), 8, 6, z) : fill_normal(stream(0), 8, 6, z);
    machine.draw_visible(h, std::span(z).first(3), other);
    EXPECT_EQ(x, other);
    gibbs(machine, other, 1, stream(0), 9);
    EXPECT_NE(x, other);
  }
}

}  // namespace
}  // namespace kato
