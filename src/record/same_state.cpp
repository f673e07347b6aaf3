// SPDX-License-Identifier: Apache-2.0
#include "record/same_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

#include "base/error.hpp"

namespace kato {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;  // paths and values, as written

void add_settings(Settings& all, const DocumentNode& node, const std::string& path) {
  if (const auto* table = node.table()) {
    for (const auto& [key, value] : *table) add_settings(all, value, path + "." + key);
  } else if (const auto* list = node.array(); list != nullptr && !list->empty() && list->front().table() != nullptr) {
    for (std::size_t n = 0; n < list->size(); ++n) add_settings(all, (*list)[n], fmt::format("{}.{}", path, n));
  } else {
    all.emplace_back(path, toml_text(node));
  }
}

// The settings of some tables, kinds before what belongs to them.
Settings settings_of(const DocumentNode& root, std::initializer_list<const char*> tables) {
  Settings all;
  for (const std::string table : tables) {
    Settings its_own;
    if (const auto* node = root.find(table)) add_settings(its_own, *node, table);
    std::stable_partition(its_own.begin(), its_own.end(),
                          [](const auto& setting) { return setting.first.ends_with(".kind"); });
    all.insert(all.end(), its_own.begin(), its_own.end());
  }
  return all;
}

// Those that say which state it is.
Settings state_settings(const DocumentNode& root) { return settings_of(root, {"system", "ansatz"}); }

const std::string* find(const Settings& settings, const std::string& path) {
  const auto found = std::ranges::find(settings, path, &Settings::value_type::first);
  return found == settings.end() ? nullptr : &found->second;
}

std::string difference(const Settings& there, const Settings& here, bool both) {
  const auto text = [](const std::string* value) { return value != nullptr ? *value : "not set"; };
  for (const auto* side : {&here, &there})
    for (const auto& [path, ignored] : *side) {
      const auto *one = find(there, path), *other = find(here, path);
      const bool comparable = one != nullptr && other != nullptr;
      if (comparable ? *one == *other : both) continue;
      return fmt::format("{} is {} in the checkpoint and {} in the input", path, text(one), text(other));
    }
  return {};
}

Settings of_stage(const Input& input, std::size_t stage) {
  return state_settings(parse_toml(to_toml(input.stages[stage]), "input"));
}

// Of tables of an input; of [run] and [train] only what the numbers depend on before the first step and after the last.
std::string settings_text(const Input& input, std::initializer_list<const char*> tables) {
  std::string text;
  for (const auto& [path, value] : settings_of(parse_toml(to_toml(input), "input"), tables)) {
    const bool left_out = path.starts_with("run.") || path.starts_with("train.");
    if (!left_out || path == "run.precision" || path == "train.freeze") text += path + " = " + value + "\n";
  }
  return text;
}

}  // namespace

std::string state_difference(const Checkpoint& checkpoint, const Input& input, const std::vector<std::string>& changes,
                             Use use) {
  if (checkpoint.input.empty()) return {};
  const auto written = parse_toml(checkpoint.input, "the checkpoint's input");
  std::optional<Input> before;
  try {
    before = resolve_input(written, changes, registry());
  } catch (const Error&) {  // another version wrote it, whose settings are not all known: those that are count
    return difference(state_settings(written), of_stage(input, input.stages.size() - 1), true);
  }
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  const auto under_way = static_cast<std::size_t>(checkpoint.stage);
  if (under_way < std::min(before->stages.size(), input.stages.size())) pairs.emplace(under_way, under_way);
  if (use == Use::measure) pairs.emplace(before->stages.size() - 1, input.stages.size() - 1);
  for (const auto& [there, here] : pairs) {
    auto found = difference(of_stage(*before, there), of_stage(input, here), false);
    const bool rung = here + 1 < input.stages.size();
    if (!found.empty()) return rung ? fmt::format("in train.stage.{}, {}", here, found) : found;
  }
  return {};
}

std::string measurement_settings(const Input& input) {
  return settings_text(input.stages.back(), {"seed", "run", "system", "ansatz", "sampler", "evaluate"});
}

std::string beginning_settings(const Input& input) {
  return settings_text(input.stages.front(),
                       {"seed", "run", "system", "ansatz", "initial", "pretrain", "sampler", "train"});
}

std::string state_mark(const Checkpoint& checkpoint, const Input& input) {
  std::string bytes = settings_text(input.stages.back(), {"system", "ansatz"});
  for (const auto& parameter : checkpoint.parameters) {
    bytes += parameter.name + "\n";
    bytes.append(reinterpret_cast<const char*>(parameter.values.data()), parameter.values.size() * sizeof(double));
  }
  return checksum(bytes);
}

void check_same_state(const Checkpoint& checkpoint, const Input& input, const std::vector<std::string>& changes,
                      Use use) {
  const auto found = state_difference(checkpoint, input, changes, use);
  require(found.empty(),
          fmt::format("checkpoint: was written for another system or wave function ({}); put input.toml or the "
                      "checkpoint back, or {}",
                      found,
                      use == Use::train ? "change the setting on purpose with --set"
                                        : "start a new run from this one with initial.from"));
}

}  // namespace kato
