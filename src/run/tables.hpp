// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/registry.hpp"

namespace kato {

/// A table of the input and what it may hold: the one source for checks, defaults, `kato describe` and the reference.
struct InputTable {
  Metadata metadata;              ///< its name is its path, "" for the settings above the first table
  std::string category = {};      ///< if not empty: its settings are those of its `kind`, of this category
  std::string default_kind = {};  ///< if empty, `kind` is required
  bool repeated = false;          ///< written [[name]], any number of times
};

/// Every table, in the order of the input.
const std::vector<InputTable>& input_tables();

/// The table `name`, which must exist.
const InputTable& input_table(std::string_view name);

/// The keys of the tables inside table `name`: "interaction" for "system".
std::vector<std::string> inner_tables(std::string_view name);

/// The key `kind` of a table that has kinds, as an option.
Option kind_option(const InputTable& table);

}  // namespace kato
