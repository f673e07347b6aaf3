// SPDX-License-Identifier: Apache-2.0
#include "system/potential.hpp"

namespace kato {
namespace {

class Harmonic final : public Potential {
 public:
  void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    add_squares(0.5, walkers, energy);
  }
  void add_work(const Configurations& walkers, std::span<double> work) const override { add_squares(1, walkers, work); }
  bool harmonic() const override { return true; }

 private:
  static void add_squares(double factor, const Configurations& walkers, std::span<double> sums) noexcept {
    const int coordinates = walkers.particles * walkers.dimensions;
    const double* x = walkers.x.data();
    for (double& sum : sums) {
      double square = 0;
      for (int k = 0; k < coordinates; ++k) square += x[k] * x[k];
      sum += factor * square;
      x += coordinates;
    }
  }
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
