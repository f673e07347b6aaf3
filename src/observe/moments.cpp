// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// <r>, <r^2>, <r^4> of a particle and the radius sqrt(<r^2>), of all particles and of each species.
class Moments final : public Observable {
 public:
  Moments(const System& system, std::size_t walkers, const Settings& settings)
      : space_(system.space),
        mass_(settings.text("centre") == "mass"),
        parts_(parts_of(system)),
        sums_(walkers, 3 * parts_.size()) {
    for (const int power : {1, 2, 4}) units_.push_back(" [" + length_text(system, power) + "]");
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override { add(walkers, around.threads); }

  Sums sums() override { return sums_.all_sums(); }

  Curve result() const override { return results().at("radius"); }

  std::map<std::string, Curve> results() const override {
    constexpr std::array names{"r", "r2", "r4"};
    constexpr std::array whats{"<r>", "<r^2>", "<r^4>"};
    const auto means = sums_.means();
    const auto radius = sums_.jackknife([&](std::span<const double> m) {
      std::vector<double> radii;
      for (std::size_t n = 0; n < parts_.size(); ++n) radii.push_back(std::sqrt(m[3 * n + 1]));
      return radii;
    });
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < parts_.size(); ++n) {
      const auto suffix = parts_[n].name.empty() ? "" : "." + parts_[n].name;
      for (std::size_t k = 0; k < names.size(); ++k)
        all.emplace(names[k] + suffix, number(means, 3 * n + k, whats[k] + units_[k]));
      all.emplace("radius" + suffix, number(radius, n, "sqrt <r^2>" + units_[0]));
    }
    return all;
  }

 private:
  void add(const WalkerView& walkers, int threads) {
    const auto A = static_cast<std::size_t>(walkers.particles), d = static_cast<std::size_t>(walkers.dimensions);
    sums_.add_step(threads, [&](std::size_t w, std::span<double> sums) {
      const auto x = walkers.x.subspan(w * A * d, A * d);
      std::array<double, 3> centre{};
      centre_of(x, mass_, std::span(centre).first(d));
      for (std::size_t n = 0; n < parts_.size(); ++n) {
        const auto [first, count] = parts_[n].range;
        for (int i = first; i < first + count; ++i) {
          const double square =
              space_.squared_distance(x.data() + i * walkers.dimensions, centre.data(), walkers.dimensions);
          sums[3 * n] += std::sqrt(square) / count;
          sums[3 * n + 1] += square / count;
          sums[3 * n + 2] += square * square / count;
        }
      }
    });
  }

  static Curve number(const Means& means, std::size_t k, const std::string& what) {
    return {.mean = {means.mean[k]}, .std_err = {means.std_err[k]}, .what = what};
  }

  Space space_;
  bool mass_;
  std::vector<Part> parts_;
  std::vector<std::string> units_;  // of <r>, <r^2>, <r^4>
  GroupedMeans sums_;               // of every part <r>, <r^2>, <r^4>
};

}  // namespace

void register_moments(Registry& registry) {
  registry.add<Observable>(
      {.name = "moments",
       .summary =
           "<r>, <r^2>, <r^4> of a particle and the radius sqrt(<r^2>), in any dimension, of all and of each species",
       .options = {centre_option()}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        refuse_box(system, "moments", "pair-correlation");
        return std::make_unique<Moments>(system, walkers, settings);
      });
}

}  // namespace kato
