// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "observe/observable.hpp"
#include "observe/walker_histogram.hpp"

namespace kato {
namespace {

// n(x) = <sum_i delta(x - x_i)> in one dimension, averaged over bins, of all particles and of each label; its integral
// is their number.
class Density final : public Observable {
 public:
  Density(const System& system, std::size_t walkers, const Settings& settings) : labels_(system.labels) {
    require(system.dimensions == 1,
            "observable density: works in one dimension so far; leave it out of evaluate.observables");
    const double extent = settings.real("extent");
    const WalkerHistogram empty(walkers, static_cast<std::size_t>(settings.integer("bins")), -extent, extent);
    ranges_ = system.ranges();
    if (labels_.size() > 1) ranges_.insert(ranges_.begin(), {0, system.particles});
    histograms_.assign(ranges_.size(), empty);
  }

  void add(const Configurations& walkers) override {
    const auto A = static_cast<std::size_t>(walkers.particles);
    for (std::size_t n = 0; n < ranges_.size(); ++n) {
      const auto first = static_cast<std::size_t>(ranges_[n].first), count = static_cast<std::size_t>(ranges_[n].count);
      for (std::size_t w = 0; w < walkers.walkers(); ++w)
        for (std::size_t i = first; i < first + count; ++i) histograms_[n].count(w, walkers.x[w * A + i]);
      histograms_[n].end_of_step();
    }
  }

  Curve result() const override { return histograms_.front().curve("x [a_ho]"); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all{{"", result()}};
    for (std::size_t n = 1; n < histograms_.size(); ++n)
      all.emplace(labels_[n - 1].name, histograms_[n].curve("x [a_ho]"));
    return all;
  }

 private:
  std::vector<Label> labels_;
  std::vector<LabelRange> ranges_;  // all particles, then those of each label if there are several
  std::vector<WalkerHistogram> histograms_;
};

}  // namespace

void register_density(Registry& registry) {
  registry.add<Observable>(
      {.name = "density",
       .summary = "n(x), the particles at x in one dimension, all together and of each label; its integral is their "
                  "number",
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
