// SPDX-License-Identifier: Apache-2.0
#include "base/registry.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {

const Registry::Entry& Registry::find(std::string_view category, std::string_view name) const {
  std::vector<std::string> names;
  for (const auto& entry : entries_) {
    if (entry.category != category) continue;
    if (entry.metadata.name == name) return entry;
    names.push_back(entry.metadata.name);
  }
  const auto near = nearest(name, names);
  throw Error("unknown " + std::string(category) + " '" + std::string(name) + "'; " +
              (near.empty() ? "there are " + alternatives(names) : "did you mean '" + near + "'?"));
}

}  // namespace kato
