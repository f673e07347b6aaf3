// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.hpp"
#include "sample/moves.hpp"

namespace kato {
namespace {

// One place of each walker of a tile: x, v = grad ln|psi| [n, A d], and ln|psi| [n].
struct Places {
  std::vector<double> x, v, log_abs, sign;

  Places(std::size_t walkers, std::size_t coordinates)
      : x(walkers * coordinates), v(x.size()), log_abs(walkers), sign(walkers) {}

  void evaluate(Amplitude& psi, int thread) { psi.gradient_tile(thread, x, log_abs, sign, v); }
};

// Metropolis-adjusted Langevin: with steps of width s, all particles move at once by
//     x' = x + D(x) + s xi,   D_k = s^2 v_k / sqrt(1 + s^2 v_k^2 / 2),   v = grad ln|psi|,
// and the move is taken with probability min(1, |psi(x')|^2 q(x|x') / |psi(x)|^2 q(x'|x)), where q(x'|x) is the normal
// density of x' about x + D(x). Near a node v grows as one over the distance, and s^2 v would throw walkers out: the
// drift of a coordinate is kept below sqrt(2) s, how far dx/dt = 1/x leads from the node in the time s^2. D is a
// function of x alone, so detailed balance is exact.
class Mala final : public MovingSampler {
 public:
  explicit Mala(const Settings& settings) : MovingSampler("mala", settings) {}

  void check(Amplitude& psi) const override {
    require(psi.gradient_tile_walkers() > 0,
            "mala: this wave function has no gradients (the drift needs them); use sampler.kind = \"metropolis\"");
  }

 private:
  std::size_t tile_walkers(Amplitude& psi) const override { return psi.gradient_tile_walkers(); }

  double drift(double v) const {
    const double steps = width() * v;
    return std::isfinite(v) ? width() * steps / std::sqrt(1 + 0.5 * steps * steps) : 0;
  }

  // ln q(x|x') - ln q(x'|x) of one walker that took the normal numbers xi from `from` to `to`.
  double log_proposals(std::span<const double> xi, const double* from, const double* to, const double* v_to) const {
    double sum = 0;
    for (std::size_t k = 0; k < xi.size(); ++k) {
      const double back = (from[k] - to[k] - drift(v_to[k])) / width();
      sum += xi[k] * xi[k] - back * back;
    }
    return 0.5 * sum;
  }

  double move(Amplitude& psi, int thread, const StreamKey& stream, int sweeps, const WalkerTile& tile,
              std::span<double> before) const override {
    const std::size_t count = tile.count(), d = tile.coordinates;
    Places now(count, d), next(count, d);
    std::ranges::copy(tile.x, now.x.begin());
    now.evaluate(psi, thread);
    std::ranges::copy(now.log_abs, before.begin());
    Draws draws(stream, tile, d, 1, sweeps);
    long taken = 0;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      draws.begin(sweep);
      for (std::size_t w = 0; w < count; ++w)
        for (std::size_t n = w * d; n < (w + 1) * d; ++n)
          next.x[n] = now.x[n] + drift(now.v[n]) + width() * draws.normals(w)[n - w * d];
      next.evaluate(psi, thread);
      for (std::size_t w = 0; w < count; ++w) {
        const double back = log_proposals(draws.normals(w), &now.x[w * d], &next.x[w * d], &next.v[w * d]);
        if (!accepts(now.log_abs[w], next.log_abs[w], draws.chance(w), back)) continue;
        std::copy_n(&next.x[w * d], d, &now.x[w * d]);
        std::copy_n(&next.v[w * d], d, &now.v[w * d]);
        now.log_abs[w] = next.log_abs[w];
        ++taken;
      }
    }
    std::ranges::copy(now.x, tile.x.begin());
    std::ranges::copy(now.log_abs, tile.log_abs.begin());
    return static_cast<double>(taken);
  }
};

}  // namespace

void register_mala(Registry& registry) {
  registry.add<Sampler>(
      {.name = "mala",
       .summary =
           "Metropolis-adjusted Langevin: all particles at once along the drift grad ln|psi|, limited near nodes",
       .source =
           "Roberts and Tweedie, Bernoulli 2, 341 (1996); Umrigar, Nightingale and Runge, J. Chem. Phys. 99, 2865 "
           "(1993) for drifts near nodes",
       .options = MovingSampler::options(0.5, 0.6)},
      [](const Settings& settings) { return std::make_unique<Mala>(settings); });
}

}  // namespace kato
