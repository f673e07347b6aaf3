// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "run/document.hpp"

namespace kato {
namespace {

DocumentNode converted(const toml::node& node, const std::string& name) {
  const auto line = node.source().begin.line;
  DocumentNode result{{}, line > 0 ? fmt::format("{}:{}", name, line) : name};
  if (const auto* table = node.as_table()) {
    DocumentNode::Table entries;
    for (const auto& [key, value] : *table) {
      entries.push_back({std::string(key.str()), converted(value, name)});
      // A key's line is that of the key, also where its value is a table of its own.
      entries.back().node.where = fmt::format("{}:{}", name, key.source().begin.line);
    }
    result.value = std::move(entries);
  } else if (const auto* array = node.as_array()) {
    DocumentNode::Array items;
    for (const auto& item : *array) items.push_back(converted(item, name));
    result.value = std::move(items);
  } else if (const auto* flag = node.as_boolean()) {
    result.value = flag->get();
  } else if (const auto* whole = node.as_integer()) {
    result.value = whole->get();
  } else if (const auto* real = node.as_floating_point()) {
    result.value = real->get();
  } else if (const auto* text = node.as_string()) {
    result.value = text->get();
  } else {
    throw Error(result.where + ": a date or time is no setting of an input; write a number or a text in quotes");
  }
  return result;
}

void set_where(DocumentNode& node, const std::string& where) {
  node.where = where;
  if (auto* table = std::get_if<DocumentNode::Table>(&node.value)) {
    for (auto& item : *table) set_where(item.node, where);
  } else if (auto* array = std::get_if<DocumentNode::Array>(&node.value)) {
    for (auto& item : *array) set_where(item, where);
  }
}

}  // namespace

DocumentNode parse_toml(std::string_view text, const std::string& name) {
  try {
    auto root = converted(toml::parse(text, name), name);
    root.where = name;
    return root;
  } catch (const toml::parse_error& error) {
    throw Error(fmt::format("{}:{}: not valid TOML ({}); write settings as `key = value` below a `[table]`", name,
                            error.source().begin.line, error.description()));
  }
}

DocumentNode read_toml(const std::filesystem::path& path) {
  const auto name = path.string();
  require(!std::filesystem::is_directory(path), name + ": is a directory; name the input file inside it");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  require(file.is_open(),
          fmt::format("{}: cannot be read ({}); check the name of the input file", name, std::strerror(errno)));
  std::ostringstream text;
  text << file.rdbuf();
  require(!file.bad(), name + ": cannot be read to its end; check the disk");
  return parse_toml(text.str(), name);
}

DocumentNode parse_value(std::string_view text, const std::string& where) {
  const auto parsed = [&](const std::string& value) {
    auto node = *parse_toml("value = " + value, where).find("value");
    set_where(node, where);
    return node;
  };
  if (text.find('\n') == std::string_view::npos) {
    try {
      return parsed(std::string(text));
    } catch (const Error&) {  // not TOML: a text without quotes
    }
  }
  return parsed(toml_quoted(text));
}

}  // namespace kato
