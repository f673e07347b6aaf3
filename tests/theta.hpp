// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "psi/amplitude.hpp"

namespace kato {

/// The parameters of now, to compare and to come back to.
inline std::vector<double> theta_of(const Amplitude& psi) {
  const auto theta = psi.parameters();
  return {theta.begin(), theta.end()};
}

}  // namespace kato
