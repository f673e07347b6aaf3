// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/registry.hpp"

namespace kato {

/// A value of an input file, or a table or list of them, and where it was written ("demo.toml:7").
struct DocumentNode {
  struct Entry;
  using Table = std::vector<Entry>;
  using Array = std::vector<DocumentNode>;

  std::variant<Table, Array, bool, std::int64_t, double, std::string> value;
  std::string where;

  const Table* table() const { return std::get_if<Table>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }

  /// The entry `key` of a table; null if there is none, or this is not a table.
  const DocumentNode* find(std::string_view key) const;
};

/// A named entry of a table.
struct DocumentNode::Entry {
  std::string name;
  DocumentNode node;
};

/// The TOML file at `path`; throws `Error` naming file and line if it cannot be read or is not TOML.
DocumentNode read_toml(const std::filesystem::path& path);

/// The same from a text; `name` stands for the file in messages.
DocumentNode parse_toml(std::string_view text, const std::string& name);

/// A single value written as in TOML; what is not TOML is taken as a text, so that words need no quotes.
DocumentNode parse_value(std::string_view text, const std::string& where);

/// Writes `value` at a dotted path below `root`, as "system.interaction.0.strength": numbers are places in a list, and
/// the next free place adds an entry. Tables on the way are made. Throws `Error` if the path leads through a value.
void set_value(DocumentNode& root, std::string_view path, DocumentNode value);

/// The value as it is written in TOML, on one line.
std::string toml_text(const DocumentNode& node);
std::string toml_text(const Value& value);

/// A text in TOML's double quotes.
std::string toml_quoted(std::string_view text);

/// A number that reads back to the same bits and as a real ("5.0").
std::string toml_real(double value);

}  // namespace kato
