// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "sample/moves.hpp"

namespace kato {
namespace {

// All particles of a walker move at once by normal steps of one width; the move is taken with probability
// min(1, |psi(x')|^2 / |psi(x)|^2).
class Metropolis final : public MovingSampler {
 public:
  explicit Metropolis(const Settings& settings) : MovingSampler("metropolis", settings) {}

 private:
  std::size_t tile_walkers(Amplitude& psi) const override { return psi.tile_walkers(); }

  double move(Amplitude& psi, int thread, const StreamKey& stream, int sweeps, const WalkerTile& tile,
              std::span<double> before) const override {
    const std::size_t count = tile.count(), d = tile.coordinates;
    std::vector<double> moved(count * d), log_new(count), sign(count);
    psi.value_tile(thread, tile.x, tile.log_abs, sign);
    std::ranges::copy(tile.log_abs, before.begin());
    Draws draws(stream, tile, d, 1, sweeps);
    long taken = 0;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      draws.begin(sweep);
      for (std::size_t w = 0; w < count; ++w)
        for (std::size_t k = 0; k < d; ++k) moved[w * d + k] = tile.x[w * d + k] + width() * draws.normals(w)[k];
      psi.value_tile(thread, moved, log_new, sign);
      for (std::size_t w = 0; w < count; ++w) {
        if (!accepts(tile.log_abs[w], log_new[w], draws.chance(w))) continue;
        std::ranges::copy(std::span(moved).subspan(w * d, d), tile.x.subspan(w * d, d).begin());
        tile.log_abs[w] = log_new[w];
        ++taken;
      }
    }
    return static_cast<double>(taken);
  }
};

}  // namespace

void register_metropolis(Registry& registry) {
  registry.add<Sampler>(
      {.name = "metropolis",
       .summary = "random-walk Metropolis, all particles at once, the step's width adapted to the wanted acceptance",
       .source = "Metropolis et al., J. Chem. Phys. 21, 1087 (1953)",
       .options = MovingSampler::options(0.5, 0.5)},
      [](const Settings& settings) { return std::make_unique<Metropolis>(settings); });
}

}  // namespace kato
