// SPDX-License-Identifier: Apache-2.0
#include "record/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/error.hpp"
#include "base/fault.hpp"
#include "base/files.hpp"
#include "base/ranks.hpp"
#include "base/version.hpp"
#include "record/hdf5_file.hpp"

namespace kato {
namespace {

constexpr std::string_view format_name = "kato checkpoint";
constexpr std::int64_t format_version = 4, oldest_format_version = 3;  // 3 has nothing of what is under way

// Behind the HDF5 file stands a checksum of its bytes, which the library ignores: FNV-1a with 64 bits.
constexpr std::size_t seal_length = 16;

bool has_seal(std::string_view bytes) {
  if (bytes.size() < seal_length) return false;
  const auto length = bytes.size() - seal_length;
  return checksum(bytes.substr(0, length)) == bytes.substr(length);
}

bool finite(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

// A list of names is a text, one a line: it keeps their order.
template <class Items, class Name>
std::string name_lines(const Items& items, Name name) {
  std::string text;
  for (const auto& item : items) text += name(item) + "\n";
  return text;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    all.push_back(text.substr(begin, end - begin));
  return all;
}

template <class Map>
void write_names(Hdf5Writer& file, const std::string& group, const Map& map) {
  file.write(group + "_names", name_lines(map, [](const auto& item) { return item.first; }));
}

void write_state(Hdf5Writer& file, const std::string& group, const Checkpoint::State& state) {
  write_names(file, group, state);
  for (const auto& [name, values] : state) file.write(group + "/" + name, values);
}

Checkpoint::State read_state(const Hdf5Reader& file, const std::string& group) {
  Checkpoint::State state;
  for (const auto& name : lines(file.text(group + "_names"))) state[name] = file.reals(group + "/" + name);
  return state;
}

// A change is a line: its text may have none of its own.
void write_under_way(Hdf5Writer& file, const std::string& group, const Checkpoint::UnderWay& what) {
  file.write(group + "_settings", what.settings);
  file.write(group + "_changes", name_lines(what.changes, [](const auto& change) { return change; }));
  write_state(file, group, what.state);
}

Checkpoint::UnderWay read_under_way(const Hdf5Reader& file, const std::string& group) {
  if (!file.contains(group + "_names")) return {};
  return {.settings = file.text(group + "_settings"),
          .changes = lines(file.text(group + "_changes")),
          .state = read_state(file, group)};
}

// The one number of an array, such as a time.
double number(const Hdf5Reader& file, const std::string& name, const std::filesystem::path& path) {
  const auto values = file.reals(name);
  require(values.size() == 1,
          fmt::format("{}: {}: is not one number (the file is damaged); use an older copy", path.string(), name));
  return values[0];
}

// A checkpoint that is whole, but not one that this program can read.
class OtherFormat : public Error {
 public:
  using Error::Error;
};

void check_format(const Hdf5Reader& file, const std::filesystem::path& path) {
  if (!file.contains("format") || file.text("format") != format_name)
    throw OtherFormat(path.string() + ": is no checkpoint of kato; name the directory of a run");
  if (const auto found = file.integer("format_version"); found < oldest_format_version || found > format_version)
    throw OtherFormat(
        fmt::format("{}: has format {} (written by kato {}), this program reads format {} or {}; "
                    "use that version of kato, or start the run anew",
                    path.string(), found, file.text("version"), oldest_format_version, format_version));
}

void write_walkers(Hdf5Writer& file, const Walkers& walkers) {
  file.write("walker_count", static_cast<std::int64_t>(walkers.count()));
  file.write("walker_particles", static_cast<std::int64_t>(walkers.particles));
  file.write("walkers", walkers.x);
  if (!walkers.labels.empty()) file.write("walker_labels", as_reals(walkers.labels));
}

// Before walkers had labels, the number of particles was not written: x [W, A d] is taken as one coordinate a particle,
// which is all that continuing needs.
Walkers read_walkers(const Hdf5Reader& file, const std::filesystem::path& path) {
  Walkers walkers{.x = file.reals("walkers")};
  const std::int64_t count = file.integer("walker_count"), numbers = static_cast<std::int64_t>(walkers.x.size());
  const std::int64_t each = count > 0 && numbers % count == 0 ? numbers / count : 0;
  const std::int64_t particles = file.contains("walker_particles") ? file.integer("walker_particles") : each;
  if (file.contains("walker_labels")) walkers.labels = labels_from(file.reals("walker_labels"));
  const auto labels = static_cast<std::int64_t>(walkers.labels.size());
  const bool fits = count == 0
                        ? numbers == 0 && particles == 0 && labels == 0
                        : each > 0 && particles > 0 && each % particles == 0 && labels % (count * particles) == 0;
  require(fits && count >= 0,
          fmt::format("{}: its counts do not fit together ({} walkers of {} numbers); use an older copy", path.string(),
                      count, numbers));
  walkers.particles = static_cast<int>(particles);
  walkers.dimensions = particles > 0 ? static_cast<int>(each / particles) : 0;
  walkers.log_abs.resize(static_cast<std::size_t>(count));
  return walkers;
}

void check_counts(const Checkpoint& checkpoint, const std::filesystem::path& path) {
  require(checkpoint.stage >= 0 && checkpoint.step >= 0,
          fmt::format("{}: its counts do not fit together (stage {}, step {}); use an older copy", path.string(),
                      checkpoint.stage, checkpoint.step));
}

std::filesystem::path previous(const std::filesystem::path& path) {
  return path.parent_path() / (path.stem().string() + ".prev" + path.extension().string());
}

}  // namespace

std::string checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return fmt::format("{:016x}", hash);
}

std::string sealed(const std::string& bytes) { return bytes + checksum(bytes); }

std::string encoded(const Checkpoint& checkpoint) {
  Hdf5Writer file;
  file.write("format", std::string(format_name));
  file.write("format_version", format_version);
  file.write("version", checkpoint.version);
  file.write("seed", static_cast<std::int64_t>(checkpoint.seed));
  file.write("stage", checkpoint.stage);
  file.write("step", checkpoint.step);
  file.write("input", checkpoint.input);
  file.write("graph", checkpoint.graph);
  file.write("parameter_names", name_lines(checkpoint.parameters, [](const auto& item) { return item.name; }));
  for (const auto& parameter : checkpoint.parameters)
    file.write("parameter/" + parameter.name, parameter.values, parameter.shape);
  file.write("optimizer_kind", checkpoint.optimizer);
  write_state(file, "optimizer", checkpoint.optimizer_state);
  file.write("sampler_kind", checkpoint.sampler);
  write_state(file, "sampler", checkpoint.sampler_state);
  write_state(file, "training", checkpoint.training_state);
  write_walkers(file, checkpoint.walkers);
  write_names(file, "seconds", checkpoint.seconds);
  for (const auto& [name, value] : checkpoint.seconds) file.write("seconds/" + name, std::span(&value, 1));
  write_names(file, "counter", checkpoint.counters);
  for (const auto& [name, value] : checkpoint.counters) file.write("counter/" + name, value);
  write_under_way(file, "beginning", checkpoint.beginning);
  write_under_way(file, "measuring", checkpoint.measuring);
  return sealed(file.bytes());
}

Checkpoint decoded(std::string_view bytes, const std::filesystem::path& path) {
  require(has_seal(bytes),
          path.string() + ": is damaged or no checkpoint of kato (its checksum is wrong); use an older copy");
  const Hdf5Reader file(bytes.substr(0, bytes.size() - seal_length), path);
  check_format(file, path);
  Checkpoint checkpoint;
  checkpoint.version = file.text("version");
  checkpoint.seed = static_cast<std::uint64_t>(file.integer("seed"));
  checkpoint.stage = file.integer("stage");
  checkpoint.step = file.integer("step");
  checkpoint.input = file.text("input");
  if (file.contains("graph")) checkpoint.graph = file.text("graph");
  for (const auto& name : lines(file.text("parameter_names")))
    checkpoint.parameters.push_back({name, file.shape("parameter/" + name), file.reals("parameter/" + name)});
  checkpoint.optimizer = file.text("optimizer_kind");
  checkpoint.optimizer_state = read_state(file, "optimizer");
  checkpoint.sampler = file.text("sampler_kind");
  checkpoint.sampler_state = read_state(file, "sampler");
  checkpoint.training_state = read_state(file, "training");
  checkpoint.walkers = read_walkers(file, path);
  for (const auto& name : lines(file.text("seconds_names")))
    checkpoint.seconds[name] = number(file, "seconds/" + name, path);
  for (const auto& name : lines(file.text("counter_names")))
    checkpoint.counters[name] = file.integer("counter/" + name);
  checkpoint.beginning = read_under_way(file, "beginning");
  checkpoint.measuring = read_under_way(file, "measuring");
  check_counts(checkpoint, path);
  return checkpoint;
}

Checkpoint::State part_of(const Checkpoint::State& all, const std::string& prefix) {
  Checkpoint::State part;
  for (const auto& [name, numbers] : all)
    if (name.starts_with(prefix)) part[name.substr(prefix.size())] = numbers;
  return part;
}

void add_part(Checkpoint::State& all, const std::string& prefix, const Checkpoint::State& part) {
  for (const auto& [name, numbers] : part) all[prefix + name] = numbers;
}

std::string nonfinite_part(const Checkpoint& checkpoint) {
  for (const auto& parameter : checkpoint.parameters) {
    if (!finite(parameter.values)) return "parameter '" + parameter.name + "'";
  }
  const std::pair<const char*, const Checkpoint::State*> states[] = {
      {"optimiser state", &checkpoint.optimizer_state},
      {"sampler state", &checkpoint.sampler_state},
      {"training state", &checkpoint.training_state},
      {"state of the pretraining under way", &checkpoint.beginning.state},
      {"state of the measurement under way", &checkpoint.measuring.state}};
  for (const auto& [what, state] : states)
    for (const auto& [name, values] : *state)
      if (!finite(values)) return std::string(what) + " '" + name + "'";
  for (const auto& [name, value] : checkpoint.seconds) {
    if (!std::isfinite(value)) return "time '" + name + "'";
  }
  return finite(checkpoint.walkers.x) ? "" : "a walker";
}

namespace {

// Whether there is a whole checkpoint; one that cannot be read, or was taken away meanwhile, is none.
bool is_whole(const std::filesystem::path& path) {
  try {
    return std::filesystem::exists(path) && has_seal(read_file(path));
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

void save_checkpoint(const std::filesystem::path& path, Checkpoint checkpoint) {
  const auto part = nonfinite_part(checkpoint);
  if (!part.empty())
    throw Fault(
        fmt::format("{}: not written ({} holds a number that is not finite); "
                    "go back to the last checkpoint with a smaller learning rate",
                    path.string(), part));
  if (!first_rank()) return;
  checkpoint.version = version;
  NewFile fresh(path, encoded(checkpoint));
  if (is_whole(path)) keep_file(path, previous(path));
  fresh.put();
}

Checkpoint load_checkpoint(const std::filesystem::path& path, std::string& warning) {
  warning.clear();
  try {
    return decoded(read_file(path), path);
  } catch (const OtherFormat&) {
    throw;
  } catch (const Error& problem) {
    const auto before = previous(path);
    if (!std::filesystem::exists(before)) throw;
    try {
      auto checkpoint = decoded(read_file(before), before);
      warning = fmt::format("{}; going on from {}, at step {}", problem.what(), before.string(), checkpoint.step);
      return checkpoint;
    } catch (const OtherFormat&) {
      throw;
    } catch (const Error&) {
      throw Error(
          fmt::format("{}: is damaged or missing, and so is {}; put a copy of either in its place, or start "
                      "the run anew with `kato run {} -o {} --force`",
                      path.string(), before.filename().string(), (path.parent_path() / "input.toml").string(),
                      path.parent_path().string()));
    }
  }
}

}  // namespace kato
