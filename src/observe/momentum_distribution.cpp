// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/displacement.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// n(k) = (2 pi)^-d int exp(-i k . (x - x')) rho(x, x') averaged over the directions of k, of all particles and of each
// species; its integral over all k is their number. The average of exp(i k . s) is cos(k s), J_0(k s), sin(k s)/(k s)
// in one, two and three dimensions; in one, n(-k) = n(k) as psi is real.
class MomentumDistribution final : public Observable {
 public:
  MomentumDistribution(const System& system, std::size_t walkers, const Settings& settings)
      : space_(system.space),
        dimensions_(system.dimensions),
        points_(static_cast<std::size_t>(settings.integer("points"))),
        extent_(settings.real("extent") > 0 ? settings.real("extent") : 6 / system.length()),
        unit_(length_text(system, -1)),
        density_unit_(length_text(system, system.dimensions)),
        every_(static_cast<double>(settings.integer("every"))),
        parts_(parts_of(system)),
        sums_(parts_.size(), GroupedMeans(walkers, points_)) {
    require(dimensions_ <= 3, "observable momentum-distribution: works in up to three dimensions");
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    if (std::fmod(calls_++, every_) != 0) return;
    displacement_.draw(walkers, around);
    const auto A = static_cast<std::size_t>(walkers.particles), d = static_cast<std::size_t>(dimensions_);
    for (std::size_t n = 0; n < parts_.size(); ++n)
      sums_[n].add_step(around.threads, [&](std::size_t w, std::span<double> sums) {
        const auto first = static_cast<std::size_t>(parts_[n].range.first);
        const auto last = first + static_cast<std::size_t>(parts_[n].range.count);
        for (std::size_t i = first; i < last; ++i) {
          const double* x = walkers.x.data() + (w * A + i) * d;
          add_waves(std::sqrt(space_.squared_distance(x, displacement_.place(w).data(), dimensions_)),
                    displacement_.ratio(w, i), sums);
        }
      });
  }

  Sums sums() override {
    auto all = all_sums(sums_);
    all.emplace_back(&calls_, 1);
    all.push_back(displacement_.sums());
    return all;
  }

  Curve result() const override { return curve(sums_.front()); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < parts_.size(); ++n) all.emplace(parts_[n].name, curve(sums_[n]));
    return all;
  }

 private:
  double step() const { return extent_ / static_cast<double>(points_ - 1); }

  // Adds ratio times the wave of every k = 0, step, 2 step .. at distance s; cosines and sines by their recurrence.
  void add_waves(double s, double ratio, std::span<double> sums) const {
    const double angle = step() * s, cosine = std::cos(angle), sine = std::sin(angle);
    double c = 1, b = 0;  // cos and sin of n angle
    for (std::size_t n = 0; n < points_; ++n) {
      const double z = static_cast<double>(n) * angle;
      if (dimensions_ == 1) sums[n] += ratio * c;
      if (dimensions_ == 2) sums[n] += ratio * std::cyl_bessel_j(0.0, z);
      if (dimensions_ == 3) sums[n] += ratio * (z > 1e-8 ? b / z : 1);
      const double next = c * cosine - b * sine;
      b = b * cosine + c * sine;
      c = next;
    }
  }

  Curve curve(const GroupedMeans& sums) const {
    auto means = sums.means();
    const double norm = std::pow(2 * std::numbers::pi, -dimensions_);
    Curve curve{.axis = "k [" + unit_ + "]",
                .mean = std::move(means.mean),
                .std_err = std::move(means.std_err),
                .what = "n(k) [" + density_unit_ + "]"};
    for (std::size_t n = 0; n < points_; ++n) {
      curve.x.push_back(static_cast<double>(n) * step());
      curve.mean[n] *= norm;
      curve.std_err[n] *= norm;
    }
    return curve;
  }

  Space space_;
  int dimensions_;
  std::size_t points_;
  double extent_;
  std::string unit_, density_unit_;
  double every_, calls_ = 0;  // whole numbers
  std::vector<Part> parts_;
  std::vector<GroupedMeans> sums_;
  Displacement displacement_;
};

}  // namespace

void register_momentum_distribution(Registry& registry) {
  registry.add<Observable>(
      {.name = "momentum-distribution",
       .summary = "n(k), the particles a volume of momentum space, averaged over directions, all together and of each "
                  "species; its integral over all k is their number",
       .source = "W. L. McMillan, Phys. Rev. 138, A442 (1965)",
       .options = {{.name = "points",
                    .fallback = std::int64_t{61},
                    .summary = "of k, from 0 to extent",
                    .lower = 2,
                    .upper = 10000},
                   {.name = "extent",
                    .fallback = 0.0,
                    .summary = "the largest k; 0 for 6 by the length of the trap",
                    .unit = "1/a_ho",
                    .lower = 0},
                   every_option()}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        refuse_box(system, "momentum-distribution");
        return std::make_unique<MomentumDistribution>(system, walkers, settings);
      });
}

}  // namespace kato
