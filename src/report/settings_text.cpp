// SPDX-License-Identifier: Apache-2.0
#include "report/settings_text.hpp"

#include <algorithm>

#include "input/document.hpp"

namespace kato {
namespace {

bool holds_tables(const DocumentNode::Array& array) {
  return std::ranges::any_of(array, [](const DocumentNode& node) { return node.table() != nullptr; });
}

void add(const DocumentNode& node, const std::string& path, SettingList& settings) {
  const auto below = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
  if (const auto* table = node.table()) {
    for (const auto& entry : *table) add(entry.node, below(entry.name), settings);
  } else if (const auto* array = node.array(); array && holds_tables(*array)) {
    for (std::size_t i = 0; i < array->size(); ++i) add((*array)[i], below(std::to_string(i)), settings);
  } else {
    settings.emplace_back(path, toml_text(node));
  }
}

}  // namespace

SettingList settings_of(const std::string& text, const std::string& name) {
  SettingList settings;
  add(parse_toml(text, name), "", settings);
  return settings;
}

std::string value_of(const SettingList& settings, const std::string& path) {
  const auto at = std::ranges::find(settings, path, &SettingList::value_type::first);
  return at == settings.end() ? "" : at->second;
}

std::vector<std::string> differing(const std::vector<SettingList>& runs) {
  std::vector<std::string> seen, differ;
  for (const auto& run : runs)
    for (const auto& setting : run) {
      const auto& path = setting.first;
      if (std::ranges::find(seen, path) != seen.end()) continue;
      seen.push_back(path);
      if (std::ranges::any_of(runs, [&](const auto& other) { return value_of(other, path) != setting.second; }))
        differ.push_back(path);
    }
  return differ;
}

}  // namespace kato
