// SPDX-License-Identifier: Apache-2.0
#include "observe/bins.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace kato {

std::vector<double> Bins::centres() const {
  std::vector<double> centres;
  for (std::size_t bin = 0; bin < count; ++bin) centres.push_back(low + (static_cast<double>(bin) + 0.5) * width());
  return centres;
}

Option bins_option(std::int64_t fallback, const std::string& summary, double most) {
  return {.name = "bins", .fallback = fallback, .summary = summary, .lower = 1, .upper = most};
}

Option extent_option(const std::string& summary, int lengths) {
  return {.name = "extent",
          .fallback = 0.0,
          .summary = fmt::format("{}; 0 for {} lengths of the trap, or half the side of a box", summary, lengths),
          .unit = "a_ho",
          .lower = 0};
}

double extent_of(const Settings& settings, const System& system, int lengths) {
  const double extent = settings.real("extent");
  if (extent > 0) return extent;
  return system.space.periodic() ? 0.5 * system.space.side : lengths * system.length();
}

void refuse_box(const System& system, const std::string& observable, const std::string& instead) {
  require(
      !system.space.periodic(),
      fmt::format("observable {}: is not measured in a box, where no place differs from another; use {} instead, or "
                  "leave it out of evaluate.observables (a box has pair-correlation, structure-factor, "
                  "momentum-distribution, crystal-density, virial and contact-density)",
                  observable, instead));
}

void require_box(const System& system, const std::string& observable, const std::string& instead) {
  require(system.space.periodic(),
          fmt::format("observable {}: is measured in periodic boxes (system.space = \"box\"); use {} instead, or leave "
                      "it out of evaluate.observables",
                      observable, instead));
}

Option centre_option() {
  return {.name = "centre",
          .fallback = std::string("origin"),
          .summary = "where r is measured from: the origin, or the centre of mass of all particles",
          .choices = {"origin", "mass"}};
}

std::string length_text(const System& system, int power) {
  const auto unit = system.length_unit();
  return power == 1 ? unit : power == -1 ? "1/" + unit : fmt::format("{}^{}", unit, power);
}

}  // namespace kato
