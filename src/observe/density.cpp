// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// n(x) = <sum_i delta(x - x_i)> averaged over bins of the line, or over squares of the plane; in space it is projected
// on the plane, n(x, y) = int n(x, y, z) dz. Of all particles and of each species; the integral is their number.
class Density final : public Observable {
 public:
  Density(const System& system, std::size_t walkers, const Settings& settings)
      : dimensions_(static_cast<std::size_t>(system.dimensions)),
        unit_(length_text(system)),
        density_unit_(length_text(system, -std::min(system.dimensions, 2))),
        parts_(parts_of(system)) {
    const double extent = extent_of(settings, system);
    const auto bins = static_cast<std::size_t>(settings.integer("bins"));
    require(dimensions_ == 1 || bins <= 1000,
            "observable density: more than 1000 bins along the axes of a plane; use fewer");
    bins_ = {-extent, extent, bins > 0 ? bins : dimensions_ == 1 ? 240 : 100};
    const std::size_t cells = dimensions_ == 1 ? bins_.count : bins_.count * bins_.count;
    counts_.assign(parts_.size(), GroupedMeans(walkers, cells, dimensions_ == 1 ? 128 : 64));
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override { add(walkers, around.threads); }

  Sums sums() override { return all_sums(counts_); }

  Curve result() const override { return curve(counts_.front()); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < parts_.size(); ++n) all.emplace(parts_[n].name, curve(counts_[n]));
    return all;
  }

 private:
  void add(const WalkerView& walkers, int threads) {
    const auto A = static_cast<std::size_t>(walkers.particles);
    for (std::size_t n = 0; n < parts_.size(); ++n) {
      const auto first = static_cast<std::size_t>(parts_[n].range.first);
      const auto count = static_cast<std::size_t>(parts_[n].range.count);
      counts_[n].add_step(threads, [&](std::size_t w, std::span<double> counts) {
        for (std::size_t i = first; i < first + count; ++i) {
          const auto cell = cell_of(walkers.x.data() + (w * A + i) * dimensions_);
          if (cell < counts.size()) counts[cell] += 1;
        }
      });
    }
  }

  // As many as there are cells where the particle is beyond them.
  std::size_t cell_of(const double* x) const {
    const std::size_t column = bins_.of(x[0]);
    if (dimensions_ == 1) return column;
    const std::size_t row = bins_.of(x[1]);
    return std::max(column, row) < bins_.count ? column * bins_.count + row : bins_.count * bins_.count;
  }

  Curve curve(const GroupedMeans& counts) const {
    auto means = counts.means();
    const double cell = dimensions_ == 1 ? bins_.width() : bins_.width() * bins_.width();
    for (auto* values : {&means.mean, &means.std_err})
      for (double& value : *values) value /= cell;
    Curve curve{.axis = "x [" + unit_ + "]",
                .x = bins_.centres(),
                .mean = std::move(means.mean),
                .std_err = std::move(means.std_err),
                .what = "n(x) [" + density_unit_ + "]"};
    if (dimensions_ > 1) {
      curve.y_axis = "y [" + unit_ + "]";
      curve.y = curve.x;
      curve.what = (dimensions_ == 2 ? "n(x, y) [" : "n(x, y), summed over z [") + density_unit_ + "]";
    }
    return curve;
  }

  std::size_t dimensions_;
  std::string unit_, density_unit_;
  Bins bins_{};  // of either axis
  std::vector<Part> parts_;
  std::vector<GroupedMeans> counts_;  // [bins], or [x, y]
};

}  // namespace

void register_density(Registry& registry) {
  auto bins = bins_option(0, "bins along an axis; 0 for 240 on a line, 100 on a plane");
  bins.lower = 0;
  registry.add<Observable>(
      {.name = "density",
       .summary = "the particles at x on a line, or at (x, y) on a plane, on which three dimensions are projected; all "
                  "together and of each species; its integral is their number",
       .options = {bins, extent_option("an axis runs from -extent to extent")}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        refuse_box(system, "density", "crystal-density (of a crystal)");
        return std::make_unique<Density>(system, walkers, settings);
      });
}

}  // namespace kato
