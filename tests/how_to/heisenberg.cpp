// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/error.hpp"
#include "system/interaction.hpp"

namespace kato {
namespace {

// J exp(-r^2) sigma_i . sigma_j between every pair. With P_ij, which exchanges the spins of both, sigma_i . sigma_j is
// 2 P_ij - 1: a number, and psi where the spins are exchanged.
class Heisenberg final : public Interaction {
 public:
  Heisenberg(const Matter& matter, const Settings& settings)
      : space_(matter.space), strength_(settings.real("strength")) {
    require(matter.labels.size() == 1, "interaction heisenberg: needs particles with a sampled spin");
  }

  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    for_pairs(walkers, [&](std::size_t w, int, int, double coupling) { energy[w] -= coupling; });
  }

  std::optional<Enters> connects() const override { return Enters::ratio; }

  void connect(const WalkerView& walkers, Connections& connections) const override {
    for_pairs(walkers,
              [&](std::size_t w, int i, int j, double coupling) { connections.exchange(w, i, j, 1, 2 * coupling); });
  }

 private:
  template <class F>
  void for_pairs(const WalkerView& walkers, F&& f) const {
    const int d = walkers.dimensions;
    for (std::size_t w = 0; w < walkers.count(); ++w)
      for (int i = 1; i < walkers.particles; ++i)
        for (int j = 0; j < i; ++j) {
          const double* x = walkers.place(w).data();
          f(w, i, j, strength_ * std::exp(-space_.squared_distance(x + i * d, x + j * d, d)));
        }
  }

  Space space_;
  double strength_;
};

}  // namespace

void register_heisenberg(Registry& registry) {
  registry.add<Interaction>(
      {.name = "heisenberg",
       .summary = "J exp(-r^2) sigma_i . sigma_j between every pair of spins",
       .options = {{.name = "strength", .fallback = 1.0, .summary = "J", .unit = "hbar omega"}}},
      [](const Matter& matter, const Settings& settings) { return std::make_unique<Heisenberg>(matter, settings); });
}

}  // namespace kato
