// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "sample/move.hpp"

namespace kato {
namespace {

// Metropolis-adjusted Langevin: with steps of width s, all particles move at once by
//     x' = x + D(x) + s xi,   D_k = s^2 v_k / sqrt(1 + s^2 v_k^2 / 2),   v = grad ln|psi|,
// and the move is taken with probability min(1, |psi(x')|^2 q(x|x') / |psi(x)|^2 q(x'|x)), where q(x'|x) is the normal
// density of x' about x + D(x). Near a node v grows as one over the distance, and s^2 v would throw walkers out: the
// drift of a coordinate is kept below sqrt(2) s, how far dx/dt = 1/x leads from the node in the time s^2. D is a
// function of x alone, so detailed balance is exact.
class Drift final : public Move {
 public:
  std::string name() const override { return "drift"; }
  bool needs_gradient() const override { return true; }
  std::size_t normals(std::size_t coordinates) const override { return coordinates; }

  void propose(std::size_t w, const TilePlaces& now, TilePlaces& next, const MoveNumbers& numbers,
               double width) const override {
    const std::size_t d = numbers.normals.size();
    for (std::size_t k = 0, n = w * d; k < d; ++k, ++n)
      next.walkers.x[n] = now.walkers.x[n] + drift(now.gradient[n], width) + width * numbers.normals[k];
  }

  double log_proposals(std::size_t w, const TilePlaces& now, const TilePlaces& next, const MoveNumbers& numbers,
                       double width) const override {
    const auto& xi = numbers.normals;
    double sum = 0;
    for (std::size_t k = 0, n = w * xi.size(); k < xi.size(); ++k, ++n) {
      const double back = (now.walkers.x[n] - next.walkers.x[n] - drift(next.gradient[n], width)) / width;
      sum += xi[k] * xi[k] - back * back;
    }
    return 0.5 * sum;
  }

 private:
  static double drift(double v, double width) {
    const double steps = width * v;
    return std::isfinite(v) ? width * steps / std::sqrt(1 + 0.5 * steps * steps) : 0;
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
       .options = StepWidth::options(0.5, 0.6)},
      [](const Settings& settings) {
        return std::make_unique<MoveSampler>("mala", settings, std::make_unique<Drift>());
      });
}

}  // namespace kato
