// SPDX-License-Identifier: Apache-2.0
#include "input/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

bool is_index(std::string_view key) {
  return !key.empty() && key.size() < 6 && key.find_first_not_of("0123456789") == std::string_view::npos;
}

// The entry `key` of `parent`, made if it is missing: a list if `list`, else a table.
DocumentNode& entry(DocumentNode& parent, std::string_view key, bool list, std::string_view path,
                    const std::string& where) {
  const auto fresh = [&] {
    return list ? DocumentNode{DocumentNode::Array{}, where} : DocumentNode{DocumentNode::Table{}, where};
  };
  if (auto* array = std::get_if<DocumentNode::Array>(&parent.value)) {
    std::size_t index = array->size() + 1;
    if (is_index(key)) std::from_chars(key.data(), key.data() + key.size(), index);
    require(index <= array->size(), fmt::format("{}: '{}' has no entry '{}' (the list holds {}); count from 0 to {}",
                                                where, path, key, array->size(), array->size()));
    if (index == array->size()) array->push_back(fresh());
    return (*array)[index];
  }
  auto* table = std::get_if<DocumentNode::Table>(&parent.value);
  require(table != nullptr, fmt::format("{}: '{}' leads through {}, which is a value and holds no '{}'; "
                                        "see the names with `kato describe input`",
                                        where, path, toml_text(parent), key));
  for (auto& [name, node] : *table) {
    if (name == key) return node;
  }
  table->push_back({std::string(key), fresh()});
  return table->back().node;
}

struct Writer {
  std::string operator()(const DocumentNode::Table& table) const {
    std::string text;
    for (const auto& [name, node] : table) {
      text += (text.empty() ? "{ " : ", ") + toml_quoted(name) + " = " + toml_text(node);
    }
    return text.empty() ? "{}" : text + " }";
  }
  std::string operator()(const DocumentNode::Array& array) const {
    std::string text;
    for (const auto& node : array) text += (text.empty() ? "[" : ", ") + toml_text(node);
    return text.empty() ? "[]" : text + "]";
  }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return toml_real(number); }
  std::string operator()(const std::string& text) const { return toml_quoted(text); }
};

}  // namespace

const DocumentNode* DocumentNode::find(std::string_view key) const {
  if (table() == nullptr) return nullptr;
  for (const auto& [name, node] : *table()) {
    if (name == key) return &node;
  }
  return nullptr;
}

void set_value(DocumentNode& root, std::string_view path, DocumentNode value) {
  require(std::ranges::count(path, '.') < 64,
          fmt::format("{}: '{}...' has too many parts for the path of a setting; write it as system.particles",
                      value.where, path.substr(0, 40)));
  DocumentNode* at = &root;
  for (std::string_view rest = path;;) {
    const auto dot = rest.find('.');
    const auto key = rest.substr(0, dot);
    require(!key.empty(),
            fmt::format("{}: '{}' is not the path of a setting; write it as system.particles", value.where, path));
    const auto after = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    at = &entry(*at, key, is_index(after.substr(0, after.find('.'))), path, value.where);
    if (dot == std::string_view::npos) break;
    rest = after;
  }
  *at = std::move(value);
}

std::string toml_text(const DocumentNode& node) { return std::visit(Writer{}, node.value); }

std::string toml_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string toml_real(double value) {
  auto text = exact_text(value);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace kato
