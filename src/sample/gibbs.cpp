// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.hpp"
#include "boltzmann/likelihood.hpp"
#include "sample/moves.hpp"

namespace kato {
namespace {

// Where |psi|^2 is the density of the visible units of a Boltzmann machine: all hidden units are drawn given the
// walker, then all its coordinates given them, both from their exact distributions. Nothing is ever rejected.
class Gibbs final : public Sampler {
 public:
  void check(Amplitude& psi) const override {
    require(psi.is_machine(),
            "gibbs: the square of this wave function is not the density of a Boltzmann machine, whose hidden units "
            "could be drawn; use ansatz.kind = \"boltzmann\", or sampler.kind = \"metropolis\" or \"mala\"");
  }

  SweepReport sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool /*adapt*/) override {
    const auto machine = psi.machine();
    return move_tiles(psi, walkers, psi.tile_walkers(), sweeps,
                      [&](int thread, const WalkerTile& tile, std::span<double> before) {
                        std::vector<double> sign(tile.count());
                        psi.value_tile(thread, tile.x, tile.log_abs, sign);
                        std::ranges::copy(tile.log_abs, before.begin());
                        for (std::size_t w = 0; w < tile.count(); ++w)
                          gibbs(machine, tile.x.subspan(w * tile.coordinates, tile.coordinates), sweeps, stream,
                                static_cast<std::uint32_t>(tile.first + w));
                        psi.value_tile(thread, tile.x, tile.log_abs, sign);
                        return static_cast<double>(tile.count()) * sweeps;
                      });
  }

  State state() const override { return {}; }
  void restore(const State& /*state*/) override {}
};

}  // namespace

void register_gibbs(Registry& registry) {
  registry.add<Sampler>(
      {.name = "gibbs",
       .summary =
           "the hidden units given the walker, then the walker given the hidden units, without rejection; for the "
           "ansatz boltzmann",
       .source = "Geman and Geman, IEEE Trans. Pattern Anal. Mach. Intell. 6, 721 (1984)",
       .options = walker_options()},
      [](const Settings&) { return std::make_unique<Gibbs>(); });
}

}  // namespace kato
