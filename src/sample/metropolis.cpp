// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/threads.hpp"
#include "sample/sampler.hpp"

namespace kato {
namespace {

// All particles of a walker move at once by normal steps of one width; the move is taken with probability
// min(1, |psi(x')|^2 / |psi(x)|^2).
class Metropolis final : public Sampler {
 public:
  explicit Metropolis(const Settings& settings)
      : width_(settings.real("width")), target_(settings.real("target_acceptance")) {}

  SweepReport sweep(Amplitude& psi, Walkers& walkers, const StreamKey& stream, int sweeps, bool adapt) override {
    const std::size_t size = psi.tile_walkers(), tiles = (walkers.count() + size - 1) / size;
    std::vector<long> accepted(tiles);
    std::vector<double> before(walkers.count());
    parallel_for(tiles, psi.threads(), [&](std::size_t tile, int thread) {
      const std::size_t begin = tile * size, end = std::min(walkers.count(), begin + size);
      accepted[tile] = move_tile(psi, thread, walkers, begin, end, stream, sweeps, before);
    });
    long taken = 0;
    for (const long count : accepted) taken += count;
    const double moves = static_cast<double>(walkers.count()) * std::max(1, sweeps);
    const SweepReport report{.acceptance = static_cast<double>(taken) / moves,
                             .correlation = correlation_of(before, walkers.log_abs)};
    if (adapt && sweeps > 0) adapt_width(report.acceptance);
    return report;
  }

  State state() const override { return {{"width", {width_}}}; }

  void restore(const State& state) override {
    const auto at = state.find("width");
    require(at != state.end() && at->second.size() == 1 && at->second[0] > 0,
            "metropolis: the saved state has no step width; start the run anew");
    width_ = at->second[0];
  }

 private:
  // The random numbers of some sweeps of a tile: steps [w, turn, d] and chances [w, turn].
  struct Draws {
    std::vector<double> steps, chances;

    // Of the sweeps [first, first + turns) of `sweeps`; `first` must be even.
    void draw(const StreamKey& stream, std::size_t walker, std::size_t count, std::size_t d, std::size_t first,
              std::size_t turns, std::size_t sweeps) {
      const std::size_t normals = d * turns, uniform = (d * sweeps + 1) / 2 * 2 + first;  // they follow the normal ones
      steps.resize(count * normals);
      chances.resize(count * turns);
      for (std::size_t w = 0; w < count; ++w) {
        const auto at = static_cast<std::uint32_t>(walker + w);
        fill_normal(stream, at, static_cast<std::uint32_t>(d * first), std::span(steps).subspan(w * normals, normals));
        fill_uniform(stream, at, static_cast<std::uint32_t>(uniform), std::span(chances).subspan(w * turns, turns));
      }
    }
  };

  // A tile makes all its sweeps while it is in the cache: walkers need not wait for one another.
  long move_tile(Amplitude& psi, int thread, Walkers& walkers, std::size_t begin, std::size_t end,
                 const StreamKey& stream, int sweeps, std::span<double> before) const {
    constexpr std::size_t most = 64;  // sweeps whose numbers are held at a time
    const std::size_t count = end - begin, d = static_cast<std::size_t>(walkers.coordinates);
    const auto all = static_cast<std::size_t>(sweeps);
    std::vector<double> moved(count * d), log_new(count), sign(count);
    const std::span<double> x(walkers.x.data() + begin * d, count * d), log_abs(walkers.log_abs.data() + begin, count);
    psi.value_tile(thread, x, log_abs, sign);
    std::ranges::copy(log_abs, before.begin() + static_cast<std::ptrdiff_t>(begin));
    Draws draws;
    long taken = 0;
    for (std::size_t sweep = 0; sweep < all; ++sweep) {
      const std::size_t turn = sweep % most, turns = std::min(most, all - (sweep - turn));
      if (turn == 0) draws.draw(stream, begin, count, d, sweep, turns, all);
      for (std::size_t w = 0; w < count; ++w)
        for (std::size_t k = 0; k < d; ++k)
          moved[w * d + k] = x[w * d + k] + width_ * draws.steps[(w * turns + turn) * d + k];
      psi.value_tile(thread, moved, log_new, sign);
      for (std::size_t w = 0; w < count; ++w) {
        if (!accept(log_abs[w], log_new[w], draws.chances[w * turns + turn])) continue;
        std::copy_n(moved.begin() + static_cast<std::ptrdiff_t>(w * d), d,
                    x.begin() + static_cast<std::ptrdiff_t>(w * d));
        log_abs[w] = log_new[w];
        ++taken;
      }
    }
    return taken;
  }

  // A walker where psi vanishes or is not a number leaves for anywhere finite; nobody ever goes there.
  static bool accept(double log_old, double log_new, double chance) {
    if (!std::isfinite(log_new)) return false;
    if (!std::isfinite(log_old)) return true;
    return std::log(chance) < 2 * (log_new - log_old);
  }

  void adapt_width(double acceptance) {
    width_ *= std::clamp(acceptance / target_, 0.5, 1.5);
    width_ = std::clamp(width_, 1e-6, 1e6);
  }

  double width_, target_;
};

}  // namespace

void register_metropolis(Registry& registry) {
  registry.add<Sampler>(
      {.name = "metropolis",
       .summary = "random-walk Metropolis, all particles at once, the step's width adapted to the wanted acceptance",
       .source = "Metropolis et al., J. Chem. Phys. 21, 1087 (1953)",
       .options = {{.name = "walkers",
                    .fallback = std::int64_t{512},
                    .summary = "independent walkers",
                    .lower = 2,
                    .upper = 16777216},
                   {.name = "sweeps",
                    .fallback = std::int64_t{10},
                    .summary = "sweeps between two steps",
                    .lower = 1,
                    .upper = 100000},
                   {.name = "thermalise",
                    .fallback = std::int64_t{200},
                    .summary = "sweeps before the first step",
                    .lower = 0,
                    .upper = 10000000},
                   {.name = "width",
                    .fallback = 0.5,
                    .summary = "width of the first steps",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true},
                   {.name = "target_acceptance",
                    .fallback = 0.5,
                    .summary = "acceptance that the width is adapted to",
                    .lower = 0,
                    .upper = 1,
                    .lower_open = true,
                    .upper_open = true}}},
      [](const Settings& settings) { return std::make_unique<Metropolis>(settings); });
}

}  // namespace kato
