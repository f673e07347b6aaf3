// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/error.hpp"
#include "observe/observable.hpp"
#include "observe/walker_histogram.hpp"

namespace kato {
namespace {

// p(r) = <sum over pairs of delta(r - |x_i - x_j|)>, averaged over bins, for the pairs within each label and for those
// of every two labels, in one dimension; its integral is the number of pairs.
class PairCorrelation final : public Observable {
 public:
  PairCorrelation(const System& system, std::size_t walkers, const Settings& settings) {
    require(system.dimensions == 1,
            "observable pair-correlation: works in one dimension so far; leave it out of evaluate.observables");
    require(system.particles > 1,
            "observable pair-correlation: needs two particles at least; leave it out of evaluate.observables");
    const WalkerHistogram empty(walkers, static_cast<std::size_t>(settings.integer("bins")), 0,
                                settings.real("extent"));
    const auto ranges = system.ranges();
    for (std::size_t a = 0; a < ranges.size(); ++a)
      for (std::size_t b = a; b < ranges.size(); ++b) {
        if (a == b && ranges[a].count < 2) continue;
        const auto name = system.labels.empty() ? "" : system.labels[a].name + "-" + system.labels[b].name;
        kinds_.push_back({name, ranges[a], ranges[b], empty});
      }
  }

  void add(const Configurations& walkers) override {
    const auto A = static_cast<std::size_t>(walkers.particles);
    for (auto& kind : kinds_) {
      for (std::size_t w = 0; w < walkers.walkers(); ++w) {
        const auto x = walkers.x.subspan(w * A, A);
        for (int i = kind.a.first; i < kind.a.first + kind.a.count; ++i)
          for (int j = std::max(kind.b.first, i + 1); j < kind.b.first + kind.b.count; ++j)
            kind.histogram.count(w, std::abs(x[static_cast<std::size_t>(i)] - x[static_cast<std::size_t>(j)]));
      }
      kind.histogram.end_of_step();
    }
  }

  Curve result() const override { return kinds_.front().histogram.curve("r [a_ho]"); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (const auto& kind : kinds_) all.emplace(kind.name, kind.histogram.curve("r [a_ho]"));
    return all;
  }

 private:
  struct Kind {
    std::string name;
    LabelRange a, b;
    WalkerHistogram histogram;
  };
  std::vector<Kind> kinds_;
};

}  // namespace

void register_pair_correlation(Registry& registry) {
  registry.add<Observable>({.name = "pair-correlation",
                            .summary = "p(r), the pairs at distance r in one dimension, within and across labels; its "
                                       "integral is the number of pairs",
                            .options = {{.name = "bins",
                                         .fallback = std::int64_t{120},
                                         .summary = "bins of the histogram",
                                         .lower = 1,
                                         .upper = 100000},
                                        {.name = "extent",
                                         .fallback = 6.0,
                                         .summary = "the histogram runs from 0 to extent",
                                         .unit = "a_ho",
                                         .lower = 0,
                                         .lower_open = true}}},
                           [](const System& system, std::size_t walkers, const Settings& settings) {
                             return std::make_unique<PairCorrelation>(system, walkers, settings);
                           });
}

}  // namespace kato
