// SPDX-License-Identifier: Apache-2.0
#include "record/evaluation_file.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <vector>

#include "base/error.hpp"

namespace kato {
namespace {

constexpr const char* names = "observables";
constexpr const char* measured = "measured/";  // where it is said what numbers were taken from

std::string lines_of(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& line : all) text += line + "\n";
  return text;
}

std::vector<std::string> lines_from(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

void write_estimate(Hdf5Writer& file, const std::string& name, const Estimate& estimate) {
  const auto number = [&](const char* what, double value) {
    file.write(name + "/" + what, std::vector<double>{value});
  };
  number("mean", estimate.mean);
  number("std_err", estimate.std_err);
  number("variance", estimate.variance);
  number("tau", estimate.tau);
}

void write_curve(Hdf5Writer& file, const std::string& name, const Curve& curve) {
  file.write(name + "/what", curve.what);
  std::vector<std::size_t> shape{curve.mean.size()};
  if (!curve.is_number()) {
    file.write(name + "/axis", curve.axis);
    file.write(name + "/x", curve.x);
  }
  if (curve.is_grid()) {
    file.write(name + "/axis_y", curve.y_axis);
    file.write(name + "/y", curve.y);
    shape = {curve.x.size(), curve.y.size()};
  }
  file.write(name + "/mean", curve.mean, shape);
  file.write(name + "/std_err", curve.std_err, shape);
}

// "density.up" is of the kind "density".
std::string kind_of(const std::string& name) { return name.substr(0, name.find('.')); }

Curve read_curve(const Hdf5Reader& file, const std::string& name) {
  Curve curve{.mean = file.reals(name + "/mean"), .std_err = file.reals(name + "/std_err")};
  curve.what = file.text(name + "/what");
  if (file.contains(name + "/axis")) {
    curve.axis = file.text(name + "/axis");
    curve.x = file.reals(name + "/x");
  }
  if (file.contains(name + "/axis_y")) {
    curve.y_axis = file.text(name + "/axis_y");
    curve.y = file.reals(name + "/y");
  }
  return curve;
}

}  // namespace

void write_origin(Hdf5Writer& file, const std::string& group, const MeasurementOrigin& origin) {
  const auto name = [&](const char* what) { return (group.empty() ? "" : group + "/") + measured + what; };
  file.write(name("samples"), origin.samples);
  file.write(name("sweeps"), origin.sweeps);
  file.write(name("burn_in"), origin.burn_in);
  file.write(name("seed"), static_cast<std::int64_t>(origin.seed));
  file.write(name("observables"), lines_of(origin.observables));
  file.write(name("date"), origin.date);
  file.write(name("program"), origin.program);
  file.write(name("state"), origin.state);
}

std::string evaluation_file(const Measurement& measurement) {
  Hdf5Writer file;
  write_estimate(file, "energy/total", measurement.energy);
  for (const auto& [name, estimate] : measurement.components) write_estimate(file, "energy/" + name, estimate);
  write_origin(file, "", measurement.origin);
  std::vector<std::string> list;
  for (const auto& [name, curve] : measurement.curves) {
    write_curve(file, name, curve);
    write_origin(file, name, measurement.origin);
    list.push_back(name);
  }
  file.write(names, lines_of(list));
  return file.bytes();
}

std::string with_earlier_observables(const std::string& bytes, const std::filesystem::path& earlier) {
  if (!std::filesystem::exists(earlier)) return bytes;
  try {
    const Hdf5Reader before(earlier), now(bytes, "evaluation.h5");
    const auto mark = std::string(measured) + "state";
    if (!before.contains(mark) || !now.contains(mark) || before.text(mark) != now.text(mark)) return bytes;
    auto list = lines_from(now.text(names));
    std::set<std::string> kinds;
    for (const auto& kind : lines_from(now.text(std::string(measured) + "observables"))) kinds.insert(kind);
    Hdf5Writer file;
    for (const auto& name : now.names())
      if (name != names) file.copy(now, name);
    for (const auto& name : lines_from(before.text(names))) {
      if (kinds.contains(kind_of(name))) continue;
      file.copy(before, name);
      list.push_back(name);
    }
    std::ranges::sort(list);
    file.write(names, lines_of(list));
    return file.bytes();
  } catch (const Error&) {  // a damaged one has nothing to keep
    return bytes;
  }
}

MeasurementOrigin read_origin(const std::filesystem::path& path, const std::string& observable) {
  const Hdf5Reader file(path);
  const auto name = [&](const char* what) { return (observable.empty() ? "" : observable + "/") + measured + what; };
  return {.samples = file.integer(name("samples")),
          .sweeps = file.integer(name("sweeps")),
          .burn_in = file.integer(name("burn_in")),
          .seed = static_cast<std::uint64_t>(file.integer(name("seed"))),
          .observables = lines_from(file.text(name("observables"))),
          .date = file.text(name("date")),
          .program = file.text(name("program")),
          .state = file.text(name("state"))};
}

std::map<std::string, Curve> read_observables(const std::filesystem::path& path) {
  const Hdf5Reader file(path);
  std::map<std::string, Curve> curves;
  if (!file.contains(names)) return curves;
  for (const auto& name : lines_from(file.text(names))) curves.emplace(name, read_curve(file, name));
  return curves;
}

}  // namespace kato
