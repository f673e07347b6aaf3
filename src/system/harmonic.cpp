// SPDX-License-Identifier: Apache-2.0
#include "system/potential.hpp"

namespace kato {
namespace {

class Harmonic final : public Potential {
 public:
  void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    const int coordinates = walkers.particles * walkers.dimensions;
    const double* x = walkers.x.data();
    for (double& total : energy) {
      double square = 0;
      for (int k = 0; k < coordinates; ++k) square += x[k] * x[k];
      total += 0.5 * square;
      x += coordinates;
    }
  }
  bool harmonic() const override { return true; }
};

}  // namespace

const Potential& oscillator() {
  static const Harmonic trap;
  return trap;
}

void register_harmonic(Registry& registry) {
  registry.add<Potential>({.name = "harmonic", .summary = "sum_i |x_i|^2 / 2, the unit of energy being hbar omega"},
                          [](const Settings&) { return std::make_unique<Harmonic>(); });
}

}  // namespace kato
