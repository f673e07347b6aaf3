// SPDX-License-Identifier: Apache-2.0
#include "record/evaluation_file.hpp"

#include <sstream>

#include "record/hdf5_file.hpp"

namespace kato {
namespace {

constexpr const char* names = "observables";

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

std::string evaluation_file(const Measurement& measurement) {
  Hdf5Writer file;
  write_estimate(file, "energy/total", measurement.energy);
  for (const auto& [name, estimate] : measurement.components) write_estimate(file, "energy/" + name, estimate);
  std::string list;
  for (const auto& [name, curve] : measurement.curves) {
    write_curve(file, name, curve);
    list += name + "\n";
  }
  file.write(names, list);
  return file.bytes();
}

std::map<std::string, Curve> read_observables(const std::filesystem::path& path) {
  const Hdf5Reader file(path);
  std::map<std::string, Curve> curves;
  if (!file.contains(names)) return curves;
  std::istringstream list(file.text(names));
  for (std::string name; std::getline(list, name);) curves.emplace(name, read_curve(file, name));
  return curves;
}

}  // namespace kato
