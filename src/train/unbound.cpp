// SPDX-License-Identifier: Apache-2.0
#include "train/unbound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/error.hpp"
#include "base/text.hpp"
#include "stats/accumulator.hpp"
#include "stats/blocking.hpp"
#include "stats/line.hpp"

namespace kato {
namespace {

constexpr int doublings = 10;
constexpr double significant = 5;    // errors: once in 2e6 by chance
constexpr std::size_t enough = 256;  // walkers that are dilated

// What is dilated: the coordinates of some axes, as seen from the origin or from the walker's centre.
struct Dilation {
  int axis = -1;  // -1 for all of them
  bool from_centre = false;
};

std::vector<Dilation> dilations(int dimensions) {
  std::vector<Dilation> all;
  for (const bool from_centre : {false, true})
    for (int axis = -1; axis < (dimensions > 1 ? dimensions : 0); ++axis) all.push_back({axis, from_centre});
  return all;
}

double centre_of(std::span<const double> x, std::size_t c, std::size_t d) {
  double sum = 0;
  for (std::size_t n = c; n < x.size(); n += d) sum += x[n];
  return sum * static_cast<double>(d) / static_cast<double>(x.size());
}

Walkers dilated(const WalkerView& walkers, const Dilation& dilation, double factor) {
  const auto d = static_cast<std::size_t>(walkers.dimensions);
  auto result = Walkers::at_origin(walkers.count(), walkers.particles, walkers.dimensions);
  result.x.assign(walkers.x.begin(), walkers.x.end());
  result.labels.assign(walkers.labels.begin(), walkers.labels.end());
  for (std::size_t w = 0; w < walkers.count(); ++w)
    for (std::size_t c = 0; c < d; ++c) {
      if (dilation.axis >= 0 && c != static_cast<std::size_t>(dilation.axis)) continue;
      const auto x = result.place(w);
      const double centre = dilation.from_centre ? centre_of(walkers.place(w), c, d) : 0;
      for (std::size_t n = c; n < x.size(); n += d) x[n] = centre + factor * (x[n] - centre);
    }
  return result;
}

// The potential energy of every walker where it is dilated by 2^k, [doublings + 1][W].
using Potentials = std::array<std::vector<double>, doublings + 1>;
Potentials potentials_of(const System& system, const WalkerView& walkers, const Dilation& dilation) {
  Potentials energies;
  for (int k = 0; k <= doublings; ++k) {
    energies[static_cast<std::size_t>(k)].resize(walkers.count());
    system.potential_energy(dilated(walkers, dilation, std::exp2(k)), energies[static_cast<std::size_t>(k)]);
  }
  return energies;
}

// The mean of a - b over the walkers, with its error.
struct Fall {
  double mean = 0, error = 0;
};
Fall fall(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> differences;
  for (std::size_t w = 0; w < a.size(); ++w) differences.push_back(a[w] - b[w]);
  const auto found = mean_variance(differences);
  return {found.mean, std::sqrt(found.variance() / static_cast<double>(a.size()))};
}

bool falls_on(const Potentials& energies) {
  double before = 0;
  for (int k = doublings - 2; k <= doublings; ++k) {
    const auto now = fall(energies[static_cast<std::size_t>(k) - 1], energies[static_cast<std::size_t>(k)]);
    if (!(now.mean > significant * now.error && now.mean > 0.99 * before)) return false;
    before = now.mean;
  }
  return true;
}

WalkerView some(const WalkerView& walkers) { return walkers.rows(0, std::min(enough, walkers.count())); }

}  // namespace

std::optional<std::string> falls_without_bound(const System& system, const WalkerView& walkers) {
  if (system.space.periodic()) return std::nullopt;
  for (const auto& dilation : dilations(walkers.dimensions)) {
    const auto energies = potentials_of(system, some(walkers), dilation);
    if (!falls_on(energies)) continue;
    return fmt::format(
        "unbound: the energy has no lower bound (where the places of the particles are dilated 1024 times{}, the "
        "potential energy is {:.2g} {}, and it falls the more the further they are); make the trap steeper, or the "
        "interaction weaker or of a finite range",
        dilation.axis < 0 ? "" : fmt::format(" along axis {}", dilation.axis + 1), mean_variance(energies.back()).mean,
        system.energy_unit());
  }
  return std::nullopt;
}

Dilations dilations_of(const System& system, const WalkerView& walkers, double energy, double std_err, double kinetic) {
  const auto energies = potentials_of(system, some(walkers), {});
  Dilations found{.apart = mean_variance(energies.back()).mean + kinetic * std::exp2(-2 * doublings)};
  const double count = static_cast<double>(energies.back().size());
  const double error = std::sqrt(mean_variance(energies.back()).variance() / count);
  found.above = (energy - found.apart) / std::hypot(std_err, error);
  const auto rise = fall(energies.back(), energies.front());
  found.attracted = rise.mean > significant * rise.error;
  found.downhill = true;
  for (int k = 1; k <= doublings; ++k) {
    const auto down = fall(energies[static_cast<std::size_t>(k) - 1], energies[static_cast<std::size_t>(k)]);
    const double of_kinetic = kinetic * (std::exp2(-2 * (k - 1)) - std::exp2(-2 * k));
    if (!(down.mean + of_kinetic > -significant * down.error)) found.downhill = false;
  }
  return found;
}

void Expansion::add(const WalkerView& walkers) {
  const auto d = static_cast<std::size_t>(walkers.dimensions);
  double sum = 0;
  for (std::size_t w = 0; w < walkers.count(); ++w)
    for (std::size_t c = 0; c < d; ++c) {
      const auto x = walkers.place(w);
      const double centre = centre_of(x, c, d);
      for (std::size_t n = c; n < x.size(); n += d) sum += (x[n] - centre) * (x[n] - centre);
    }
  sizes_.push_back(std::sqrt(sum / static_cast<double>(walkers.count() * static_cast<std::size_t>(walkers.particles))));
}

bool Expansion::goes_on() const {
  const std::size_t quarter = sizes_.size() / 4;
  if (quarter < 8) return false;
  const auto last = std::span(sizes_).last(quarter), before = std::span(sizes_).last(2 * quarter).first(quarter);
  const auto error_of = [](auto part) { return blocking(residuals_from_line(part)).std_err; };  // a slope is no noise
  const double error = std::hypot(error_of(last), error_of(before));
  return mean_variance(last).mean - mean_variance(before).mean > significant * error;
}

double Expansion::factor() const { return sizes_.empty() ? 1 : sizes_.back() / sizes_.front(); }

void Expansion::restore(const Checkpoint::State& state) {
  if (const auto found = state.find("sizes"); found != state.end()) sizes_ = found->second;
}

std::optional<std::string> goes_apart(const Expansion& expansion, const Dilations& dilations, double energy,
                                      double std_err) {
  if (!(dilations.above > significant && dilations.downhill && expansion.goes_on())) return std::nullopt;
  if (dilations.attracted && !expansion.tenfold()) return std::nullopt;
  return fmt::format(
      "unbound: the particles go apart (their cloud still grows, it has {:.2g} times the size that it had, and the "
      "energy, {}, is above that of the same state dilated by any factor, down to {:.2g} far apart); add a trap or a "
      "stronger attraction, or train longer if there is a bound state",
      expansion.factor(), with_error(energy, std_err), dilations.apart);
}

double require_bound(const System& system, const WalkerView& walkers, const Expansion& expansion, double energy,
                     double std_err, double kinetic) {
  if (system.space.periodic()) return 0;  // there is nowhere to go
  if (const auto problem = falls_without_bound(system, walkers)) throw Error(*problem);
  const auto dilations = dilations_of(system, walkers, energy, std_err, kinetic);
  if (const auto problem = goes_apart(expansion, dilations, energy, std_err)) throw Error(*problem);
  return dilations.downhill ? dilations.above : 0;
}

}  // namespace kato
