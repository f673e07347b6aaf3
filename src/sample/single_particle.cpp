// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.hpp"
#include "sample/slater_walkers.hpp"
#include "sample/tiles.hpp"

namespace kato {
namespace {

// The particles of a walker move one after the other by normal steps of one width, each taken or not by itself. psi
// must be made of determinants whose rows depend on their own particle alone: a move then takes one row of orbitals and
// changes every inverse by a matrix of rank one. Inverses are computed anew once a sweep.
class SingleParticle final : public Sampler {
 public:
  explicit SingleParticle(const Settings& settings) : width_(settings) {}

  void check(Amplitude& psi) const override {
    require(psi.orbital_rows() != nullptr,
            "single-particle: moving one particle of this wave function changes more than one row of its determinants "
            "(backflow), or it has other factors; use sampler.kind = \"metropolis\" or \"mala\", or ansatz.kind = "
            "\"slater\" for particles of one species");
  }

  SweepReport sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool adapt) override {
    OrbitalRows& orbitals = *psi.orbital_rows();
    auto report =
        move_tiles(psi, walkers, orbitals.tile_points(), sweeps, {"one particle"},
                   [&](int thread, const WalkerTile& tile, std::span<double> before, std::span<double> taken) {
                     taken[0] += move(orbitals, thread, stream, sweeps, tile, before);
                   });
    if (adapt && sweeps > 0) width_.adapt(report.acceptance);
    return report;
  }

  State state() const override { return width_.state(); }
  void restore(const State& state) override { width_.restore(state, "single-particle"); }

 private:
  // One particle of each walker of a tile at some point, and its row of orbitals there.
  struct Points {
    std::vector<double> x, rows, factors;

    Points(const OrbitalRows& orbitals, std::size_t walkers, std::size_t dimensions)
        : x(walkers * dimensions),
          rows(walkers * static_cast<std::size_t>(orbitals.determinants() * orbitals.particles())),
          factors(walkers) {}
    void evaluate(OrbitalRows& orbitals, int thread) { orbitals.rows_tile(thread, x, rows, factors); }
    std::span<const double> row(std::size_t w) const {
      const std::size_t size = rows.size() / factors.size();
      return std::span(rows).subspan(w * size, size);
    }
  };

  // A tile of walkers under way.
  struct Journey {
    OrbitalRows& orbitals;
    int thread;
    WalkerTile tile;
    std::size_t particles = static_cast<std::size_t>(orbitals.particles()), dimensions = tile.coordinates() / particles;
    SlaterWalkers psi{tile.count(), orbitals.particles(), orbitals.determinants()};
    Points points{orbitals, tile.count(), dimensions};

    double* place(std::size_t w, std::size_t i) { return &tile.x[w * tile.coordinates() + i * dimensions]; }

    void begin() {
      for (std::size_t i = 0; i < particles; ++i) {
        for (std::size_t w = 0; w < tile.count(); ++w) std::copy_n(place(w, i), dimensions, &points.x[w * dimensions]);
        points.evaluate(orbitals, thread);
        for (std::size_t w = 0; w < tile.count(); ++w) psi.set_row(w, i, points.row(w), points.factors[w]);
      }
      refresh();
    }

    void refresh() {
      for (std::size_t w = 0; w < tile.count(); ++w) {
        psi.refresh(w);
        tile.log_abs[w] = psi.log_abs(w);
      }
    }

    // A walker where psi vanishes or is not a number may go anywhere: one move alone might not lead out.
    long move_particle(std::size_t i, double width, const Draws& draws) {
      for (std::size_t w = 0; w < tile.count(); ++w)
        for (std::size_t c = 0; c < dimensions; ++c)
          points.x[w * dimensions + c] = place(w, i)[c] + width * draws.normals(w)[i * dimensions + c];
      points.evaluate(orbitals, thread);
      long taken = 0;
      for (std::size_t w = 0; w < tile.count(); ++w) {
        const double now = psi.log_abs(w), next = psi.log_abs_with(w, i, points.row(w), points.factors[w]);
        if (std::isfinite(now) && !accepts(now, next, draws.chance(w, i))) continue;
        psi.replace(w, i, points.row(w), points.factors[w]);
        std::copy_n(&points.x[w * dimensions], dimensions, place(w, i));
        ++taken;
      }
      return taken;
    }
  };

  // How many of the moves were taken, a sweep of all particles counting as one.
  double move(OrbitalRows& orbitals, int thread, const StreamKey& stream, int sweeps, const WalkerTile& tile,
              std::span<double> before) const {
    Journey journey{.orbitals = orbitals, .thread = thread, .tile = tile};
    journey.begin();
    std::ranges::copy(tile.log_abs, before.begin());
    Draws draws(stream, tile, tile.coordinates(), journey.particles, sweeps);
    long taken = 0;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      draws.begin(sweep);
      for (std::size_t i = 0; i < journey.particles; ++i) taken += journey.move_particle(i, width_.value(), draws);
      journey.refresh();
    }
    return static_cast<double>(taken) / static_cast<double>(journey.particles);
  }

  StepWidth width_;
};

}  // namespace

void register_single_particle(Registry& registry) {
  registry.add<Sampler>(
      {.name = "single-particle",
       .summary =
           "one particle at a time with rank-one updates of the determinants; for wave functions without backflow "
           "(slater)",
       .source = "Ceperley, Chester and Kalos, Phys. Rev. B 16, 3081 (1977)",
       .options = StepWidth::options(1, 0.4)},
      [](const Settings& settings) { return std::make_unique<SingleParticle>(settings); });
}

}  // namespace kato
