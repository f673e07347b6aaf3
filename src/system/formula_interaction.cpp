// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/formula.hpp"
#include "system/pair_potential.hpp"
#include "system/singularity.hpp"

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

// What the expression asks of psi where two particles meet in D dimensions (d + 2 beside the node of like fermions).
// Without a slope or a power of psi, the local energy has a finite variance where r^(D - 1) V^2 has a finite integral.
ContactTerms contact_terms(const std::string& text, const Singularity& contact, int dimensions, double hbar2_m) {
  constexpr double margin = 0.04;
  const auto [exponent, inverse, square, sign] = contact;
  const bool is_line = dimensions == 1 && exponent >= 1;
  require(sign >= 0 || (exponent <= 2 && (!is_line || exponent == 2)),
          fmt::format("interaction formula: \"{}\" is like -1/r^{:.3g} at contact, where particles fall towards each "
                      "other (there is no ground state); soften it, as 1/(r^2 + a^2) instead of 1/r^2",
                      text, exponent));
  if (exponent == 1 || exponent == 2) return {.square = square / hbar2_m, .inverse = inverse / hbar2_m};
  require(2 * exponent < (is_line ? 3 : dimensions) - margin,
          fmt::format("interaction formula: \"{}\" is like 1/r^{:.3g} at contact, and no wave function here begins as "
                      "that wants it (the local energy would have no finite variance); soften it, as 1/(r^2 + a^2) "
                      "instead of 1/r^2, or take one like 1/r or 1/r^2",
                      text, exponent));
  return {.apart = is_line};
}

std::optional<double> given(const Settings& settings, const char* name) {
  return settings.contains(name) ? std::optional(settings.real(name)) : std::nullopt;
}

std::optional<double> given_power(const Settings& settings, const char* name) {
  return settings.real(name) != 0 ? std::optional(settings.real(name)) : std::nullopt;
}

// Of the pairs that there are, and that the expression acts between.
std::optional<PairCusp> cusp_from(const Formula& formula, const Matter& matter, const Settings& settings, bool like,
                                  bool unlike) {
  Formula::Evaluation potential(formula);
  const auto contact = singularity_of([&](double r) {
    *potential.variables() = r;
    return potential.value();
  });
  const bool has_like = std::ranges::any_of(matter.ranges(), [](const auto& range) { return range.count > 1; });
  PairCusp cusp{.range = settings.real("range")};
  if (unlike && matter.species.size() > 1) {
    cusp.unlike_terms = contact_terms(formula.text(), contact, matter.dimensions, matter.hbar2_m);
    cusp.unlike_terms.slope = given(settings, "slope");
    cusp.unlike_terms.power = given_power(settings, "power");
  }
  if (like && has_like) {
    const int node = matter.statistics == Statistics::fermion ? 2 : 0;
    cusp.like_terms = contact_terms(formula.text(), contact, matter.dimensions + node, matter.hbar2_m);
    cusp.like_terms.slope = given(settings, "like_slope");
    cusp.like_terms.power = given_power(settings, "like_power");
  }
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
          .cusp = cusp_from(*formula, matter, settings, like, unlike)};
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
                    .summary = "ln|psi| = slope r + .. for pairs of different species, where V is like 1/r: found if "
                               "absent, else checked",
                    .unit = "1/a_ho",
                    .optional = true},
                   {.name = "like_slope",
                    .fallback = 0.0,
                    .summary = "the same for pairs of one species, beside their node (bosons have none)",
                    .unit = "1/a_ho",
                    .optional = true},
                   {.name = "power",
                    .fallback = 0.0,
                    .summary =
                        "psi begins as r^power for pairs of different species, where V is like 1/r^2 (on a line, "
                        "1/r): found if 0, else checked"},
                   {.name = "like_power",
                    .fallback = 0.0,
                    .summary = "the same for pairs of one species, beside their node: r^(1 + like_power) in all (for "
                               "bosons r^like_power)"},
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
