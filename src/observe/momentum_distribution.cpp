// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <optional>

#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/displacement.hpp"
#include "observe/wave_shells.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// n(k) = (2 pi)^-d int exp(-i k . (x - x')) rho(x, x') averaged over the directions of k, of all particles and of each
// species; its integral over all k is their number. The average of exp(i k . s) is cos(k s), J_0(k s), sin(k s)/(k s)
// in one, two and three dimensions; in one, n(-k) = n(k) as psi is real.
//
// In a periodic box n_k = L^-d int exp(-i k . (x - x')) rho(x, x') is the occupation of the plane wave k, averaged over
// the waves of equal |k|; its sum over all waves is the number of particles.
class MomentumDistribution final : public Observable {
 public:
  MomentumDistribution(const System& system, std::size_t walkers, const Settings& settings)
      : space_(system.space),
        dimensions_(system.dimensions),
        inverse_length_(length_text(system, -1)),
        density_unit_(length_text(system, system.dimensions)),
        every_(static_cast<double>(settings.integer("every"))),
        parts_(parts_of(system)),
        displacement_(system.space) {
    require(dimensions_ <= 3, "observable momentum-distribution: works in up to three dimensions");
    if (space_.periodic()) {
      waves_ = wave_shells_of(system, settings.real("extent"), "momentum-distribution");
      k_ = waves_->wave_numbers();
    } else {
      const double extent = settings.real("extent") > 0 ? settings.real("extent") : 6 / system.length();
      k_.resize(static_cast<std::size_t>(settings.integer("points")));
      for (std::size_t n = 0; n < k_.size(); ++n)
        k_[n] = static_cast<double>(n) * (extent / static_cast<double>(k_.size() - 1));
    }
    sums_.assign(parts_.size(), GroupedMeans(walkers, k_.size()));
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    if (std::fmod(calls_++, every_) != 0) return;
    displacement_.draw(walkers, around);
    for (std::size_t n = 0; n < parts_.size(); ++n)
      sums_[n].add_step(around.threads, [&](std::size_t w, std::span<double> sums) {
        if (waves_)
          add_box_waves(walkers, parts_[n].range, w, sums);
        else
          add_round_waves(walkers, parts_[n].range, w, sums);
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
  // The waves of all directions, of every particle.
  void add_round_waves(const WalkerView& walkers, ParticleRange range, std::size_t w, std::span<double> sums) const {
    for (int i = range.first; i < range.first + range.count; ++i) {
      const double* x = walkers.place(w).data() + i * dimensions_;
      add_waves(std::sqrt(space_.squared_distance(x, displacement_.place(w).data(), dimensions_)),
                displacement_.ratio(w, static_cast<std::size_t>(i)), sums);
    }
  }

  // Adds ratio times the wave of every k = 0, step, 2 step .. at distance s; cosines and sines by their recurrence.
  void add_waves(double s, double ratio, std::span<double> sums) const {
    const double angle = k_[1] * s, cosine = std::cos(angle), sine = std::sin(angle);
    double c = 1, b = 0;  // cos and sin of n angle
    for (std::size_t n = 0; n < sums.size(); ++n) {
      const double z = static_cast<double>(n) * angle;
      if (dimensions_ == 1) sums[n] += ratio * c;
      if (dimensions_ == 2) sums[n] += ratio * std::cyl_bessel_j(0.0, z);
      if (dimensions_ == 3) sums[n] += ratio * (z > 1e-8 ? b / z : 1);
      const double next = c * cosine - b * sine;
      b = b * cosine + c * sine;
      c = next;
    }
  }

  // The waves of the box, of every particle.
  void add_box_waves(const WalkerView& walkers, ParticleRange range, std::size_t w, std::span<double> sums) const {
    std::vector<double> apart(static_cast<std::size_t>(dimensions_)), cosines(waves_->waves()), sines(waves_->waves());
    for (int i = range.first; i < range.first + range.count; ++i) {
      space_.separation(walkers.place(w).data() + i * dimensions_, displacement_.place(w).data(), apart);
      waves_->add(apart.data(), displacement_.ratio(w, static_cast<std::size_t>(i)), cosines, sines);
    }
    waves_->add_means(cosines, sums);
  }

  Curve curve(const GroupedMeans& sums) const {
    auto means = sums.means();
    const double norm = std::pow(space_.periodic() ? space_.side : 2 * std::numbers::pi, -dimensions_);
    for (auto* values : {&means.mean, &means.std_err})
      for (double& value : *values) value *= norm;
    return {.axis = "k [" + inverse_length_ + "]",
            .x = k_,
            .mean = std::move(means.mean),
            .std_err = std::move(means.std_err),
            .what = space_.periodic() ? "n(k), particles in a wave" : "n(k) [" + density_unit_ + "]"};
  }

  Space space_;
  int dimensions_;
  std::string inverse_length_, density_unit_;
  double every_, calls_ = 0;  // whole numbers
  std::vector<Part> parts_;
  Displacement displacement_;
  std::optional<WaveShells> waves_;  // in a box
  std::vector<double> k_;
  std::vector<GroupedMeans> sums_;  // of every part [k]
};

}  // namespace

void register_momentum_distribution(Registry& registry) {
  registry.add<Observable>(
      {.name = "momentum-distribution",
       .summary = "n(k), the particles a volume of momentum space, averaged over directions, all together and of each "
                  "species; its integral over all k is their number. In a periodic box the particles in a plane wave, "
                  "averaged over the waves of equal |k|",
       .source = "W. L. McMillan, Phys. Rev. 138, A442 (1965)",
       .options = {{.name = "points",
                    .fallback = std::int64_t{61},
                    .summary = "of k, from 0 to extent; a box has its waves instead",
                    .lower = 2,
                    .upper = 10000},
                   {.name = "extent",
                    .fallback = 0.0,
                    .summary =
                        "the largest k; 0 for 6 by the length of the trap, or 4 k_F of a free gas of the density of a "
                        "box",
                    .unit = "1/a_ho",
                    .lower = 0},
                   every_option()}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        return std::make_unique<MomentumDistribution>(system, walkers, settings);
      });
}

}  // namespace kato
