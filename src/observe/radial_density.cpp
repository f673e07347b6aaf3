// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/observable.hpp"
#include "observe/walker_histogram.hpp"

namespace kato {
namespace {

// n(r) = < sum_i delta(x - x_i) > averaged over the directions of x and over shells of equal width, in any number of
// dimensions, of all particles and of each species; its integral over space is their number.
class RadialDensity final : public Observable {
 public:
  RadialDensity(const System& system, std::size_t walkers, const Settings& settings)
      : space_(system.space),
        dimensions_(system.dimensions),
        unit_(length_text(system)),
        density_unit_(length_text(system, -system.dimensions)),
        mass_(settings.text("centre") == "mass"),
        parts_(parts_of(system)) {
    histograms_.assign(parts_.size(), WalkerHistogram(walkers, static_cast<std::size_t>(settings.integer("bins")), 0,
                                                      extent_of(settings, system)));
  }

  void measure(const WalkerView& walkers, const Surroundings& /*around*/) override {
    const auto A = static_cast<std::size_t>(walkers.particles), d = static_cast<std::size_t>(dimensions_);
    std::vector<double> centre(d);
    for (std::size_t w = 0; w < walkers.count(); ++w) {
      const auto x = walkers.x.subspan(w * A * d, A * d);
      centre_of(x, mass_, centre);
      for (std::size_t n = 0; n < parts_.size(); ++n)
        for (int i = parts_[n].range.first; i < parts_[n].range.first + parts_[n].range.count; ++i)
          histograms_[n].count(
              w, std::sqrt(space_.squared_distance(x.data() + i * dimensions_, centre.data(), dimensions_)));
    }
    for (auto& histogram : histograms_) histogram.end_of_step();
  }

  Sums sums() override {
    Sums all;
    for (auto& histogram : histograms_)
      for (const auto& numbers : histogram.sums()) all.push_back(numbers);
    return all;
  }

  Curve result() const override { return density(histograms_.front()); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < parts_.size(); ++n) all.emplace(parts_[n].name, density(histograms_[n]));
    return all;
  }

 private:
  // From particles a length to particles a volume of the shell.
  Curve density(const WalkerHistogram& histogram) const {
    auto curve = histogram.curve("r [" + unit_ + "]", 1, "n(r) [" + density_unit_ + "]");
    const double width = 2 * curve.x.front();
    for (std::size_t bin = 0; bin < curve.x.size(); ++bin) {
      const double shell =
          ball_volume(dimensions_, curve.x[bin] + width / 2) - ball_volume(dimensions_, curve.x[bin] - width / 2);
      curve.mean[bin] *= width / shell;
      curve.std_err[bin] *= width / shell;
    }
    return curve;
  }

  Space space_;
  int dimensions_;
  std::string unit_, density_unit_;
  bool mass_;
  std::vector<Part> parts_;
  std::vector<WalkerHistogram> histograms_;
};

}  // namespace

void register_radial_density(Registry& registry) {
  registry.add<Observable>(
      {.name = "radial-density",
       .summary = "n(r), the particles a volume at distance r, in any dimension, all together and of each species; its "
                  "integral over space is their number",
       .options = {bins_option(120, "shells of the histogram"), extent_option("the histogram runs from 0 to extent"),
                   centre_option()}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        refuse_box(system, "radial-density", "crystal-density (of a crystal)");
        return std::make_unique<RadialDensity>(system, walkers, settings);
      });
}

}  // namespace kato
