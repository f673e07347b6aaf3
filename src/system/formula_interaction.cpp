// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/formula.hpp"
#include "system/interaction.hpp"

namespace kato {
namespace {

enum class Between { all, like, unlike };

// V(r) of an expression, summed over the pairs.
class FormulaInteraction final : public Interaction {
 public:
  explicit FormulaInteraction(const Settings& settings)
      : formula_("interaction formula", settings.text("formula"), {"r"}, settings.named_numbers("parameters")),
        between_(settings.text("between") == "all"    ? Between::all
                 : settings.text("between") == "like" ? Between::like
                                                      : Between::unlike) {
    if (settings.contains("slope")) cusp_.unlike = settings.real("slope");
    if (settings.contains("like_slope")) cusp_.like = settings.real("like_slope");
    cusp_.unlike_power = settings.real("power");
    cusp_.like_power = settings.real("like_power");
    cusp_.range = settings.real("range");
    cusp_.bosons = cusp_.like;
  }

  void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    Formula::Evaluation potential(formula_);
    double& r = *potential.variables();
    const int dimensions = walkers.dimensions;
    const auto ranges = species_ranges_or_all(walkers.species, walkers.particles);
    const double* x = walkers.x.data();
    for (double& total : energy) {
      double sum = 0;
      for (std::size_t a = 0; a < ranges.size(); ++a)
        for (std::size_t b = 0; b <= a; ++b) {
          if (between_ != Between::all && (a == b) != (between_ == Between::like)) continue;
          for (int i = ranges[a].first; i < ranges[a].first + ranges[a].count; ++i)
            for (int j = ranges[b].first; j < std::min(i, ranges[b].first + ranges[b].count); ++j) {
              r = apart(x + i * dimensions, x + j * dimensions, dimensions);
              sum += potential.value();
            }
        }
      total += sum;
      x += walkers.particles * dimensions;
    }
  }

  std::optional<PairCusp> cusp(int /*dimensions*/) const override {
    return cusp_.asks_nothing() ? std::nullopt : std::optional(cusp_);
  }

  // On a grid of distances: at r = 0 alone it may be infinite.
  void check(int /*dimensions*/, std::span<const Species> species, Statistics /*statistics*/) const override {
    require(between_ != Between::unlike || species.size() > 1,
            "interaction formula: between = \"unlike\" needs particles of two species; give system.up and system.down");
    Formula::Evaluation potential(formula_);
    for (double r = 1e-3; r < 20; r *= 1.1) {
      *potential.variables() = r;
      const double value = potential.value();
      require(std::isfinite(value),
              fmt::format("interaction formula: \"{}\" is {} at r = {:.4g}; it must be finite at every r > 0 (a hard "
                          "core is a high, smooth hill)",
                          formula_.text(), nonfinite_text(value), r));
    }
  }

 private:
  static double apart(const double* a, const double* b, int dimensions) noexcept {
    double square = 0;
    for (int c = 0; c < dimensions; ++c) square += (a[c] - b[c]) * (a[c] - b[c]);
    return std::sqrt(square);
  }

  Formula formula_;
  Between between_;
  PairCusp cusp_;
};

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
      [](const Settings& settings) { return std::make_unique<FormulaInteraction>(settings); });
}

}  // namespace kato
