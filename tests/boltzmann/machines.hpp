// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/random.hpp"
#include "boltzmann/machine.hpp"

namespace kato {

inline constexpr std::array both_kinds{BoltzmannMachine::Visible::binary, BoltzmannMachine::Visible::gaussian};

/// A machine with normal random parameters of variance 1/4, and widths from 0.7 on.
inline BoltzmannMachine random_machine(BoltzmannMachine::Visible kind, std::size_t visible, std::size_t hidden,
                                       std::uint64_t seed) {
  BoltzmannMachine machine(kind, visible, hidden);
  std::uint32_t number = 0;
  for (auto* numbers : {&machine.a, &machine.b, &machine.v}) {
    fill_normal({.seed = seed, .stage = 0, .step = 0, .purpose = Purpose::test}, number++, 0, *numbers);
    for (double& each : *numbers) each *= 0.5;
  }
  for (std::size_t i = 0; i < machine.s.size(); ++i) machine.s[i] = 0.7 + 0.2 * static_cast<double>(i);
  return machine;
}

/// Calls f(x [N]) for all 2^N binary layers.
template <class F>
void for_binary(std::size_t N, F&& f) {
  std::vector<double> x(N);
  for (std::size_t layer = 0; layer < std::size_t{1} << N; ++layer) {
    for (std::size_t i = 0; i < N; ++i) x[i] = static_cast<double>(layer >> i & 1U);
    f(std::span<const double>(x));
  }
}

}  // namespace kato
