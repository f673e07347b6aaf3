// SPDX-License-Identifier: Apache-2.0
#include "record/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace kato {
namespace {

using Warnings = std::vector<std::string>;

std::string plural(std::int64_t count, const char* one, const char* several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

double size_of_parts(const Summary& summary) {
  double size = std::abs(summary.energy.mean);
  for (const auto& part : summary.components) size += std::abs(part.mean);
  return size;
}

// Chance alone puts an energy four errors below once in 30,000 times. An approximation, whose uncertainty is not known,
// is there to be improved on.
void warn_of_reference(const Summary& summary, Warnings& warnings) {
  const auto difference = difference_of(summary);
  if (!difference || difference->rounding || summary.reference->approximate()) return;
  if (difference->value < 0 && difference->errors() > 4)
    warnings.push_back(
        fmt::format("the energy lies {:.1f} standard errors below the reference; one of the two is wrong, or the error "
                    "is too small",
                    difference->errors()));
}

void warn_of_walkers(const Summary& summary, Warnings& warnings) {
  if (summary.energy.r_hat > 1.05)
    warnings.push_back(
        fmt::format("the walkers do not agree with one another (R-hat {:.3f}, above 1.05), so the error may be too "
                    "small; train or thermalise longer, or evaluate with more sweeps",
                    summary.energy.r_hat));
}

// Hill's index is known to index/sqrt(k) from k independent numbers, and neighbours in time are not independent. An
// index of 2, where the variance is infinite, is found; that of nodes, 3, is not mistaken for it, nor is a tail that
// ends.
void warn_of_tails(const Summary& summary, Warnings& warnings) {
  const auto& found = *summary.evaluation;
  const double least = summary.precision == "double" ? 1e-6 : 1e-3;  // a spread that is not rounding alone
  if (!(std::sqrt(summary.energy.variance) > least * size_of_parts(summary))) return;
  if (found.tail_index < 2.5 - 2 * found.tail_index_error && found.largest_share > 0.25)
    warnings.push_back(fmt::format(
        "the local energies have heavy tails (index {:.1f}, where 2 or less means an infinite variance; one "
        "sample is {:.0f} % of it), so the error may be far too small; the wave function may lack a cusp, "
        "or have nodes that the Hamiltonian does not allow",
        found.tail_index, 100 * found.largest_share));
}

void warn_of_evaluation(const Summary& summary, Warnings& warnings) {
  const auto& found = *summary.evaluation;
  warn_of_tails(summary, warnings);
  if (found.above_apart > 5)
    warnings.push_back(
        fmt::format("the energy lies {:.0f} standard errors above that of the particles far apart, where nothing keeps "
                    "them from going: this is no bound state; train longer, or see whether there is one",
                    found.above_apart));
  if (found.target_error > 0 && !found.reached_target)
    warnings.push_back(
        fmt::format("all samples are taken, and the error is not within its target of {:.2g}; raise evaluate.samples",
                    found.target_error));
  if (found.discarded > 0)
    warnings.push_back(
        fmt::format("the first {} samples were left out (the walkers had not yet forgotten where they began); raise "
                    "evaluate.burn_in",
                    found.discarded));
  if (!found.settled)
    warnings.push_back(
        "the energy still drifted after the measurement was begun anew three times, so the error may be too small; "
        "raise evaluate.burn_in");
  if (found.lost_walkers > 0)
    warnings.push_back(plural(found.lost_walkers, "walker was", "walkers were") +
                       " at one time where the wave function is rounding noise, so the energy may be wrong; use "
                       "run.precision = \"double\", or thermalise longer");
}

}  // namespace

double rounding_of(const Summary& summary) {
  const double rounding = summary.precision == "float" ? 0x1p-23 : 0x1p-52;
  return 4 * rounding * size_of_parts(summary);
}

std::optional<Difference> difference_of(const Summary& summary) {
  if (!summary.reference || !std::isfinite(summary.energy.mean)) return std::nullopt;
  const auto& reference = *summary.reference;
  Difference difference{.value = summary.energy.mean - reference.energy};
  if (summary.energy.std_err > 0)
    difference.error =
        reference.approximate() ? summary.energy.std_err : std::hypot(summary.energy.std_err, reference.uncertainty);
  difference.rounding = std::abs(difference.value) <= rounding_of(summary);
  return difference;
}

std::vector<std::string> warnings_of(const Summary& summary) {
  Warnings warnings;
  warn_of_reference(summary, warnings);
  warn_of_walkers(summary, warnings);
  if (summary.evaluation) warn_of_evaluation(summary, warnings);
  if (summary.nonfinite_walkers > 0)
    warnings.push_back(plural(summary.nonfinite_walkers, "walker was not finite and was replaced",
                              "walkers were not finite and were replaced"));
  if (summary.rejected_steps > 0)
    warnings.push_back(plural(summary.rejected_steps, "step was rejected", "steps were rejected") +
                       " and the training went back to its last good state, see log.txt");
  return warnings;
}

}  // namespace kato
