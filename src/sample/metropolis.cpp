// SPDX-License-Identifier: Apache-2.0
#include "sample/move.hpp"

namespace kato {
namespace {

// All particles of a walker move at once by normal steps of one width.
class AllParticles final : public Move {
 public:
  std::string name() const override { return "all particles"; }
  std::size_t normals(std::size_t coordinates) const override { return coordinates; }

  void propose(std::size_t w, const TilePlaces& now, TilePlaces& next, const MoveNumbers& numbers,
               double width) const override {
    const std::size_t d = numbers.normals.size();
    for (std::size_t k = 0; k < d; ++k)
      next.walkers.x[w * d + k] = now.walkers.x[w * d + k] + width * numbers.normals[k];
  }
};

}  // namespace

void register_metropolis(Registry& registry) {
  registry.add<Sampler>(
      {.name = "metropolis",
       .summary = "random-walk Metropolis, all particles at once, the step's width adapted to the wanted acceptance",
       .source = "Metropolis et al., J. Chem. Phys. 21, 1087 (1953)",
       .options = StepWidth::options(0.5, 0.5)},
      [](const Settings& settings) {
        return std::make_unique<MoveSampler>("metropolis", settings, std::make_unique<AllParticles>());
      });
}

}  // namespace kato
