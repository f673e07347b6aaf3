// SPDX-License-Identifier: Apache-2.0
#include "report/measured.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "record/hdf5_file.hpp"
#include "report/thinning.hpp"

namespace kato {
namespace {

// "density.up" is part "up" of the kind "density".
std::pair<std::string, std::string> kind_and_part(const std::string& name) {
  const auto dot = name.find('.');
  if (dot == std::string::npos) return {name, ""};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

std::string text_or(const Hdf5Reader& file, const std::string& name, const std::string& otherwise) {
  return file.contains(name) ? file.text(name) : otherwise;
}

std::vector<double> reals_or(const Hdf5Reader& file, const std::string& name, const std::vector<double>& otherwise) {
  return file.contains(name) ? file.reals(name) : otherwise;
}

void add_group(const Hdf5Reader& file, const std::string& name, Measured& measured) {
  if (!file.contains(name + "/mean")) return;
  const auto [kind, part] = kind_and_part(name);
  const auto what = text_or(file, name + "/what", ""), axis = text_or(file, name + "/axis", "");
  const auto shape = file.shape(name + "/mean");
  const auto x = reals_or(file, name + "/x", {0});
  auto mean = file.reals(name + "/mean");
  if (shape.size() == 2) {
    const auto y = reals_or(file, name + "/y", x);
    require(shape[0] == x.size() && shape[1] == y.size(), name + ": the grid does not fit its axes; measure again");
    const auto errors = reals_or(file, name + "/std_err", {});
    const auto peak = std::ranges::max_element(mean, {}, [](double value) { return std::abs(value); }) - mean.begin();
    const double error = errors.size() == mean.size() && !mean.empty() ? errors[static_cast<std::size_t>(peak)] : NAN;
    measured.grids.push_back(
        {kind, part, what, axis, text_or(file, name + "/axis_y", axis), x, y, std::move(mean), error});
  } else {
    auto errors = reals_or(file, name + "/std_err", std::vector<double>(x.size()));
    require(mean.size() == x.size() && errors.size() == x.size(),
            name + ": the curve does not fit its axis; measure again");
    measured.curves.push_back({kind, part, what, axis, x, std::move(mean), std::move(errors)});
  }
}

// psi/S and the like of the deuteron, up to where nothing can be seen of them any more.
void add_channels(const Hdf5Reader& file, Measured& measured) {
  const auto q = file.reals("mesh/q");
  std::size_t seen = 0;
  std::vector<MeasuredCurve> curves;
  for (const bool exact : {false, true})
    for (const auto& channel : file.names(exact ? "exact" : "psi")) {
      auto psi = file.reals((exact ? "exact/" : "psi/") + channel);
      require(psi.size() == q.size(), "psi/" + channel + ": does not fit its mesh; measure again");
      double peak = 0;
      for (const double value : psi) peak = std::max(peak, std::abs(value));
      for (std::size_t i = 0; i < q.size(); ++i)
        if (std::abs(psi[i]) > 1e-3 * peak) seen = std::max(seen, i + 1);
      curves.push_back(
          {"wave-function", channel, "psi(q) [fm^(3/2)]", "q [1/fm]", q, psi, std::vector<double>(q.size()), exact});
    }
  for (auto& curve : curves) {
    for (auto* values : {&curve.x, &curve.mean, &curve.std_err}) values->resize(seen);
    measured.curves.push_back(std::move(curve));
  }
}

}  // namespace

Measured read_measured(const std::filesystem::path& path) {
  Measured measured;
  if (!std::filesystem::exists(path)) return measured;
  const Hdf5Reader file(path);
  for (const auto& name : file.names()) add_group(file, name, measured);
  if (file.contains("mesh/q") && file.contains("psi") && file.contains("exact")) add_channels(file, measured);
  return measured;
}

MeasuredGrid coarser(const MeasuredGrid& grid, std::size_t most) {
  const auto columns = divide(grid.x.size(), most), rows = divide(grid.y.size(), most);
  MeasuredGrid coarse = grid;
  coarse.x = means(grid.x, columns);
  coarse.y = means(grid.y, rows);
  coarse.mean.clear();
  for (const auto& column : columns)
    for (const auto& row : rows) {
      double sum = 0;
      for (std::size_t i = column.begin; i < column.end; ++i)
        for (std::size_t j = row.begin; j < row.end; ++j) sum += grid.mean[i * grid.y.size() + j];
      coarse.mean.push_back(sum / static_cast<double>((column.end - column.begin) * (row.end - row.begin)));
    }
  return coarse;
}

}  // namespace kato
