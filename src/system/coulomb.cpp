// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/error.hpp"
#include "system/interaction.hpp"

namespace kato {
namespace {

// V(r) = strength / sqrt(r^2 + softening^2) between every pair.
class Coulomb final : public Interaction {
 public:
  explicit Coulomb(const Settings& settings)
      : strength_(settings.real("strength")), softening_(settings.real("softening")), range_(settings.real("range")) {}

  void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    const int particles = walkers.particles, dimensions = walkers.dimensions;
    const double* x = walkers.x.data();
    for (double& total : energy) {
      double sum = 0;
      for (int i = 1; i < particles; ++i)
        for (int j = 0; j < i; ++j) {
          double square = softening_ * softening_;
          for (int c = 0; c < dimensions; ++c) {
            const double difference = x[i * dimensions + c] - x[j * dimensions + c];
            square += difference * difference;
          }
          sum += 1 / std::sqrt(square);
        }
      total += strength_ * sum;
      x += particles * dimensions;
    }
  }

  // Kato, Comm. Pure Appl. Math. 10, 151 (1957): 1/r is cancelled by (d - 1)/r psi' of a pair without a node, and by
  // (d + 1)/r psi' beside the node of two fermions of one kind; the relative motion has -nabla^2, twice a particle's.
  std::optional<PairCusp> cusp(int dimensions) const override {
    if (softening_ > 0 || strength_ == 0) return std::nullopt;
    const double without_node = strength_ / (dimensions - 1);
    return PairCusp{
        .unlike = without_node, .like = strength_ / (dimensions + 1), .range = range_, .bosons = without_node};
  }

  void check(int dimensions, std::span<const Species> /*species*/, Statistics /*statistics*/) const override {
    require(dimensions > 1 || softening_ > 0,
            "interaction coulomb: 1/r binds or keeps particles apart without bound in one dimension; set softening, or "
            "system.dimensions to 2 or 3");
  }

 private:
  double strength_, softening_, range_;
};

}  // namespace

void register_coulomb(Registry& registry) {
  registry.add<Interaction>(
      {.name = "coulomb",
       .summary = "strength / sqrt(r^2 + softening^2) between every pair of particles",
       .source = "the cusps: Kato, Comm. Pure Appl. Math. 10, 151 (1957)",
       .options = {{.name = "strength",
                    .fallback = 1.0,
                    .summary = "1 in effective atomic units; negative attracts",
                    .unit = "hbar omega a_ho"},
                   {.name = "softening",
                    .fallback = 0.0,
                    .summary = "keeps the energy finite where particles meet; 0 for 1/r itself and its cusps",
                    .unit = "a_ho",
                    .lower = 0},
                   {.name = "range",
                    .fallback = 1.0,
                    .summary = "the distance to which the cusps are felt, in lengths of the trap",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Settings& settings) { return std::make_unique<Coulomb>(settings); });
}

}  // namespace kato
