// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "system/interaction.hpp"

namespace kato {
namespace {

// V(r) = strength / (sqrt(2 pi) range)^d exp(-r^2 / (2 range^2)): its integral is the strength.
class Gaussian final : public Interaction {
 public:
  explicit Gaussian(const Settings& settings) : strength_(settings.real("strength")), range_(settings.real("range")) {}

  void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    const int particles = walkers.particles, dimensions = walkers.dimensions;
    const double height = strength_ * std::pow(std::sqrt(2 * std::numbers::pi) * range_, -dimensions);
    const double exponent = -0.5 / (range_ * range_);
    const double* x = walkers.x.data();
    for (double& total : energy) {
      double sum = 0;
      for (int i = 1; i < particles; ++i) {
        for (int j = 0; j < i; ++j) {
          double square = 0;
          for (int c = 0; c < dimensions; ++c) {
            const double difference = x[i * dimensions + c] - x[j * dimensions + c];
            square += difference * difference;
          }
          sum += std::exp(exponent * square);
        }
      }
      total += height * sum;
      x += particles * dimensions;
    }
  }

 private:
  double strength_, range_;
};

}  // namespace

void register_gaussian(Registry& registry) {
  registry.add<Interaction>({.name = "gaussian",
                             .summary = "V0/(sqrt(2 pi) s0)^d exp(-r^2/(2 s0^2)) between every pair of particles",
                             .source = "Keeble et al., Phys. Rev. A 108, 063320 (2023), Eq. (2)",
                             .options = {{.name = "strength",
                                          .fallback = 0.0,
                                          .summary = "V0, the integral of the potential; negative attracts",
                                          .unit = "hbar omega a_ho^d",
                                          .required = true},
                                         {.name = "range",
                                          .fallback = 0.5,
                                          .summary = "s0, the width",
                                          .unit = "a_ho",
                                          .lower = 0,
                                          .lower_open = true}}},
                            [](const Settings& settings) { return std::make_unique<Gaussian>(settings); });
}

}  // namespace kato
