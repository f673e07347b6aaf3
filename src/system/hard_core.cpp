// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "system/interaction.hpp"

namespace kato {
namespace {

// V(r) is infinite for r <= a and zero beyond: wave functions vanish there, and no walker ever comes in.
class HardCore final : public Interaction {
 public:
  explicit HardCore(const Settings& settings) : radius_(settings.real("radius")), range_(settings.real("range")) {}

  void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    const int particles = walkers.particles, dimensions = walkers.dimensions;
    const double* x = walkers.x.data();
    for (double& total : energy) {
      for (int i = 1; i < particles; ++i)
        for (int j = 0; j < i; ++j) {
          double square = 0;
          for (int c = 0; c < dimensions; ++c) {
            const double difference = x[i * dimensions + c] - x[j * dimensions + c];
            square += difference * difference;
          }
          if (square <= radius_ * radius_) total = std::numeric_limits<double>::infinity();
        }
      x += particles * dimensions;
    }
  }

  // What it does at the surface of the cores is met by no walker; the observable virial is refused for it.
  void add_work(const Configurations& /*walkers*/, std::span<double> /*work*/) const override {}

  std::optional<PairCusp> cusp(int /*dimensions*/) const override { return PairCusp{.range = range_, .core = radius_}; }

 private:
  double radius_, range_;
};

}  // namespace

void register_hard_core(Registry& registry) {
  registry.add<Interaction>(
      {.name = "hard-core",
       .summary = "no two particles come closer than the radius a; in three dimensions a is the scattering length",
       .source = "DuBois and Glyde, Phys. Rev. A 63, 023602 (2001), for trapped bosons",
       .options = {{.name = "radius",
                    .fallback = 0.0,
                    .summary = "a, the least distance of two particles",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true,
                    .required = true},
                   {.name = "range",
                    .fallback = 1.0,
                    .summary = "in one dimension: the distance over which the factor beside the core levels off, in "
                               "lengths of the trap",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Settings& settings) { return std::make_unique<HardCore>(settings); });
}

}  // namespace kato
