// SPDX-License-Identifier: Apache-2.0
#include "report/page_data.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "base/registry.hpp"
#include "base/version.hpp"
#include "observe/observable.hpp"
#include "report/cropping.hpp"
#include "report/history_data.hpp"
#include "report/page_tables.hpp"
#include "report/thinning.hpp"
#include "report/unit_text.hpp"
#include "report/virial_table.hpp"

namespace kato {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_points = 600, points_of_all = 12000;  // of a history; of all histories of a page
constexpr std::size_t most_of_curve = 400, most_of_grid = 120;   // points of a curve, of a grid's side

Json curve_data(const MeasuredCurve& curve) {
  const auto bins = divide(curve.x.size(), most_of_curve);
  Json data = {{"kind", curve.kind},
               {"part", curve.part},
               {"what", unit_text(curve.what)},
               {"axis", unit_text(curve.axis)},
               {"exact", curve.exact},
               {"x", numbers_data(means(curve.x, bins), 6)},
               {"mean", numbers_data(means(curve.mean, bins), 6)}};
  if (std::ranges::any_of(curve.std_err, [](double error) { return error > 0; }))
    data["error"] = numbers_data(means(curve.std_err, bins), 3);
  return data;
}

Json grid_data(const MeasuredGrid& whole) {
  const auto grid = coarser(whole, most_of_grid);
  return {{"kind", grid.kind},
          {"part", grid.part},
          {"what", unit_text(grid.what)},
          {"x_axis", unit_text(grid.x_axis)},
          {"y_axis", unit_text(grid.y_axis)},
          {"error_at_peak", rounded(grid.error_at_peak, 2)},
          {"x", numbers_data(grid.x, 5)},
          {"y", numbers_data(grid.y, 5)},
          {"mean", numbers_data(grid.mean, 3)}};
}

Json table_data(const PageTable& table) {
  return {{"id", table.id}, {"caption", table.caption}, {"columns", table.columns}, {"rows", table.rows}};
}

// Energies of a particle are those of all by `divisor`.
Json box_data(const BoxRecords& box) {
  Json lines = Json::array();
  if (box.first_order)
    lines.push_back({{"name", box.fermions ? "Hartree-Fock" : "first order"}, {"energy", *box.first_order}});
  if (box.interacting) lines.push_back({{"name", "free gas"}, {"energy", box.free_gas}});
  Json data = {{"divisor", box.particles * box.numbers.particle_unit},
               {"unit", unit_text(box.numbers.particle_unit_name)},
               {"lines", lines}};
  if (box.fermions) data["k_F"] = box.numbers.k_F;
  return data;
}

Json run_data(const RunRecords& run, std::size_t points) {
  Json data = {{"name", run.name},
               {"directory", run.directory.string()},
               {"title", run.title},
               {"unit", unit_text(run.unit)},
               {"status", run.status},
               {"reason", run.reason},
               {"warnings", run.warnings},
               {"input", run.input},
               {"history", history_data(run.history, points)}};
  if (run.reference)
    data["reference"] = {{"energy", run.reference->energy},
                         {"method", run.reference->method},
                         {"approximate", run.reference->approximate()}};
  if (run.box) data["box"] = box_data(*run.box);
  data["phases"] = Json::array();
  if (run.summary)
    for (const auto& [phase, seconds] : phases_of(*run.summary))
      data["phases"].push_back({{"name", phase}, {"seconds", rounded(seconds, 4)}});
  data["curves"] = Json::array();
  for (const auto& curve : run.measured.curves)
    if (curve.x.size() > 1) data["curves"].push_back(curve_data(curve));
  data["grids"] = Json::array();
  auto grids = run.measured.grids;
  crop(grids);
  for (const auto& grid : grids) data["grids"].push_back(grid_data(grid));
  return data;
}

// What the kinds of observables say of themselves.
Json captions() {
  Json all = Json::object();
  for (const auto& kind : registry().entries())
    if (kind.category == Observable::category) all[kind.metadata.name] = kind.metadata.summary;
  return all;
}

}  // namespace

std::string page_data(const std::vector<RunRecords>& runs, const std::string& mark) {
  Json data = {{"version", version},
               {"made", fmt::format("{:%F %T}", fmt::localtime(std::time(nullptr)))},
               {"mark", mark},
               {"captions", captions()},
               {"tables", Json::array()},
               {"runs", Json::array()}};
  for (const auto& make :
       {summary_table, box_table, components_table, numbers_table, virial_table, seconds_table, differences_table})
    data["tables"].push_back(table_data(make(runs)));
  const auto points = std::clamp(points_of_all / std::max<std::size_t>(1, runs.size()), std::size_t{40}, most_points);
  for (const auto& run : runs) data["runs"].push_back(run_data(run, points));
  return data.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace kato
