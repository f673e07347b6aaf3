// SPDX-License-Identifier: Apache-2.0
#include "base/registry.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {

const Registry::Entry& Registry::find(std::string_view category, std::string_view name) const {
  for (const auto& entry : entries_) {
    if (entry.category == category && entry.metadata.name == name) return entry;
  }
  throw Error("unknown " + std::string(category) + " '" + std::string(name) + "'; " +
              suggestion(name, names(category)));
}

std::vector<std::string> Registry::categories() const {
  std::vector<std::string> found;
  for (const auto& entry : entries_) {
    if (std::ranges::find(found, entry.category) == found.end()) found.push_back(entry.category);
  }
  return found;
}

std::vector<std::string> Registry::names(std::string_view category) const {
  std::vector<std::string> found;
  for (const auto& entry : entries_) {
    if (entry.category == category) found.push_back(entry.metadata.name);
  }
  return found;
}

}  // namespace kato
