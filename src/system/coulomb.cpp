// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <utility>

#include "base/error.hpp"
#include "system/box.hpp"
#include "system/pair_potential.hpp"
#include "system/periodic_coulomb.hpp"

namespace kato {
namespace {

// The charge of every species.
std::vector<double> charges_of(const Matter& matter, const Settings& settings) {
  const std::size_t kinds = matter.ranges().size();
  if (!settings.contains("charges")) return std::vector<double>(kinds, 1.0);
  const auto& charges = settings.reals("charges");
  require(charges.size() == kinds,
          fmt::format("interaction coulomb: charges is a list of {} (there is one number for each species); give {}",
                      charges.size(), kinds));
  return charges;
}

enum class Pairs { like, unlike };

// The product of the charges of two particles of one species, or of different ones: the same wherever there are two.
double product(const Matter& matter, const std::vector<double>& charges, Pairs pairs) {
  const auto kinds = matter.ranges();
  std::optional<double> all;
  for (std::size_t a = 0; a < kinds.size(); ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      if ((a == b) != (pairs == Pairs::like) || (a == b && kinds[a].count < 2)) continue;
      const double both = charges[a] * charges[b];
      if (all && *all != both)
        throw Error(
            fmt::format("interaction coulomb: pairs of {} have charges of product {} and of {}, which want different "
                        "cusps (wave functions have one); give the species charges of one size",
                        pairs == Pairs::like ? "one species" : "different species", *all, both));
      all = both;
    }
  return all.value_or(charges.front() * charges.back());
}

// The range of the cusps in `Matter::length`s. In a box it is given in mean distances r_s of the particles: so it is as
// good for any number of them at any density.
double range_of(const Matter& matter, double range) {
  if (!matter.space.periodic()) return range;
  return range * 2 * std::numbers::pi /
         side_of_box(matter.dimensions, matter.particles, density_of_distance(matter.dimensions, 1));
}

// Where 1/r is singular (Kato, Comm. Pure Appl. Math. 10, 151 (1957)) it is cancelled by (d - 1)/r psi' of a pair
// without a node, and by (d + 1)/r psi' beside the node of two fermions of one kind; the relative motion has -nabla^2,
// twice a particle's.
std::optional<PairCusp> kato_cusp(const Matter& matter, const std::vector<double>& charges, const Settings& settings) {
  const double strength = settings.real("strength");
  if (settings.real("softening") > 0 || strength == 0) return std::nullopt;
  const double like = strength * product(matter, charges, Pairs::like) / matter.hbar2_m;
  const double unlike = strength * product(matter, charges, Pairs::unlike) / matter.hbar2_m;
  const int d = matter.dimensions;
  PairCusp cusp{.range = range_of(matter, settings.real("range"))};
  if (unlike != 0) cusp.unlike = unlike / (d - 1);
  if (like != 0) cusp.like = like / (d + 1), cusp.bosons = like / (d - 1);
  return cusp.asks_nothing() ? std::nullopt : std::optional(cusp);
}

// q_i q_j strength / sqrt(r^2 + softening^2) between every pair.
std::unique_ptr<Interaction> without_images(const Matter& matter, const Settings& settings) {
  const double softening = settings.real("softening");
  require(matter.dimensions > 1 || softening > 0,
          "interaction coulomb: 1/r binds or keeps particles apart without bound in one dimension; set softening, or "
          "system.dimensions to 2 or 3");
  const auto charges = charges_of(matter, settings);
  PairFunction function{
      .factor = settings.real("strength"),
      .shape = [core = softening * softening](double square, int, int) { return 1 / std::sqrt(core + square); }};
  if (settings.contains("charges"))
    function.shape = [charges, alike = function.shape](double square, int a, int b) {
      return charges[static_cast<std::size_t>(a)] * charges[static_cast<std::size_t>(b)] * alike(square, a, b);
    };
  function.cusp = kato_cusp(matter, charges, settings);
  return std::make_unique<PairPotential>(matter, std::move(function));
}

// With a uniform background, which takes away what has no limit in an infinite sum over images.
std::unique_ptr<Interaction> in_box(const Matter& matter, const Settings& settings) {
  require(
      matter.dimensions > 1,
      "interaction coulomb: a periodic box of one dimension has no energy of charges (the sum over images of 1/r has "
      "no limit); set system.dimensions to 2 or 3");
  require(settings.real("softening") == 0,
          "interaction coulomb: softening has no meaning in a periodic box (images and background are those of 1/r); "
          "leave it out");
  const auto charges = charges_of(matter, settings);
  return std::make_unique<PeriodicCoulomb>(matter, settings.real("strength"), charges,
                                           kato_cusp(matter, charges, settings));
}

}  // namespace

void register_coulomb(Registry& registry) {
  registry.add<Interaction>(
      {.name = "coulomb",
       .summary =
           "strength / sqrt(r^2 + softening^2) between every pair of particles; in a periodic box Ewald's sum of "
           "1/r, with a uniform background that makes it neutral",
       .source = "the cusps: Kato, Comm. Pure Appl. Math. 10, 151 (1957); boxes: Ewald, Ann. Phys. 369, 253 (1921)",
       .options = {{.name = "strength",
                    .fallback = 1.0,
                    .summary = "1 in effective atomic units; negative attracts",
                    .unit = "hbar omega a_ho"},
                   {.name = "charges",
                    .fallback = std::vector<double>{},
                    .summary =
                        "one number for each species, whose products multiply the strength; 1 for all of them if "
                        "not given",
                    .optional = true},
                   {.name = "softening",
                    .fallback = 0.0,
                    .summary = "keeps the energy finite where particles meet; 0 for 1/r itself and its cusps",
                    .unit = "a_ho",
                    .lower = 0},
                   {.name = "range",
                    .fallback = 1.0,
                    .summary = "the distance to which the cusps are felt, in lengths of the trap; in a box in mean "
                               "distances r_s of the particles",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Matter& matter, const Settings& settings) {
        return matter.space.periodic() ? in_box(matter, settings) : without_images(matter, settings);
      });
}

}  // namespace kato
