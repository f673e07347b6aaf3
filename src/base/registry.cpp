// SPDX-License-Identifier: Apache-2.0
#include "base/registry.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {

template <class T>
const T& Settings::get(std::string_view name) const {
  const auto at = values_.find(name);
  if (at == values_.end() || !std::holds_alternative<T>(at->second))
    throw std::logic_error("setting '" + std::string(name) + "' is missing or of another type");
  return std::get<T>(at->second);
}

bool Settings::flag(std::string_view name) const { return get<bool>(name); }
std::int64_t Settings::integer(std::string_view name) const { return get<std::int64_t>(name); }
double Settings::real(std::string_view name) const { return get<double>(name); }
const std::string& Settings::text(std::string_view name) const { return get<std::string>(name); }
const std::vector<double>& Settings::reals(std::string_view name) const { return get<std::vector<double>>(name); }
const std::vector<std::string>& Settings::texts(std::string_view name) const {
  return get<std::vector<std::string>>(name);
}
const NamedNumbers& Settings::named_numbers(std::string_view name) const { return get<NamedNumbers>(name); }

bool Settings::is_text(std::string_view name) const {
  const auto at = values_.find(name);
  return at != values_.end() && std::holds_alternative<std::string>(at->second);
}

void Settings::set(std::string name, Value value) { values_.insert_or_assign(std::move(name), std::move(value)); }

bool Settings::operator==(const Settings& other) const { return values_ == other.values_; }

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
