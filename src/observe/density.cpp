// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/error.hpp"
#include "observe/observable.hpp"

namespace kato {
namespace {

// n(x) = <sum_i delta(x - x_i)> in one dimension, averaged over bins; its integral is the number of particles. Each
// walker keeps a histogram of its own: walkers are independent, so their spread gives the error, autocorrelation
// included.
class Density final : public Observable {
 public:
  Density(const System& system, std::size_t walkers, const Settings& settings)
      : bins_(static_cast<std::size_t>(settings.integer("bins"))),
        extent_(settings.real("extent")),
        counts_(walkers * bins_) {
    require(system.dimensions == 1,
            "observable density: works in one dimension so far; leave it out of evaluate.observables");
  }

  void add(const Configurations& walkers) override {
    ++steps_;
    const auto d = static_cast<std::size_t>(walkers.particles);
    const double scale = static_cast<double>(bins_) / (2 * extent_);
    for (std::size_t n = 0; n < walkers.x.size(); ++n) {
      const double place = (walkers.x[n] + extent_) * scale;
      if (place >= 0 && place < static_cast<double>(bins_))
        counts_[n / d * bins_ + static_cast<std::size_t>(place)] += 1;
    }
  }

  Curve result() const override {
    Curve curve{.axis = "x [a_ho]", .x = {}, .mean = {}, .std_err = {}};
    const double width = 2 * extent_ / static_cast<double>(bins_), norm = 1 / (width * static_cast<double>(steps_));
    const std::size_t walkers = counts_.size() / bins_;
    for (std::size_t bin = 0; bin < bins_; ++bin) {
      double sum = 0, squares = 0;
      for (std::size_t w = 0; w < walkers; ++w) sum += counts_[w * bins_ + bin] * norm;
      const double count = static_cast<double>(walkers), mean = sum / count;
      for (std::size_t w = 0; w < walkers; ++w) squares += std::pow(counts_[w * bins_ + bin] * norm - mean, 2);
      curve.x.push_back(-extent_ + (static_cast<double>(bin) + 0.5) * width);
      curve.mean.push_back(mean);
      curve.std_err.push_back(std::sqrt(squares / (count * (count - 1))));
    }
    return curve;
  }

 private:
  std::size_t bins_;
  double extent_;
  std::size_t steps_ = 0;
  std::vector<double> counts_;  // [W, bins]
};

}  // namespace

void register_density(Registry& registry) {
  registry.add<Observable>(
      {.name = "density",
       .summary = "n(x), the particles at x in one dimension; its integral is the number of particles",
       .options = {{.name = "bins",
                    .fallback = std::int64_t{240},
                    .summary = "bins of the histogram",
                    .lower = 1,
                    .upper = 100000},
                   {.name = "extent",
                    .fallback = 6.0,
                    .summary = "the histogram runs from -extent to extent",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        return std::make_unique<Density>(system, walkers, settings);
      });
}

}  // namespace kato
