// SPDX-License-Identifier: Apache-2.0
#include "report/virial_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

#include "base/text.hpp"
#include "report/unit_text.hpp"

namespace kato {
namespace {

// One run of a gas, its energies for a particle.
struct Point {
  const RunRecords* run;
  double r_s, energy, energy_error, virial, virial_error;
};

// Two gases are the same if these are: all that is said of the system but the size of the box.
std::string gas_of(const RunRecords& run) {
  constexpr std::array sizes{"system.length", "system.density", "system.r_s", "system.k_F"};
  std::string text;
  for (const auto& [path, value] : run.settings)
    if (path.starts_with("system.") && std::ranges::find(sizes, path) == sizes.end()) text += path + "=" + value + "\n";
  return text;
}

std::vector<Point> points_of(const std::vector<RunRecords>& runs) {
  std::vector<Point> points;
  for (const auto& run : runs) {
    if (!run.box || !run.summary || !(run.summary->energy.std_err > 0)) continue;
    const double n = run.box->particles;
    for (const auto& curve : run.measured.curves)
      if (curve.kind == "virial" && curve.part == "difference")
        points.push_back({&run, run.box->numbers.r_s, run.summary->energy.mean / n, run.summary->energy.std_err / n,
                          curve.mean[0] / n, curve.std_err[0] / n});
  }
  return points;
}

// The run and its nearest three others of other densities; it is the first.
std::vector<Point> neighbours(const Point& point, std::vector<Point> all) {
  std::ranges::stable_sort(all, {}, [&](const Point& other) { return std::abs(other.r_s - point.r_s); });
  std::vector<Point> near{point};
  for (const auto& other : all)
    if (near.size() < 4 &&
        std::ranges::none_of(near, [&](const Point& one) { return std::abs(one.r_s - other.r_s) < 1e-9 * one.r_s; }))
      near.push_back(other);
  return near;
}

// -r dE/dr = 2 E - f'/r with f = r^2 E, and its error.
std::pair<double, double> from_energies(const std::vector<Point>& near) {
  std::vector<double> r;
  for (const auto& point : near) r.push_back(point.r_s);
  const auto weights = slope_weights(r, 0);
  double value = 0, square = 0;
  for (std::size_t j = 0; j < near.size(); ++j) {
    const double factor = (j == 0 ? 2 : 0) - weights[j] * r[j] * r[j] / r[0];
    value += factor * near[j].energy;
    square += std::pow(factor * near[j].energy_error, 2);
  }
  return {value, std::sqrt(square)};
}

std::vector<std::string> row_of(const Point& point, const std::vector<Point>& near) {
  const auto [slope, error] = from_energies(near);
  const double both = std::hypot(error, point.virial_error);
  const auto with_unit = [&](double value, double value_error) {
    return with_error(value, value_error) + " " + unit_text(point.run->box->numbers.energy_unit);
  };
  return {point.run->name,
          fmt::format("{:.6g} {}", point.r_s, point.run->box->numbers.length_unit),
          with_unit(point.energy, point.energy_error),
          with_unit(point.virial, point.virial_error),
          with_unit(slope, error),
          both > 0 ? fmt::format("{:+.1f} errors", (point.virial - slope) / both) : "-"};
}

}  // namespace

std::vector<double> slope_weights(std::span<const double> x, std::size_t at) {
  std::vector<double> weights(x.size());
  for (std::size_t j = 0; j < x.size(); ++j) {
    if (j == at) continue;
    double weight = 1 / (x[j] - x[at]);
    for (std::size_t k = 0; k < x.size(); ++k)
      if (k != at && k != j) weight *= (x[at] - x[k]) / (x[j] - x[k]);
    weights[j] = weight;
    weights[at] += 1 / (x[at] - x[j]);
  }
  return weights;
}

PageTable virial_table(const std::vector<RunRecords>& runs) {
  PageTable table{.id = "virial", .caption = "Virial theorem", .columns = {}, .rows = {}};
  std::map<std::string, std::vector<Point>> gases;
  for (const auto& point : points_of(runs)) gases[gas_of(*point.run)].push_back(point);
  for (const auto& point : points_of(runs)) {
    const auto near = neighbours(point, gases[gas_of(*point.run)]);
    if (near.size() < 3) continue;
    table.columns = {"Run", "r_s", "E/N", "(2 <T> - <work>)/N", "-r_s d(E/N)/dr_s", "Difference"};
    table.rows.push_back(row_of(point, near));
  }
  return table;
}

}  // namespace kato
