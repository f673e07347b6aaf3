// SPDX-License-Identifier: Apache-2.0
#include "extrapolation/size_law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.hpp"
#include "stats/least_squares.hpp"

namespace kato {
namespace {

// b1 where it is not fitted.
SizeCoefficient fixed_shells(bool shells, std::optional<double> b1) {
  if (b1) return {.value = *b1, .origin = SizeCoefficient::given};
  return {.value = shells ? 1.0 : 0.0, .origin = SizeCoefficient::assumed};
}

}  // namespace

SizeLaw fit_size_law(const std::vector<FiniteSystem>& systems, std::optional<double> b1, std::optional<double> b2) {
  std::set<int> sizes;
  for (const auto& system : systems) sizes.insert(system.particles);
  const bool shells = std::ranges::any_of(systems, [](const auto& system) { return system.kinetic_excess != 0; });
  require(b2 || sizes.size() > 1,
          "infinite: one number of particles alone does not tell how the energy depends on it; give runs of other "
          "numbers too, or b2 (--b2, and --b1 if it is not 1)");
  const bool fits_b2 = !b2, fits_b1 = !b1 && shells && sizes.size() > (fits_b2 ? 2U : 1U);

  SizeLaw law;
  if (!fits_b1) law.shells = fixed_shells(shells, b1);
  if (!fits_b2) law.inverse_number = {.value = *b2, .origin = SizeCoefficient::given};
  std::vector<double> a, y, sigma;
  for (const auto& system : systems) {
    const double inverse = 1.0 / system.particles;
    a.push_back(1);
    if (fits_b2) a.push_back(inverse);
    if (fits_b1) a.push_back(system.kinetic_excess);
    y.push_back(system.energy - law.shells.value * system.kinetic_excess - law.inverse_number.value * inverse);
    sigma.push_back(system.std_err);
  }
  const auto fit = weighted_least_squares(a, y, sigma);
  require(fit.has_value(),
          "infinite: these numbers of particles do not tell b1 and b2 apart; give runs of others, or one of the two");
  const auto coefficient = [&](std::size_t j) { return SizeCoefficient{fit->coefficients[j], fit->std_err(j)}; };
  law.energy = coefficient(0);
  if (fits_b2) law.inverse_number = coefficient(1);
  if (fits_b1) law.shells = coefficient(fits_b2 ? 2 : 1);
  law.residuals = fit->residuals;
  law.chi_square = fit->chi_square;
  law.degrees_of_freedom = fit->degrees_of_freedom;
  return law;
}

std::vector<std::string> warnings_of(const SizeLaw& law) {
  // chi^2 is n with a spread of sqrt(2 n).
  const double n = law.degrees_of_freedom;
  if (n == 0 || law.chi_square <= n + 3 * std::sqrt(2 * n)) return {};
  return {fmt::format(
      "the energies are further from the law than their errors (chi^2 {:.1f} of {:.0f} degree{} of freedom), "
      "and the errors of the result are too small; train all runs to the end, or leave the smallest out",
      law.chi_square, n, n == 1 ? "" : "s")};
}

}  // namespace kato
