// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <fstream>
#include <functional>
#include <memory>
#include <numbers>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "exact/pair_potential.hpp"
#include "system/pair_potential.hpp"
#include "system/system.hpp"

namespace kato::exact {

inline RadialPotential gaussian(double strength, double range = 0.5) {
  return [=](double r) {
    return strength / (std::sqrt(2 * std::numbers::pi) * range) * std::exp(-r * r / (2 * range * range));
  };
}

inline RadialPotential harmonic(double k) {
  return [=](double r) { return 0.5 * k * r * r; };
}

/// (k/2)(x_i - x_j)^2 shifts every frequency of the internal motion to sqrt(1 + A k).
inline double harmonic_energy(int particles, double k) {
  return 0.5 + std::sqrt(1 + particles * k) * (particles * particles - 1) / 2.0;
}

/// 6/r^2 has the ground state prod (x_i - x_j)^3 exp(-sum x^2/2) (Calogero, J. Math. Phys. 12, 419 (1971)).
inline RadialPotential calogero() {
  return [](double r) { return 6 / (r * r); };
}
inline double calogero_energy(int particles) { return 0.5 * particles + 1.5 * particles * (particles - 1); }

/// Any function of the configuration as an interaction.
class AnyInteraction final : public Interaction {
 public:
  using Energy = std::function<double(std::span<const double>)>;
  explicit AnyInteraction(Energy energy) : energy_(std::move(energy)) {}
  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    for (std::size_t w = 0; w < energy.size(); ++w) energy[w] += energy_(walkers.place(w));
  }

 private:
  Energy energy_;
};

inline System trapped(int particles) {
  System system;
  system.particles = particles;
  return system;
}

inline System trapped(int particles, AnyInteraction::Energy energy) {
  System system = trapped(particles);
  system.interactions.push_back({"any", std::make_shared<AnyInteraction>(std::move(energy))});
  return system;
}

inline System trapped(int particles, const RadialPotential& potential) {
  System system = trapped(particles);
  system.interactions.push_back(
      {"any", std::make_shared<PairPotential>(system, PairFunction{.shape = [potential](double square, int, int) {
                                                return potential(std::sqrt(square));
                                              }})});
  return system;
}

struct Tabulated {
  double energy, uncertainty;
};

/// The ground-state energy for the Gaussian of range 0.5 from the table of reference values.
inline Tabulated tabulated(int particles, double strength) {
  std::ifstream table(KATO_TEST_DATA "/spinless-gaussian.csv");
  for (std::string line; std::getline(table, line);) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; cells.size() < 6 && std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() < 6 || cells[3] != "E_ground") continue;
    if (std::stoi(cells[0]) == particles && std::stod(cells[1]) == strength)
      return {std::stod(cells[4]), std::stod(cells[5])};
  }
  throw std::runtime_error("no such entry in the table of reference energies");
}

}  // namespace kato::exact
