// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdint>

#include "sample/move.hpp"

namespace kato {
namespace {

// Some particles of a walker, any of them, or all move at once by normal steps of one width. Which ones move does not
// depend on where they are, so both ways are proposed alike.
class SomeParticles final : public Move {
 public:
  // 0 for all of them.
  explicit SomeParticles(std::size_t moved) : moved_(moved) {}

  std::string name() const override {
    return moved_ == 0 ? "all particles" : moved_ == 1 ? "one particle" : std::to_string(moved_) + " particles";
  }
  std::size_t normals(std::size_t coordinates) const override { return coordinates; }
  std::size_t chances(std::size_t particles) const override { return all(particles) ? 0 : particles; }

  void propose(std::size_t w, const TilePlaces& now, TilePlaces& next, const MoveNumbers& numbers,
               double width) const override {
    const auto A = static_cast<std::size_t>(now.walkers.particles);
    const std::size_t d = numbers.normals.size() / A, begin = w * numbers.normals.size();
    // Where psi vanishes a few particles alone might not lead out.
    const bool every = all(A) || !std::isfinite(now.psi[w].log_abs);
    std::size_t left = every ? A : moved_;
    for (std::size_t i = 0; i < A; ++i) {
      // Of those that are left, each is as likely as any other.
      if (!every && numbers.chances[i] * static_cast<double>(A - i) >= static_cast<double>(left)) continue;
      --left;
      for (std::size_t k = i * d; k < (i + 1) * d; ++k)
        next.walkers.x[begin + k] = now.walkers.x[begin + k] + width * numbers.normals[k];
    }
  }

 private:
  bool all(std::size_t particles) const { return moved_ == 0 || moved_ >= particles; }

  std::size_t moved_;
};

std::vector<Option> options() {
  auto options = StepWidth::options(0.5, 0.5);
  options.push_back({.name = "moved",
                     .fallback = std::int64_t{0},
                     .summary = "particles that a sweep moves at once, any of them; 0 for all. A sweep is one proposal "
                                "and one value of the wave function, whatever their number",
                     .lower = 0,
                     .upper = 1000});
  return options;
}

}  // namespace

void register_metropolis(Registry& registry) {
  registry.add<Sampler>(
      {.name = "metropolis",
       .summary =
           "random-walk Metropolis, all particles at once or a few, the step's width adapted to the wanted acceptance",
       .source = "Metropolis et al., J. Chem. Phys. 21, 1087 (1953)",
       .options = options()},
      [](const Settings& settings) {
        const auto moved = settings.integer("moved");
        return std::make_unique<MoveSampler>("metropolis", settings,
                                             std::make_unique<SomeParticles>(static_cast<std::size_t>(moved)));
      });
}

}  // namespace kato
