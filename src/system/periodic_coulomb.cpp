// SPDX-License-Identifier: Apache-2.0
#include "system/periodic_coulomb.hpp"

#include <array>
#include <numbers>
#include <utility>

#include "base/error.hpp"

namespace kato {

PeriodicCoulomb::PeriodicCoulomb(const Matter& matter, double strength, std::vector<double> charges,
                                 const std::optional<PairCusp>& cusp)
    : dimensions_(matter.dimensions),
      side_(matter.space.side),
      strength_(strength),
      self_(0),
      charges_(std::move(charges)),
      cusp_(cusp),
      table_(EwaldTable::of(matter.dimensions)) {
  require(matter.space.periodic(), "charges with a uniform background: need a periodic box");
  for (const int species : matter.species_of_particles()) {
    const double charge = charges_.at(static_cast<std::size_t>(species));
    of_particle_.push_back(charge);
    self_ += 0.5 * strength * charge * charge * table_->self() / side_;
  }
}

void PeriodicCoulomb::diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept {
  const auto d = static_cast<std::size_t>(dimensions_), count = of_particle_.size();
  for (std::size_t w = 0; w < energy.size(); ++w) {
    const auto x = walkers.place(w);
    double sum = 0;
    for (std::size_t i = 1; i < count; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        std::array<double, 3> r{};
        for (std::size_t c = 0; c < d; ++c) r[c] = (x[i * d + c] - x[j * d + c]) / side_;
        sum += of_particle_[i] * of_particle_[j] * table_->potential(r.data());
      }
    energy[w] += strength_ * sum / side_ + self_;
  }
}

void PeriodicCoulomb::work(const WalkerView& walkers, std::span<double> work) const {
  std::vector<double> energy(work.size());
  diagonal(walkers, energy);
  for (std::size_t w = 0; w < work.size(); ++w) work[w] -= energy[w];
}

double PeriodicCoulomb::transform(double q, int a, int b) const {
  if (q == 0) return 0;
  const double both = strength_ * charges_[static_cast<std::size_t>(a)] * charges_[static_cast<std::size_t>(b)];
  return both * (dimensions_ == 3 ? 4 * std::numbers::pi / (q * q) : 2 * std::numbers::pi / q);
}

}  // namespace kato
