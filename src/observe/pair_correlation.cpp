// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// p(r) = <sum over pairs of delta(r - |x_i - x_j|)>, averaged over bins, in any number of dimensions; its integral is
// the number of pairs. And g(r) = p(r)/p_0(r): p_0 is the same for particles of densities n_a(x), n_b(y) that know
// nothing of one another, rho_2(x, y) = n_a(x) n_b(y). It is measured between walkers, which are independent: i of one
// walker and j of the next in its group. Within a species both count half, as pairs do.
class PairCorrelation final : public Observable {
 public:
  PairCorrelation(const System& system, std::size_t walkers, const Settings& settings)
      : space_(system.space),
        pairs_(pairs_of(system)),
        bins_{0, extent_of(settings, system), static_cast<std::size_t>(settings.integer("bins"))},
        unit_(length_text(system)),
        density_unit_(length_text(system, -1)),
        relative_(walkers >= 4) {
    require(system.particles > 1,
            "observable pair-correlation: needs two particles at least; leave it out of evaluate.observables");
    // Groups of two walkers or more, so that each has a next one.
    counts_.assign(pairs_.size(), GroupedMeans(walkers, 2 * bins_.count,
                                               relative_ ? std::min<std::size_t>(128, walkers / 2) : walkers));
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override { add(walkers, around.threads); }

  Sums sums() override { return all_sums(counts_); }

  Curve result() const override { return density(counts_.front()); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < pairs_.size(); ++n) {
      const auto& name = pairs_[n].name;
      all.emplace(name, density(counts_[n]));
      if (relative_) all.emplace(name.empty() ? "g" : name + ".g", correlation(counts_[n]));
    }
    return all;
  }

 private:
  void add(const WalkerView& walkers, int threads) {
    const auto coordinates = static_cast<std::size_t>(walkers.particles * walkers.dimensions);
    for (std::size_t n = 0; n < pairs_.size(); ++n) {
      auto& counts = counts_[n];
      counts.add_step(threads, [&](std::size_t w, std::span<double> sums) {
        const std::size_t group = counts.group_of(w), last = counts.first_of(group + 1);
        const std::size_t next = w + 1 < last ? w + 1 : counts.first_of(group);
        const double *x = walkers.x.data() + w * coordinates, *y = walkers.x.data() + next * coordinates;
        count(pairs_[n], x, x, walkers.dimensions, sums.first(bins_.count));
        if (relative_) count(pairs_[n], x, y, walkers.dimensions, sums.subspan(bins_.count));
      });
    }
  }

  // Pairs i of x and j of y; those of one walker once each, and no particle with itself.
  void count(const PartPair& pair, const double* x, const double* y, int dimensions, std::span<double> bins) const {
    const double weight = pair.same() && x != y ? 0.5 : 1;
    for (int i = pair.a.first; i < pair.a.first + pair.a.count; ++i) {
      const int first = pair.same() && x == y ? i + 1 : pair.b.first;
      for (int j = first; j < pair.b.first + pair.b.count; ++j) {
        const auto bin =
            bins_.of(std::sqrt(space_.squared_distance(x + i * dimensions, y + j * dimensions, dimensions)));
        if (bin < bins_.count) bins[bin] += weight;
      }
    }
  }

  Curve on_bins(const std::string& what) const {
    return {.axis = "r [" + unit_ + "]", .x = bins_.centres(), .mean = {}, .std_err = {}, .what = what};
  }

  Curve density(const GroupedMeans& counts) const {
    auto curve = on_bins("p(r) [" + density_unit_ + "]");
    const auto means = counts.means();
    for (std::size_t bin = 0; bin < bins_.count; ++bin) {
      curve.mean.push_back(means.mean[bin] / bins_.width());
      curve.std_err.push_back(means.std_err[bin] / bins_.width());
    }
    return curve;
  }

  // 0 where independent particles are never met.
  Curve correlation(const GroupedMeans& counts) const {
    auto curve = on_bins("g(r)");
    auto ratio = counts.jackknife([&](std::span<const double> m) {
      const std::size_t bins = bins_.count;
      std::vector<double> g(bins);
      for (std::size_t bin = 0; bin < bins; ++bin) g[bin] = m[bins + bin] > 0 ? m[bin] / m[bins + bin] : 0;
      return g;
    });
    curve.mean = std::move(ratio.mean);
    curve.std_err = std::move(ratio.std_err);
    return curve;
  }

  Space space_;
  std::vector<PartPair> pairs_;
  Bins bins_;
  std::string unit_, density_unit_;
  bool relative_;                     // whether g(r) can be measured
  std::vector<GroupedMeans> counts_;  // of every kind of pairs, p and p_0 [2, bins]
};

}  // namespace

void register_pair_correlation(Registry& registry) {
  registry.add<Observable>(
      {.name = "pair-correlation",
       .summary = "p(r), the pairs at distance r, in any dimension, within and across species (its "
                  "integral is the number of pairs), and g(r), the same relative to particles of "
                  "the same densities that do not know of one another",
       .options = {bins_option(120, "bins of the histogram"), extent_option("the histogram runs from 0 to extent")}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        return std::make_unique<PairCorrelation>(system, walkers, settings);
      });
}

}  // namespace kato
