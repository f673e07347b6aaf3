// SPDX-License-Identifier: Apache-2.0
#include "report/page_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "record/log.hpp"
#include "record/warnings.hpp"
#include "report/unit_text.hpp"
#include "run/reference_of.hpp"

namespace kato {
namespace {

const std::string nothing = "-";

std::string number(double value, const char* format = "{:.3g}") {
  return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : nothing;
}

std::string measured(double mean, double std_err) {
  if (!std::isfinite(mean)) return nothing;
  return std_err > 0 ? with_error(mean, std_err) : fmt::format("{:.9g}", mean);
}

std::string energy_text(const RunRecords& run) {
  if (run.summary && std::isfinite(run.summary->energy.mean))
    return measured(run.summary->energy.mean, run.summary->energy.std_err) + " " + unit_text(run.unit);
  return run.history.empty() ? nothing : fmt::format("{:.6g} in the last step", run.history.back().energy);
}

// The table of boxes has this reference already, the determinant of plane waves, and the distance from it.
bool is_in_box_table(const RunRecords& run) {
  if (!run.reference || !run.reference->approximate() || !run.box || !run.box->first_order) return false;
  const double energy = *run.box->first_order;
  return std::abs(run.reference->energy - energy) <= 1e-9 * std::abs(energy);
}

std::string reference_text(const RunRecords& run) {
  if (!run.reference || is_in_box_table(run)) return nothing;
  const auto& [energy, uncertainty, method] = *run.reference;
  return uncertainty > 1e-11 * std::abs(energy) ? with_error(energy, uncertainty) : fmt::format("{:.9g}", energy);
}

std::string difference_text(const RunRecords& run) {
  if (!run.reference || is_in_box_table(run) || !run.summary || !std::isfinite(run.summary->energy.mean))
    return nothing;
  auto compared = *run.summary;
  compared.reference = run.reference;
  const auto difference = *difference_of(compared);
  if (is_hartree_fock(*run.reference)) return measured(difference.value, difference.error) + " (correlation)";
  if (difference.rounding) return fmt::format("{:+.2g}, within rounding", difference.value);
  if (!(difference.error > 0)) return fmt::format("{:+.2g}", difference.value);
  return fmt::format("{:+.2g}, {:.1f} errors", difference.value, difference.errors());
}

// A table with a row a run: `cells(run)` names its columns and gives their values, and columns come as they turn up.
using Cells = std::vector<std::pair<std::string, std::string>>;
template <class Make>
PageTable table_of(const char* id, const char* caption, const std::vector<RunRecords>& runs, Make cells) {
  PageTable table{.id = id, .caption = caption, .columns = {}, .rows = {}};
  std::vector<Cells> all;
  for (const auto& run : runs) {
    all.push_back(cells(run));
    for (const auto& [column, value] : all.back())
      if (std::ranges::find(table.columns, column) == table.columns.end()) table.columns.push_back(column);
  }
  for (std::size_t r = 0; r < runs.size() && !table.columns.empty(); ++r) {
    table.rows.push_back({runs[r].name});
    for (const auto& column : table.columns) {
      const auto at = std::ranges::find(all[r], column, &Cells::value_type::first);
      table.rows.back().push_back(at == all[r].end() ? nothing : at->second);
    }
  }
  if (!table.columns.empty()) table.columns.insert(table.columns.begin(), "Run");
  return table;
}

// The energy of a particle above `from`, which is of all.
std::string particle_text(const RunRecords& run, double from) {
  if (!run.box || !run.summary || !std::isfinite(run.summary->energy.mean)) return nothing;
  const auto& energy = run.summary->energy;
  return measured(run.box->of_a_particle(energy.mean - from), run.box->of_a_particle(energy.std_err)) + " " +
         unit_text(run.box->numbers.particle_unit_name);
}

Cells summary_cells(const RunRecords& run) {
  const auto steps = run.history.empty() ? (run.summary ? run.summary->steps : 0) : run.history.back().step;
  const Summary unknown;
  const auto& known = run.summary ? *run.summary : unknown;
  const double total = run.summary ? known.seconds.total : run.history.empty() ? NAN : run.history.back().seconds;
  return {{"Status", run.status},
          {run.box ? "Energy of all" : "Energy", energy_text(run)},
          {"Energy of a particle", particle_text(run, 0)},
          {run.box ? "Reference of all" : "Reference", reference_text(run)},
          {"Difference", difference_text(run)},
          {"Variance", number(known.energy.variance)},
          {"V-score", number(known.energy.v_score)},
          {"Samples", known.energy.samples > 0 ? std::to_string(known.energy.samples) : nothing},
          {"Autocorrelation (sweeps)", number(known.energy.tau, "{:.1f}")},
          {"R-hat", number(known.energy.r_hat, "{:.3f}")},
          {"Acceptance", number(known.acceptance, "{:.2f}")},
          {"Steps", std::to_string(steps)},
          {"Parameters", known.parameters > 0 ? std::to_string(known.parameters) : nothing},
          {"Time", std::isfinite(total) ? duration_text(total) : nothing}};
}

// Energies of a particle that are known without the run, and how far the run is from the best determinant.
void add_energies(const RunRecords& run, Cells& cells) {
  const auto& box = *run.box;
  const auto known = [&](double energy) {
    return fmt::format("{:.9g} {}", box.of_a_particle(energy), unit_text(box.numbers.particle_unit_name));
  };
  if (run.reference && !is_in_box_table(run)) cells.emplace_back("Reference", known(run.reference->energy));
  if (box.first_order) {
    cells.emplace_back(box.fermions ? "Hartree-Fock" : "First order", known(*box.first_order));
    cells.emplace_back("Correlation", particle_text(run, *box.first_order));
  }
  cells.emplace_back("Free gas of this N", known(box.free_gas));
}

Cells box_cells(const RunRecords& run) {
  if (!run.box) return {};
  const auto& [side, density, r_s, k_F, free_gas, length, energy, unit, unit_name] = run.box->numbers;
  const int d = run.box->dimensions;
  const auto with_unit = [](double value, const std::string& text) {
    return fmt::format("{:.7g} {}", value, unit_text(text));
  };
  Cells cells{{"Particles", run.box->counts},
              {"Dimensions", std::to_string(d)},
              {"Side", with_unit(side, length)},
              {"Density", with_unit(density, fmt::format("{}^-{}", length, d))},
              {"r_s", with_unit(r_s, length)}};
  if (run.box->fermions) cells.emplace_back("k_F", with_unit(k_F, length + "^-1"));
  cells.emplace_back("E_FG", with_unit(free_gas, energy));
  add_energies(run, cells);
  return cells;
}

}  // namespace

PageTable summary_table(const std::vector<RunRecords>& runs) {
  return table_of("summary", "Results", runs, summary_cells);
}

PageTable box_table(const std::vector<RunRecords>& runs) {
  return table_of("box", "The box, with energies of a particle", runs, box_cells);
}

PageTable components_table(const std::vector<RunRecords>& runs) {
  return table_of("components", "Parts of the energy", runs, [](const RunRecords& run) {
    Cells cells;
    if (run.summary)
      for (const auto& part : run.summary->components) cells.emplace_back(part.name, measured(part.mean, part.std_err));
    return cells;
  });
}

PageTable numbers_table(const std::vector<RunRecords>& runs) {
  return table_of("numbers", "Measured numbers", runs, [](const RunRecords& run) {
    Cells cells;
    for (const auto& curve : run.measured.curves)
      if (curve.x.size() == 1) {
        const auto what = curve.what.empty() ? curve.axis : curve.what;
        const auto name = curve.kind + (curve.part.empty() ? "" : " " + curve.part);
        cells.emplace_back(name + (what.empty() ? "" : ": " + unit_text(what)),
                           measured(curve.mean[0], curve.std_err[0]));
      }
    if (run.summary)
      for (const auto& [name, value] : run.summary->properties) cells.emplace_back(name, number(value, "{:.6g}"));
    return cells;
  });
}

std::vector<std::pair<std::string, double>> phases_of(const Summary& summary) {
  const auto& s = summary.seconds;
  const double known = s.sampling + s.local_energy + s.gradient + s.optimizer + s.evaluation;
  return {{"sampling", s.sampling},   {"local energy", s.local_energy}, {"gradient", s.gradient},
          {"optimizer", s.optimizer}, {"evaluation", s.evaluation},     {"other", std::max(0.0, s.total - known)}};
}

PageTable seconds_table(const std::vector<RunRecords>& runs) {
  return table_of("seconds", "Seconds of wall time", runs, [](const RunRecords& run) {
    Cells cells;
    if (!run.summary) return cells;
    for (const auto& [phase, seconds] : phases_of(*run.summary)) cells.emplace_back(phase, number(seconds, "{:.1f}"));
    cells.emplace_back("total", number(run.summary->seconds.total, "{:.1f}"));
    cells.emplace_back("threads", std::to_string(run.summary->threads));
    return cells;
  });
}

PageTable differences_table(const std::vector<RunRecords>& runs) {
  std::vector<SettingList> settings;
  for (const auto& run : runs) settings.push_back(run.settings);
  const auto paths = differing(settings);
  return table_of("differences", "Settings that differ", runs, [&](const RunRecords& run) {
    Cells cells;
    for (const auto& path : paths)
      if (const auto value = value_of(run.settings, path); !value.empty()) cells.emplace_back(path, value);
    return cells;
  });
}

}  // namespace kato
