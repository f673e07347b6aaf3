// SPDX-License-Identifier: Apache-2.0
#include "extrapolation/finished_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "record/checkpoint.hpp"
#include "record/run_directory.hpp"
#include "record/same_state.hpp"
#include "run/system_from_input.hpp"
#include "system/box_numbers.hpp"
#include "system/filled_waves.hpp"

namespace kato {
namespace {

void check_finished(const RunDirectory& files, const Input& input, const Summary& summary) {
  const auto place = files.path().string();
  require(summary.status == "finished" || summary.status == "converged",
          fmt::format("{}: the run is {} ({}); finish it with `kato resume {}`", place, summary.status, summary.reason,
                      place));
  require(std::isfinite(summary.energy.mean) && summary.energy.samples > 0,
          fmt::format("{}: the energy was not measured; measure it with `kato evaluate {}`", place, place));
  if (!summary.evaluation || summary.evaluation->origin.state.empty() || !std::filesystem::exists(files.checkpoint()))
    return;
  std::string warning;
  const auto checkpoint = load_checkpoint(files.checkpoint(), warning);
  require(state_mark(checkpoint, input) == summary.evaluation->origin.state,
          fmt::format("{}: the run has gone on since its energy was measured; finish it with `kato resume {}`, or "
                      "measure again with `kato evaluate {}`",
                      place, place, place));
}

// How the gas of `other` differs from that of `run`; nothing if it does not.
std::string difference(const FinishedRun& run, const FinishedRun& other) {
  const System &a = run.system, &b = other.system;
  if (a.dimensions != b.dimensions) return fmt::format("{} and {} dimensions", a.dimensions, b.dimensions);
  if (a.statistics != b.statistics) return "bosons and fermions";
  if (run.input.interactions != other.input.interactions || run.input.potential != other.input.potential)
    return "other interactions";
  const double n_a = box_numbers(a).density, n_b = box_numbers(b).density;
  if (!(std::abs(n_a / n_b - 1) < 1e-6)) return fmt::format("densities of {:.9g} and {:.9g}", n_a, n_b);
  const auto ranges_a = a.ranges(), ranges_b = b.ranges();
  const bool same_shares =
      std::ranges::equal(ranges_a, ranges_b, [&](const ParticleRange& one, const ParticleRange& another) {
        return one.count * b.particles == another.count * a.particles;
      });
  return same_shares ? "" : "other shares of the species";
}

}  // namespace

FinishedRun read_finished_run(const std::filesystem::path& directory) {
  const auto files = RunDirectory::open(directory);
  const auto input = load_input(files.input());
  require(input.system.text("space") == "box",
          fmt::format("{}: the run is not in a periodic box (system.space = \"{}\"), and only a gas in a box has an "
                      "infinite system; give runs with space = \"box\"",
                      directory.string(), input.system.text("space")));
  require(std::filesystem::exists(files.summary()),
          fmt::format("{}: the run has not ended (there is no summary.json); finish it with `kato resume {}`",
                      directory.string(), directory.string()));
  FinishedRun run{.directory = directory,
                  .input = input.stages.back(),
                  .system = system_from_input(input.stages.back()),
                  .summary = read_summary(files.summary())};
  check_finished(files, input, run.summary);
  return run;
}

void check_one_gas(const std::vector<FinishedRun>& runs) {
  for (const auto& run : runs) {
    const auto found = difference(runs.front(), run);
    require(found.empty(),
            fmt::format("infinite: {} and {} are of different gases ({}); give runs that differ by their "
                        "numbers of particles alone, each in a box of the same density",
                        runs.front().directory.string(), run.directory.string(), found));
  }
}

FiniteSystem finite_system(const FinishedRun& run) {
  const double particles = run.system.particles, energy = run.summary.energy.mean / particles;
  // No energy is known better than numbers are kept; a free gas has no other error.
  const double rounding = 1e-15 * (std::abs(energy) + run.system.free_gas_energy());
  return {.particles = run.system.particles,
          .energy = energy,
          .std_err = std::max(run.summary.energy.std_err / particles, rounding),
          .kinetic_excess = filled_waves_energy(run.system) / particles - infinite_gas_energy(run.system)};
}

}  // namespace kato
