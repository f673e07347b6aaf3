// SPDX-License-Identifier: Apache-2.0
#pragma once

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
  std::string space = {};  ///< if not empty: stands in place of the usual table where system.space is this
};

/// Every table, in the order of the input.
const std::vector<InputTable>& input_tables();

/// The tables of an input with system.space = "momentum", which has no walkers: other settings of the same names.
const std::vector<InputTable>& momentum_tables();

/// The tables of an input with this system.space.
const std::vector<InputTable>& tables_of(std::string_view space);

/// The table `name` of `tables`; null if there is none.
const InputTable* find_table(const std::vector<InputTable>& tables, std::string_view name);

/// The table `name`, which must exist.
const InputTable& input_table(std::string_view name);

/// The keys of the tables inside table `name`: "interaction" for "system".
std::vector<std::string> inner_tables(std::string_view name, const std::vector<InputTable>& tables = input_tables());

/// The key `kind` of a table that has kinds, as an option.
Option kind_option(const InputTable& table);

}  // namespace kato
