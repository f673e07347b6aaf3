// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "record/checkpoint.hpp"
#include "record/hdf5_file.hpp"

namespace kato {

/// The file of a checkpoint as it was before walkers had labels: they are their coordinates, and it is not said of how
/// many particles.
inline std::string from_before_labels(const Checkpoint& checkpoint) {
  Hdf5Writer file;
  const auto write_names = [&](const std::string& group, const auto& map) {
    std::string text;
    for (const auto& [name, value] : map) text += name + "\n";
    file.write(group + "_names", text);
  };
  const auto write_state = [&](const std::string& group, const Checkpoint::State& state) {
    write_names(group, state);
    for (const auto& [name, values] : state) file.write(group + "/" + name, values);
  };
  file.write("format", std::string("kato checkpoint"));
  file.write("format_version", std::int64_t{3});
  file.write("version", std::string("0.1.0"));
  file.write("seed", static_cast<std::int64_t>(checkpoint.seed));
  file.write("stage", checkpoint.stage);
  file.write("step", checkpoint.step);
  file.write("input", checkpoint.input);
  std::string names;
  for (const auto& parameter : checkpoint.parameters) {
    names += parameter.name + "\n";
    file.write("parameter/" + parameter.name, parameter.values, parameter.shape);
  }
  file.write("parameter_names", names);
  file.write("optimizer_kind", checkpoint.optimizer);
  write_state("optimizer", checkpoint.optimizer_state);
  file.write("sampler_kind", checkpoint.sampler);
  write_state("sampler", checkpoint.sampler_state);
  write_state("training", checkpoint.training_state);
  file.write("walker_count", static_cast<std::int64_t>(checkpoint.walkers.count()));
  file.write("walkers", checkpoint.walkers.x);
  write_names("seconds", checkpoint.seconds);
  for (const auto& [name, value] : checkpoint.seconds) file.write("seconds/" + name, std::span(&value, 1));
  write_names("counter", checkpoint.counters);
  for (const auto& [name, value] : checkpoint.counters) file.write("counter/" + name, value);
  return sealed(file.bytes());
}

}  // namespace kato
