// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// p(r) = <sum_{i<j} delta(r - |x_i - x_j|)>, averaged over bins; its integral is A (A - 1)/2. Walkers are independent,
// so their spread gives the error.
class PairDistance final : public Observable {
 public:
  PairDistance(const System& system, std::size_t walkers, const Settings& settings)
      : space_(system.space),
        bins_(static_cast<std::size_t>(settings.integer("bins"))),
        width_(settings.real("reach") / static_cast<double>(bins_)),
        counts_(walkers, bins_) {}

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    const int A = walkers.particles, d = walkers.dimensions;
    counts_.add_step(around.threads, [&](std::size_t w, std::span<double> counts) {
      const double* x = walkers.place(w).data();
      for (int i = 1; i < A; ++i)
        for (int j = 0; j < i; ++j) {
          const double bin = std::sqrt(space_.squared_distance(x + i * d, x + j * d, d)) / width_;
          if (bin < static_cast<double>(bins_)) counts[static_cast<std::size_t>(bin)] += 1 / width_;
        }
    });
  }

  Sums sums() override { return counts_.all_sums(); }

  Curve result() const override {
    auto means = counts_.means();
    Curve curve{.axis = "r [a_ho]", .mean = std::move(means.mean), .std_err = std::move(means.std_err)};
    for (std::size_t bin = 0; bin < bins_; ++bin) curve.x.push_back((static_cast<double>(bin) + 0.5) * width_);
    return curve;
  }

 private:
  Space space_;
  std::size_t bins_;
  double width_;  // of a bin
  GroupedMeans counts_;
};

}  // namespace

void register_pair_distance(Registry& registry) {
  registry.add<Observable>({.name = "pair-distance",
                            .summary = "p(r), the pairs at distance r; its integral is the number of pairs",
                            .options = {{.name = "bins",
                                         .fallback = std::int64_t{120},
                                         .summary = "bins of the histogram",
                                         .lower = 1,
                                         .upper = 100000},
                                        {.name = "reach",
                                         .fallback = 6.0,
                                         .summary = "the histogram runs from 0 to reach",
                                         .unit = "a_ho",
                                         .lower = 0,
                                         .lower_open = true}}},
                           [](const System& system, std::size_t walkers, const Settings& settings) {
                             return std::make_unique<PairDistance>(system, walkers, settings);
                           });
}

}  // namespace kato
