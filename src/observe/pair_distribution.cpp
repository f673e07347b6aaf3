// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "observe/cloud.hpp"
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// rho_2(x, y) = < sum_{i != j} delta(x - x_i) delta(y - x_j) > in one dimension, averaged over the squares of a grid; i
// of the first label and j of the second, or both of one. Its integral is the number of such ordered pairs.
class PairDistribution final : public Observable {
 public:
  PairDistribution(const System& system, std::size_t walkers, const Settings& settings)
      : pairs_(pairs_of(system)),
        bins_(static_cast<std::size_t>(settings.integer("bins"))),
        extent_(settings.real("extent")) {
    require(system.dimensions == 1,
            "observable pair-distribution: works in one dimension; use pair-correlation, which is in any");
    require(system.particles > 1, "observable pair-distribution: needs two particles at least");
    counts_.assign(pairs_.size(), GroupedMeans(walkers, bins_ * bins_, 64));
  }

  void add(const Configurations& walkers) override { add(walkers, 1); }
  void measure(const Configurations& walkers, const Surroundings& around) override { add(walkers, around.threads); }

  Curve result() const override { return grid(counts_.front()); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < pairs_.size(); ++n) all.emplace(pairs_[n].name, grid(counts_[n]));
    return all;
  }

 private:
  void add(const Configurations& walkers, int threads) {
    const auto A = static_cast<std::size_t>(walkers.particles);
    for (std::size_t n = 0; n < pairs_.size(); ++n) {
      const auto &a = pairs_[n].a, &b = pairs_[n].b;
      counts_[n].add_step(threads, [&](std::size_t w, std::span<double> counts) {
        const double* x = walkers.x.data() + w * A;
        for (int i = a.first; i < a.first + a.count; ++i) {
          const std::size_t row = bin_of(x[i]);
          for (int j = b.first; row < bins_ && j < b.first + b.count; ++j)
            if (const std::size_t column = bin_of(x[j]); i != j && column < bins_) counts[row * bins_ + column] += 1;
        }
      });
    }
  }

  // bins_ or more where x is beyond them.
  std::size_t bin_of(double x) const {
    const double place = (x + extent_) * (0.5 * static_cast<double>(bins_) / extent_);
    return place >= 0 && place < static_cast<double>(bins_) ? static_cast<std::size_t>(place) : bins_;
  }

  Curve grid(const GroupedMeans& counts) const {
    auto means = counts.means();
    const double width = 2 * extent_ / static_cast<double>(bins_);
    for (auto* values : {&means.mean, &means.std_err})
      for (double& v : *values) v /= width * width;
    Curve curve{.axis = "x [a_ho]",
                .mean = std::move(means.mean),
                .std_err = std::move(means.std_err),
                .y_axis = "y [a_ho]",
                .what = "rho_2(x, y) [a_ho^-2]"};
    for (std::size_t bin = 0; bin < bins_; ++bin)
      curve.x.push_back(-extent_ + (static_cast<double>(bin) + 0.5) * width);
    curve.y = curve.x;
    return curve;
  }

  std::vector<PartPair> pairs_;
  std::size_t bins_;
  double extent_;
  std::vector<GroupedMeans> counts_;
};

}  // namespace

void register_pair_distribution(Registry& registry) {
  registry.add<Observable>(
      {.name = "pair-distribution",
       .summary = "rho_2(x, y), a particle at x and another at y, in one dimension, within and across labels; its "
                  "integral is the number of ordered pairs",
       .options = {{.name = "bins",
                    .fallback = std::int64_t{60},
                    .summary = "bins along either axis",
                    .lower = 1,
                    .upper = 1000},
                   {.name = "extent",
                    .fallback = 5.0,
                    .summary = "both axes run from -extent to extent",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        return std::make_unique<PairDistribution>(system, walkers, settings);
      });
}

}  // namespace kato
