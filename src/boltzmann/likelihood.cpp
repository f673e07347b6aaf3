// SPDX-License-Identifier: Apache-2.0
#include "boltzmann/likelihood.hpp"

#include <algorithm>
#include <cmath>

namespace kato {
namespace {

// Adds weight (-dF/dtheta) at x.
void add_slope(const BoltzmannMachine& machine, std::span<const double> x, double weight, MachineGradient& to) {
  const std::size_t M = machine.hidden();
  std::vector<double> p(M);
  machine.hidden_given(x, p);
  const bool gaussian = machine.kind() == BoltzmannMachine::Visible::gaussian;
  for (std::size_t i = 0; i < x.size(); ++i) {
    to.a[i] += weight * (gaussian ? (x[i] - machine.a[i]) / (machine.s[i] * machine.s[i]) : x[i]);
    for (std::size_t j = 0; j < M; ++j) to.v[i * M + j] += weight * x[i] * p[j];
  }
  for (std::size_t j = 0; j < M; ++j) to.b[j] += weight * p[j];
}

void add_mean_slope(const BoltzmannMachine& machine, std::span<const double> samples, double weight,
                    MachineGradient& to) {
  const std::size_t N = machine.visible(), count = samples.size() / N;
  for (std::size_t w = 0; w < count; ++w)
    add_slope(machine, samples.subspan(w * N, N), weight / static_cast<double>(count), to);
}

}  // namespace

MachineGradient::MachineGradient(const BoltzmannMachine& machine)
    : a(machine.a.size()), b(machine.b.size()), v(machine.v.size()) {}

double log_likelihood(const BoltzmannMachine& machine, std::span<const double> samples) {
  const std::size_t N = machine.visible(), count = samples.size() / N;
  double sum = 0;
  for (std::size_t w = 0; w < count; ++w) sum -= machine.free_energy(samples.subspan(w * N, N));
  return sum / static_cast<double>(count) - machine.log_partition();
}

// < -dE/dtheta > over p(x | h) p(h): E is linear in b and V, and its slope in a, (x - a)/s^2, is linear in x.
MachineGradient exact_gradient(const BoltzmannMachine& machine, std::span<const double> samples) {
  MachineGradient gradient(machine);
  add_mean_slope(machine, samples, 1, gradient);
  const std::size_t N = machine.visible(), M = machine.hidden();
  const bool gaussian = machine.kind() == BoltzmannMachine::Visible::gaussian;
  const double log_partition = machine.log_partition();
  std::vector<double> mean(N);
  machine.for_hidden([&](std::span<const double> h, double log) {
    const double p = std::exp(log - log_partition);
    machine.visible_given(h, mean);
    for (std::size_t i = 0; i < N; ++i) {
      gradient.a[i] -= p * (gaussian ? (mean[i] - machine.a[i]) / (machine.s[i] * machine.s[i]) : mean[i]);
      for (std::size_t j = 0; j < M; ++j) gradient.v[i * M + j] -= p * mean[i] * h[j];
    }
    for (std::size_t j = 0; j < M; ++j) gradient.b[j] -= p * h[j];
  });
  return gradient;
}

MachineGradient contrastive_divergence(const BoltzmannMachine& machine, std::span<const double> samples,
                                       std::span<double> chains, int sweeps, const StreamKey& stream) {
  const std::size_t N = machine.visible();
  for (std::size_t w = 0; w * N < chains.size(); ++w)
    gibbs(machine, chains.subspan(w * N, N), sweeps, stream, static_cast<std::uint32_t>(w));
  MachineGradient gradient(machine);
  add_mean_slope(machine, samples, 1, gradient);
  add_mean_slope(machine, chains, -1, gradient);
  return gradient;
}

void add(BoltzmannMachine& machine, const MachineGradient& gradient, double rate) {
  const auto move = [&](std::vector<double>& numbers, const std::vector<double>& by) {
    for (std::size_t n = 0; n < numbers.size(); ++n) numbers[n] += rate * by[n];
  };
  move(machine.a, gradient.a);
  move(machine.b, gradient.b);
  move(machine.v, gradient.v);
}

void gibbs(const BoltzmannMachine& machine, std::span<double> x, int sweeps, const StreamKey& stream,
           std::uint32_t walker) {
  const auto even = [](std::size_t n) { return static_cast<std::uint32_t>(n + n % 2); };
  std::vector<double> chance(machine.hidden()), numbers(machine.visible()), h(machine.hidden());
  std::uint32_t at = 0;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    fill_uniform(stream, walker, at, chance);
    machine.draw_hidden(x, chance, h);
    at += even(chance.size());
    const bool gaussian = machine.kind() == BoltzmannMachine::Visible::gaussian;
    gaussian ? fill_normal(stream, walker, at, numbers) : fill_uniform(stream, walker, at, numbers);
    machine.draw_visible(h, numbers, x);
    at += even(numbers.size());
  }
}

}  // namespace kato
