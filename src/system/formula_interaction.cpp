// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/formula.hpp"
#include "system/pair_potential.hpp"

namespace kato {
namespace {

// On a grid of distances: at r = 0 alone it may be infinite.
void check_finite(const Formula& formula) {
  Formula::Evaluation potential(formula);
  for (double r = 1e-3; r < 20; r *= 1.1) {
    *potential.variables() = r;
    const double value = potential.value();
    require(std::isfinite(value),
            fmt::format("interaction formula: \"{}\" is {} at r = {:.4g}; it must be finite at every r > 0 (a hard "
                        "core is a high, smooth hill)",
                        formula.text(), nonfinite_text(value), r));
  }
}

std::optional<PairCusp> cusp_from(const Settings& settings) {
  PairCusp cusp{.range = settings.real("range"),
                .unlike_power = settings.real("power"),
                .like_power = settings.real("like_power")};
  if (settings.contains("slope")) cusp.unlike = settings.real("slope");
  if (settings.contains("like_slope")) cusp.bosons = cusp.like = settings.real("like_slope");
  return cusp.asks_nothing() ? std::nullopt : std::optional(cusp);
}

// V(r) of an expression, for all pairs or for some of them. Every thread has the expression for itself.
PairFunction formula_function(const Matter& matter, const Settings& settings) {
  const auto formula =
      std::make_shared<const Formula>("interaction formula", settings.text("formula"), std::vector<std::string>{"r"},
                                      settings.named_numbers("parameters"));
  check_finite(*formula);
  const bool like = settings.text("between") != "unlike", unlike = settings.text("between") != "like";
  require(like || matter.species.size() > 1,
          "interaction formula: between = \"unlike\" needs particles of two species; give system.up and system.down");
  return {.shape_of_thread =
              [formula, like, unlike] {
                const auto potential = std::make_shared<Formula::Evaluation>(*formula);
                return [formula, potential, like, unlike](double square, int a, int b) {
                  if (a == b ? !like : !unlike) return 0.0;
                  *potential->variables() = std::sqrt(square);
                  return potential->value();
                };
              },
          .cusp = cusp_from(settings)};
}

}  // namespace

void register_formula_interaction(Registry& registry) {
  registry.add<Interaction>(
      {.name = "formula",
       .summary = "an expression in the distance r between two particles, for every pair",
       .options = {{.name = "formula",
                    .fallback = std::string(),
                    .summary = "V(r), as \"depth * exp(-(r / width)^2)\", in the notation of muParser",
                    .unit = "hbar omega, r in a_ho",
                    .required = true},
                   {.name = "parameters",
                    .fallback = NamedNumbers{},
                    .summary = "the numbers that the expression names, so that --set and stages can change them"},
                   {.name = "between",
                    .fallback = std::string("all"),
                    .summary = "which pairs: all, those of one species, or those of different species",
                    .choices = {"all", "like", "unlike"}},
                   {.name = "slope",
                    .fallback = 0.0,
                    .summary = "where V is singular: ln|psi| = slope r + .. for pairs of different species",
                    .unit = "1/a_ho",
                    .optional = true},
                   {.name = "like_slope",
                    .fallback = 0.0,
                    .summary = "the same for pairs of one species, beside their node (bosons have none)",
                    .unit = "1/a_ho",
                    .optional = true},
                   {.name = "power",
                    .fallback = 0.0,
                    .summary = "where V is like 1/r^2: psi begins as r^power for pairs of different species",
                    .lower = 0},
                   {.name = "like_power",
                    .fallback = 0.0,
                    .summary = "the same for pairs of one species, beside their node: r^(1 + like_power) in all (for "
                               "bosons r^like_power)",
                    .lower = 0},
                   {.name = "range",
                    .fallback = 1.0,
                    .summary = "the distance to which a slope is felt, in lengths of the trap",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Matter& matter, const Settings& settings) {
        return std::make_unique<PairPotential>(matter, formula_function(matter, settings));
      });
}

}  // namespace kato
