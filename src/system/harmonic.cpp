// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/error.hpp"
#include "system/potential.hpp"

namespace kato {
namespace {

class Harmonic final : public Potential {
 public:
  explicit Harmonic(std::vector<double> omega) : omega_(std::move(omega)) {}

  void add_energy(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    add_squares(0.5, walkers, energy);
  }
  void add_work(const WalkerView& walkers, std::span<double> work) const override { add_squares(1, walkers, work); }

  std::vector<double> frequencies(int dimensions) const override {
    return omega_.size() == 1 ? std::vector<double>(static_cast<std::size_t>(dimensions), omega_[0]) : omega_;
  }

 private:
  void add_squares(double factor, const WalkerView& walkers, std::span<double> sums) const noexcept {
    const double* x = walkers.x.data();
    for (double& sum : sums) {
      double squares = 0;
      for (int i = 0; i < walkers.particles; ++i)
        for (int c = 0; c < walkers.dimensions; ++c, ++x) {
          const double omega = omega_[omega_.size() == 1 ? 0 : static_cast<std::size_t>(c)];
          squares += (omega * *x) * (omega * *x);
        }
      sum += factor * squares;
    }
  }

  std::vector<double> omega_;  // one for all coordinates, or one for each
};

std::vector<double> checked_frequencies(const Matter& matter, const Settings& settings) {
  auto omega = settings.reals("frequency");
  require(omega.size() == 1 || omega.size() == static_cast<std::size_t>(matter.dimensions),
          fmt::format("potential harmonic: has {} frequencies, but system.dimensions is {}; give one for all "
                      "directions, or one for each",
                      omega.size(), matter.dimensions));
  for (const double each : omega)
    require(each > 0, fmt::format("potential harmonic: frequency {} holds nothing; it must be above 0", each));
  return omega;
}

}  // namespace

const Potential& oscillator() {
  static const Harmonic trap({1});
  return trap;
}

void register_harmonic(Registry& registry) {
  registry.add<Potential>(
      {.name = "harmonic",
       .summary = "sum_i sum_c omega_c^2 x_ic^2/2",
       .options = {{.name = "frequency",
                    .fallback = std::vector<double>{1},
                    .summary = "omega, a number for all directions or one for each; energies are in "
                               "the unit of omega, lengths in that of sqrt(1/omega)",
                    .lower = 0,
                    .lower_open = true,
                    .or_number = Number::real}}},
      [](const Matter& matter, const Settings& settings) {
        return std::make_unique<Harmonic>(checked_frequencies(matter, settings));
      });
}

}  // namespace kato
