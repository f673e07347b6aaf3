// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.hpp"
#include "input/document.hpp"

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

// An input is a page or two; what is much longer, or deeper, is none, and must not take memory or the stack.
constexpr std::size_t longest = 1 << 20;
constexpr int deepest = 64;

// Refuses a key of too many parts, a.b.c and so on: every part is a table inside a table. (The library bounds brackets
// in brackets itself.) What stands in quotes is one part, and comments are none.
void refuse_deep_keys(std::string_view text, const std::string& name) {
  int dots = 0, line = 1;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') ++line;
    if (quote != 0) {
      if (c == '\\' && quote == '"') ++at;  // whatever it is that stands behind
      if (c == quote || c == '\n') quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      at = std::min(text.find('\n', at), text.size()) - 1;
    } else if (c == '.') {
      require(++dots <= deepest, fmt::format("{}:{}: a name of more than {} parts is no setting of an input; see the "
                                             "names with `kato describe input`",
                                             name, line, deepest));
    } else if (std::string_view("=,[]{}\n").find(c) != std::string_view::npos) {
      dots = 0;
    }
  }
}

}  // namespace

DocumentNode parse_toml(std::string_view text, const std::string& name) {
  require(text.size() <= longest,
          fmt::format("{}: is longer than {} KiB, which no input is; check the name of the file", name, longest >> 10));
  refuse_deep_keys(text, name);
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
  std::string text(longest + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  require(!file.bad(), name + ": cannot be read to its end; check the disk");
  text.resize(static_cast<std::size_t>(file.gcount()));
  return parse_toml(text, name);
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
