// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <numbers>

#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/pair_grid.hpp"

namespace kato {
namespace {

// Where the others are seen from a particle: every reference particle i is turned onto the positive x axis, about the
// centre, and the others are counted in the frame that turned with it,
//     n(u | i) = < sum_{i != j} delta(u - R_i x_j) > / < number of references >,   R_i x_i = |x_i| e_x.
// In three dimensions the turn about that axis is averaged over: y is the distance from the axis, with both signs. The
// integral is the number of others. References are those with inner <= |x_i| < outer: what their distance would blur,
// such as a molecule of electrons, becomes sharp.
class ConditionalDensity final : public PairGrid {
 public:
  ConditionalDensity(const System& system, std::size_t walkers, const Settings& settings)
      : PairGrid(pairs_of(system)),
        space_(system.space),
        d_(system.dimensions),
        unit_(length_text(system)),
        density_unit_(length_text(system, -system.dimensions)),
        mass_(settings.text("centre") == "mass"),
        inner_(settings.real("inner")),
        outer_(settings.real("outer")) {
    require(d_ > 1, "observable conditional-density: is in two or three dimensions; use pair-distribution on a line");
    require(system.particles > 1, "observable conditional-density: needs two particles at least");
    if (outer_ == 0) outer_ = std::numeric_limits<double>::infinity();
    require(inner_ < outer_, "observable conditional-density: no particle is beyond inner and within outer; swap them");
    if (pairs_.size() > 1) pairs_.insert(pairs_.begin(), {"", {0, system.particles}, {0, system.particles}});
    make_grid(extent_of(settings, system), static_cast<std::size_t>(settings.integer("bins")), walkers, 1);
  }

 private:
  void count(const WalkerView& walkers, int threads) override {
    const auto size = static_cast<std::size_t>(walkers.particles * d_);
    for (std::size_t n = 0; n < pairs_.size(); ++n)
      counts_[n].add_step(threads, [&](std::size_t w, std::span<double> counts) {
        std::vector<double> x(walkers.x.begin() + static_cast<std::ptrdiff_t>(w * size),
                              walkers.x.begin() + static_cast<std::ptrdiff_t>((w + 1) * size));
        std::vector<double> centre(static_cast<std::size_t>(d_));
        centre_of(x, mass_, centre);
        for (std::size_t k = 0; k < size; ++k) x[k] -= centre[k % centre.size()];
        const auto& [name, a, b] = pairs_[n];
        for (int i = a.first; i < a.first + a.count; ++i) add_others(x, i, b, counts);
      });
  }

  // Those of `others` as the reference i sees them; the last of `counts` is the number of references.
  void add_others(const std::vector<double>& x, int i, const ParticleRange& others, std::span<double> counts) const {
    const double* reference = x.data() + i * d_;
    const std::vector<double> origin(static_cast<std::size_t>(d_));
    const double distance = std::sqrt(space_.squared_distance(reference, origin.data(), d_));
    if (distance < inner_ || distance >= outer_) return;
    counts.back() += 1;
    for (int j = others.first; j < others.first + others.count; ++j) {
      if (j == i) continue;
      const auto [along, across] = turned(x.data() + j * d_, reference, distance);
      if (d_ == 2) add_to(along, across, 1, counts);
      if (d_ == 3) add_to(along, across, 0.5, counts);
      if (d_ == 3) add_to(along, -across, 0.5, counts);
    }
  }

  // x along the direction of the reference, and across it: with a sign in the plane, the distance from it in space.
  std::pair<double, double> turned(const double* x, const double* reference, double distance) const {
    double along = 0;
    for (int c = 0; c < d_; ++c) along += x[c] * reference[c] / distance;
    if (d_ == 2) return {along, (reference[0] * x[1] - reference[1] * x[0]) / distance};
    double square = 0;
    for (int c = 0; c < d_; ++c) square += std::pow(x[c] - along * reference[c] / distance, 2);
    return {along, std::sqrt(square)};
  }

  void add_to(double along, double across, double weight, std::span<double> counts) const {
    const std::size_t column = bins_.of(along), row = bins_.of(across);
    if (column < bins_.count && row < bins_.count) counts[column * bins_.count + row] += weight;
  }

  // A square of the plane; in space half a ring about the axis, the integral of pi |y|.
  double volume(std::size_t row) const {
    const double low = bins_.low + static_cast<double>(row) * bins_.width(), high = low + bins_.width();
    const double side = d_ == 2 ? high - low : std::numbers::pi / 2 * (high * std::abs(high) - low * std::abs(low));
    return bins_.width() * side;
  }

  // 0 where no reference was met.
  Curve grid(const GroupedMeans& counts) const override {
    auto density = counts.jackknife([&](std::span<const double> m) {
      std::vector<double> ratio(m.begin(), m.end() - 1);
      for (std::size_t cell = 0; cell < ratio.size(); ++cell)
        ratio[cell] = m.back() > 0 ? ratio[cell] / (m.back() * volume(cell % bins_.count)) : 0;
      return ratio;
    });
    return {.axis = "x [" + unit_ + "]",
            .x = bins_.centres(),
            .mean = std::move(density.mean),
            .std_err = std::move(density.std_err),
            .y_axis = "y [" + unit_ + "]",
            .y = bins_.centres(),
            .what = "n(x, y | one at x > 0, y = 0) [" + density_unit_ + "]"};
  }

  Space space_;
  int d_;
  std::string unit_, density_unit_;
  bool mass_;
  double inner_, outer_;
};

Option distance_option(const std::string& name, const std::string& summary) {
  return {.name = name, .fallback = 0.0, .summary = summary, .unit = "a_ho", .lower = 0};
}

}  // namespace

void register_conditional_density(Registry& registry) {
  registry.add<Observable>(
      {.name = "conditional-density",
       .summary =
           "the other particles as one sees them that is turned onto the positive x axis, in two or three "
           "dimensions, all together, within and across species (the first named is turned); its integral is the "
           "number of others",
       .options = {bins_option(100, "bins along either axis", 1000),
                   extent_option("both axes run from -extent to extent"),
                   distance_option("inner", "the particle that is turned is at least so far from the centre"),
                   distance_option("outer", "and nearer than this; 0 for any distance"), centre_option()}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        refuse_box(system, "conditional-density", "pair-correlation");
        return std::make_unique<ConditionalDensity>(system, walkers, settings);
      });
}

}  // namespace kato
