// SPDX-License-Identifier: Apache-2.0
#include "input/method.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace kato {
namespace {

std::vector<const Method*> all_methods(const Registry& kinds) {
  std::vector<const Method*> all;
  for (const auto& name : kinds.names(Method::category)) all.push_back(&kinds.factory<Method>(name));
  return all;
}

bool has_space(const Method& method, std::string_view space) {
  return std::ranges::find(method.spaces, space) != method.spaces.end();
}

// Adds the spaces of the other methods to the choices of system.space.
void add_other_spaces(std::vector<InputTable>& tables, const Registry& kinds) {
  for (auto& table : tables)
    for (auto& option : table.metadata.options) {
      if (table.metadata.name != "system" || option.name != "space") continue;
      for (const auto* method : all_methods(kinds))
        for (const auto& space : method->spaces)
          if (std::ranges::find(option.choices, space) == option.choices.end()) option.choices.push_back(space);
    }
}

}  // namespace

std::string space_of(const DocumentNode& root) {
  const auto* system = root.find("system");
  const auto* space = system != nullptr ? system->find("space") : nullptr;
  const auto* text = space != nullptr ? std::get_if<std::string>(&space->value) : nullptr;
  return text != nullptr ? *text : std::string(default_space);
}

std::vector<const Method*> methods_of(std::string_view space, const Registry& kinds) {
  auto found = all_methods(kinds);
  std::erase_if(found, [&](const Method* method) { return !has_space(*method, space); });
  return found.empty() && space != default_space ? methods_of(default_space, kinds) : found;
}

const Method& method_of(const Input& input, const Registry& kinds) {
  const auto methods = methods_of(input.system.text("space"), kinds);
  const auto chosen = std::ranges::find_if(methods, [&](const Method* m) { return m->takes && m->takes(input); });
  if (chosen != methods.end()) return **chosen;
  const auto usual = std::ranges::find_if(methods, [](const Method* m) { return !m->takes; });
  require(usual != methods.end(), "system.space: no method takes this input; `kato list method` shows those there are");
  return **usual;
}

std::vector<InputTable> tables_of(std::string_view space, const Registry& kinds) {
  std::vector<InputTable> tables;
  bool of_default = false;
  for (const auto* method : methods_of(space, kinds)) {
    of_default = of_default || has_space(*method, default_space);
    for (const auto& table : method->tables)
      if (find_table(tables, table.metadata.name) == nullptr) tables.push_back(table);
  }
  if (of_default) add_other_spaces(tables, kinds);
  return tables;
}

std::string energy_unit_of(std::string_view space, const Registry& kinds) {
  for (const auto* method : methods_of(space, kinds))
    if (!method->energy_unit.empty()) return method->energy_unit;
  return "hbar omega";
}

}  // namespace kato
