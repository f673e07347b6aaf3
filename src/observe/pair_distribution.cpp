// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/pair_grid.hpp"

namespace kato {
namespace {

// rho_2(x, y) = < sum_{i != j} delta(x - x_i) delta(y - x_j) > in one dimension, averaged over the squares of a grid; i
// of the first species and j of the second, or both of one. Its integral is the number of such ordered pairs.
class PairDistribution final : public PairGrid {
 public:
  PairDistribution(const System& system, std::size_t walkers, const Settings& settings)
      : PairGrid(pairs_of(system)), unit_(length_text(system)), density_unit_(length_text(system, -2)) {
    require(system.dimensions == 1,
            "observable pair-distribution: works in one dimension; use conditional-density or pair-correlation");
    require(system.particles > 1, "observable pair-distribution: needs two particles at least");
    make_grid(extent_of(settings, system, 5), static_cast<std::size_t>(settings.integer("bins")), walkers);
  }

 private:
  void count(const WalkerView& walkers, int threads) override {
    const auto A = static_cast<std::size_t>(walkers.particles);
    for (std::size_t n = 0; n < pairs_.size(); ++n) {
      const auto &a = pairs_[n].a, &b = pairs_[n].b;
      counts_[n].add_step(threads, [&](std::size_t w, std::span<double> counts) {
        const double* x = walkers.x.data() + w * A;
        for (int i = a.first; i < a.first + a.count; ++i) {
          const std::size_t row = bins_.of(x[i]);
          for (int j = b.first; row < bins_.count && j < b.first + b.count; ++j)
            if (const std::size_t column = bins_.of(x[j]); i != j && column < bins_.count)
              counts[row * bins_.count + column] += 1;
        }
      });
    }
  }

  Curve grid(const GroupedMeans& counts) const override {
    auto means = counts.means();
    for (auto* values : {&means.mean, &means.std_err})
      for (double& v : *values) v /= bins_.width() * bins_.width();
    return {.axis = "x [" + unit_ + "]",
            .x = bins_.centres(),
            .mean = std::move(means.mean),
            .std_err = std::move(means.std_err),
            .y_axis = "y [" + unit_ + "]",
            .y = bins_.centres(),
            .what = "rho_2(x, y) [" + density_unit_ + "]"};
  }

  std::string unit_, density_unit_;
};

}  // namespace

void register_pair_distribution(Registry& registry) {
  registry.add<Observable>(
      {.name = "pair-distribution",
       .summary = "rho_2(x, y), a particle at x and another at y, in one dimension, within and across species; its "
                  "integral is the number of ordered pairs",
       .options = {bins_option(60, "bins along either axis", 1000),
                   extent_option("both axes run from -extent to extent", 5)}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        refuse_box(system, "pair-distribution", "pair-correlation");
        return std::make_unique<PairDistribution>(system, walkers, settings);
      });
}

}  // namespace kato
