// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kato {

/// What a random number is for: part of its address, so that no two uses share a stream.
enum class Purpose : std::uint32_t {
  parameters,
  walkers,
  thermalisation,
  proposal,
  pretraining,
  evaluation,
  test,
  observable
};

/// The address of a stream of random numbers. Every number is a function of (address, walker, index) alone:
/// no state, so one seed gives one trajectory whatever the number of threads.
struct StreamKey {
  std::uint64_t seed = 0;
  std::uint32_t stage = 0;
  std::uint32_t step = 0;
  Purpose purpose = Purpose::test;
};

/// Fills `out` [walkers, n] with the uniform numbers in (0, 1) at (walker, first), (walker, first + 1), ... of the
/// stream, those of the next walker, and so on. A block of the generator holds two numbers: `first` must be even, and
/// n, too, for more than one walker. Philox 4x32-10 (Salmon, Moraes, Dror, Shaw, SC11), 53 random bits each.
void fill_uniform(const StreamKey& key, std::uint32_t walker, std::uint32_t first, std::span<double> out,
                  std::size_t walkers = 1);

/// The same with standard normal numbers (Box and Muller on the pairs of uniform ones).
void fill_normal(const StreamKey& key, std::uint32_t walker, std::uint32_t first, std::span<double> out,
                 std::size_t walkers = 1);

}  // namespace kato
