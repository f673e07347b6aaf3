// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/registry.hpp"

namespace kato {

/// A table of the input and what it may hold: the one source for checks, defaults, `kato describe` and the reference.
struct InputTable {
  Metadata metadata;                           ///< its name is its path, "" for the settings above the first table
  std::string category = {};                   ///< if not empty: its settings are those of its `kind`, of this category
  std::string default_kind = {};               ///< if empty, `kind` is required
  bool repeated = false;                       ///< written [[name]], any number of times
  std::map<std::string, Value> defaults = {};  ///< of the default kind's options, in place of the kind's own
  std::vector<std::string> spaces = {};        ///< if not empty: there is none where system.space is another

  /// The kind of an input with this [system] that names none; an empty text for `default_kind`.
  std::function<std::string(const Settings& system)> usual_kind = {};
};

/// The tables of inputs whose systems have walkers, in the order of the input.
const std::vector<InputTable>& input_tables();

/// The table `name` of `tables`; null if there is none.
const InputTable* find_table(const std::vector<InputTable>& tables, std::string_view name);

/// The table `name` of `input_tables`, which must exist.
const InputTable& input_table(std::string_view name);

/// The keys of the tables inside table `name`: "interaction" for "system".
std::vector<std::string> inner_tables(std::string_view name, const std::vector<InputTable>& tables = input_tables());

/// The key `kind` of a table that has kinds, as an option.
Option kind_option(const InputTable& table);

}  // namespace kato
