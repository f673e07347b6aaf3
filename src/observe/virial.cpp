// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "base/error.hpp"
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// The virial theorem: a state that is stationary under a change of scale has 2 <T> = < sum_i x_i . grad_i V >, the
// right side 2 <V_trap> and the work of every interaction. The ratio of both is 1 for eigenstates; each alone is
// recorded, too, and their difference, which is also meaningful where both are small. In a periodic box nothing holds
// the particles but its walls, and the work is that of V where the box is scaled with all places: what is left of the
// difference is the pressure, 2 <T> - <work> = -dE/d ln L = d P L^d.
class Virial final : public Observable {
 public:
  Virial(const System& system, std::size_t walkers) : system_(system), sums_(walkers, 2), work_(walkers) {
    require(system.space.periodic() || system.trap() != nullptr || !system.interactions.empty(),
            "observable virial: there is no potential energy; leave it out of evaluate.observables");
    require(system.core() == 0,
            "observable virial: hard cores do their work where they touch, which no walker sees; leave it out of "
            "evaluate.observables");
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    work_.assign(walkers.count(), 0.0);
    system_.add_work(walkers, around.gradient, work_);
    sums_.add_step(1, [&](std::size_t w, std::span<double> sums) {
      sums[0] += 2 * around.kinetic[w];
      sums[1] += work_[w];
    });
  }

  Sums sums() override { return sums_.all_sums(); }

  Curve result() const override {
    if (system_.space.periodic()) return pressure();
    return number(sums_.jackknife([](std::span<const double> m) { return std::vector{m[0] / m[1]}; }), 0,
                  "2 <T> / <x . grad V>");
  }

  std::map<std::string, Curve> results() const override {
    const auto means = sums_.means();
    return {{"", result()},
            {"difference", number(sums_.jackknife([](std::span<const double> m) { return std::vector{m[0] - m[1]}; }),
                                  0, "2 <T> - <x . grad V> [" + system_.energy_unit() + "]")},
            {"twice-kinetic", number(means, 0, "2 <T> [" + system_.energy_unit() + "]")},
            {"work", number(means, 1, "<x . grad V> [" + system_.energy_unit() + "]")}};
  }

 private:
  static Curve number(const Means& means, std::size_t k, const std::string& what) {
    return {.mean = {means.mean[k]}, .std_err = {means.std_err[k]}, .what = what};
  }

  Curve pressure() const {
    const double volume = std::pow(system_.space.side, system_.dimensions);
    const auto of = [&](std::span<const double> m) {
      return std::vector{(m[0] - m[1]) / (system_.dimensions * volume)};
    };
    return number(sums_.jackknife(of), 0, "the pressure, (2 <T> - <work>)/(d L^d) [" + pressure_unit() + "]");
  }

  std::string pressure_unit() const {
    const int d = system_.dimensions;
    if (!system_.of_charges()) return fmt::format("hbar^2/(m a^{})", d + 2);
    return d == 1 ? "hartree/bohr" : fmt::format("hartree/bohr^{}", d);
  }

  System system_;
  GroupedMeans sums_;
  std::vector<double> work_;
};

}  // namespace

void register_virial(Registry& registry) {
  registry.add<Observable>(
      {.name = "virial",
       .summary = "the virial ratio 2 <T>/<x . grad V>, 1 for an eigenstate, both of its parts and their difference; "
                  "in a periodic box the pressure",
       .source = "V. Fock, Z. Phys. 63, 855 (1930)"},
      [](const System& system, std::size_t walkers, const Settings&) {
        return std::make_unique<Virial>(system, walkers);
      });
}

}  // namespace kato
