// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/formula.hpp"
#include "system/potential.hpp"

namespace kato {
namespace {

constexpr std::array coordinates{"x", "y", "z"};
constexpr std::size_t distance = coordinates.size();  // the variable behind them: r

// V(x, y, z, r) of an expression, for every particle.
class FormulaPotential final : public Potential {
 public:
  FormulaPotential(const Matter& matter, const Settings& settings)
      : formula_("potential formula", settings.text("formula"), {"x", "y", "z", "r"},
                 settings.named_numbers("parameters")) {
    check(matter.dimensions);
  }

  void add_energy(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    Formula::Evaluation potential(formula_);
    const double* x = walkers.x.data();
    for (double& total : energy)
      for (int i = 0; i < walkers.particles; ++i, x += walkers.dimensions)
        total += value_at(potential, x, walkers.dimensions);
  }

 private:
  // Whatever dimensions there are not cannot be named; and along the axes and the diagonal it must be finite.
  void check(int dimensions) const {
    for (auto c = static_cast<std::size_t>(dimensions); c < coordinates.size(); ++c)
      require(!formula_.uses(coordinates[c]),
              fmt::format("potential formula: \"{}\" names {}, but system.dimensions is {}; raise it or leave {} out",
                          formula_.text(), coordinates[c], dimensions, coordinates[c]));
    Formula::Evaluation potential(formula_);
    for (int direction = 0; direction <= dimensions; ++direction)
      for (double s = -6.03; s < 6; s += 0.15) {
        std::array<double, 3> x{};
        for (int c = 0; c < dimensions; ++c)
          x[static_cast<std::size_t>(c)] = direction == dimensions || direction == c ? s : 0.01;
        const double value = value_at(potential, x.data(), dimensions);
        require(std::isfinite(value),
                fmt::format("potential formula: \"{}\" is {} at x = {:.4g}{}{}; it must be finite everywhere (a wall "
                            "is a high, smooth hill)",
                            formula_.text(), nonfinite_text(value), x[0],
                            dimensions > 1 ? fmt::format(", y = {:.4g}", x[1]) : "",
                            dimensions > 2 ? fmt::format(", z = {:.4g}", x[2]) : ""));
      }
  }

  static double value_at(Formula::Evaluation& potential, const double* x, int dimensions) noexcept {
    double square = 0;
    for (int c = 0; c < dimensions; ++c) {
      potential.variables()[c] = x[c];
      square += x[c] * x[c];
    }
    potential.variables()[distance] = std::sqrt(square);
    return potential.value();
  }

  Formula formula_;
};

}  // namespace

void register_formula_potential(Registry& registry) {
  registry.add<Potential>(
      {.name = "formula",
       .summary = "an expression in the coordinates x, y, z of a particle and its distance r from the centre",
       .options = {{.name = "formula",
                    .fallback = std::string(),
                    .summary = "V, as \"0.5 * x^2 + height * exp(-x^2)\", in the notation of muParser",
                    .unit = "hbar omega, lengths in a_ho",
                    .required = true},
                   {.name = "parameters",
                    .fallback = NamedNumbers{},
                    .summary = "the numbers that the expression names, so that --set and stages can change them"}}},
      [](const Matter& matter, const Settings& settings) {
        return std::make_unique<FormulaPotential>(matter, settings);
      });
}

}  // namespace kato
