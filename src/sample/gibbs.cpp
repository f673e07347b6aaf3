// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "boltzmann/from_graph.hpp"
#include "boltzmann/likelihood.hpp"
#include "sample/tiles.hpp"

namespace kato {
namespace {

// Where |psi|^2 is the density of the visible units of a Boltzmann machine: all hidden units are drawn given the
// walker, then all its coordinates given them, both from their exact distributions. Nothing is ever rejected.
class Gibbs final : public Sampler {
 public:
  void check(Amplitude& psi) const override {
    require(psi.graph_or_null() != nullptr && is_machine(*psi.graph_or_null()),
            "gibbs: the square of this wave function is not the density of a Boltzmann machine, whose hidden units "
            "could be drawn; use ansatz.kind = \"boltzmann\", or sampler.kind = \"metropolis\" or \"mala\"");
  }

  SweepReport sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool /*adapt*/) override {
    const auto machine = machine_of(*psi.graph_or_null(), psi.parameters());
    const auto move = [&](int thread, const WalkerTile& tile, std::span<double> before, std::span<double> taken) {
      std::vector<LogPsi> values(tile.count());
      psi.value_tile(thread, tile.view(), values);
      for (std::size_t w = 0; w < tile.count(); ++w) before[w] = values[w].log_abs;
      const std::size_t d = tile.coordinates();
      for (std::size_t w = 0; w < tile.count(); ++w)
        gibbs(machine, tile.x.subspan(w * d, d), sweeps, stream, static_cast<std::uint32_t>(tile.first + w));
      psi.value_tile(thread, tile.view(), values);
      for (std::size_t w = 0; w < tile.count(); ++w) tile.log_abs[w] = values[w].log_abs;
      taken[0] += static_cast<double>(tile.count()) * sweeps;
    };
    return move_tiles(psi, walkers, psi.tile_walkers(), sweeps, {"gibbs"}, move);
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
