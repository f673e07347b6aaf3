// SPDX-License-Identifier: Apache-2.0
#include "optimize/adam_moments.hpp"

#include <cmath>

namespace kato {

void AdamMoments::step(std::span<const double> gradient, double rate, const AdamConstants& constants,
                       std::span<double> update) {
  const auto [beta1, beta2, epsilon] = constants;
  ++steps;
  const double first_bias = 1 - std::pow(beta1, steps), second_bias = 1 - std::pow(beta2, steps);
  for (std::size_t p = 0; p < update.size(); ++p) {
    first[p] = beta1 * first[p] + (1 - beta1) * gradient[p];
    second[p] = beta2 * second[p] + (1 - beta2) * gradient[p] * gradient[p];
    update[p] = -rate * (first[p] / first_bias) / (std::sqrt(second[p] / second_bias) + epsilon);
  }
}

}  // namespace kato
