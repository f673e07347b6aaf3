// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kato {

/// Where the wall time of a training step goes. The phases add up to the step; the ops are what of sampling, local
/// energy, forward and backward is spent on products, on determinants and on all else, and add up to those four.
struct Profile {
  using Parts = std::vector<std::pair<std::string, double>>;

  std::int64_t steps = 0;
  /// Seconds a step: sampling, local_energy, forward and backward (of the gradient), optimizer, output, other.
  Parts phases = {};
  Parts ops = {};  ///< seconds a step: linear, determinant, pointwise

  double total() const;
};

/// From the times "sampling", "local_energy", "gradient", "optimizer", "output" and "training" (what is none of these)
/// of so many steps, and the booked ops.
Profile profile_of(const std::map<std::string, double>& seconds, std::int64_t steps);

/// A table.
std::string profile_text(const Profile& profile);

}  // namespace kato
