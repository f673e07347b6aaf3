// SPDX-License-Identifier: Apache-2.0
#include "input/describe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "input/check.hpp"
#include "input/method.hpp"

namespace kato {
namespace {

// The settings above the first table are called so.
const std::string top_level = "input";

// A table as it is shown.
struct Shown {
  InputTable table;
  std::string where;  // it holds, if not everywhere

  std::string name() const { return table.metadata.name.empty() ? top_level : table.metadata.name; }

  // How it is headed in an input.
  std::string header() const {
    if (table.metadata.name.empty()) return "";
    return (table.repeated ? "[[" + table.metadata.name + "]]" : "[" + table.metadata.name + "]") + where;
  }
};

// The usual tables, and after them those that other spaces have instead.
std::vector<Shown> all_tables(const Registry& kinds) {
  std::vector<Shown> all;
  std::set<std::string> known;
  const auto add = [&](const std::string& space, const std::string& where) {
    for (auto& table : tables_of(space, kinds))
      if (where.empty() || !table.metadata.name.empty()) all.push_back({std::move(table), where});
    for (const auto* method : methods_of(space, kinds)) known.insert(method->spaces.begin(), method->spaces.end());
  };
  add(std::string(default_space), "");
  for (const auto& name : kinds.names(Method::category))
    for (const auto& space : kinds.factory<Method>(name).spaces)
      if (!known.contains(space)) add(space, " where system.space = " + toml_quoted(space));
  return all;
}

std::string default_text(const Option& option) {
  return option.required ? "required" : option.optional ? "none" : toml_text(option.fallback);
}

std::vector<Option> options_of(const InputTable& table) {
  auto options = table.metadata.options;
  if (!table.category.empty()) options.insert(options.begin(), kind_option(table));
  if (table.metadata.name == "train.stage")
    options.push_back({.name = "set",
                       .fallback = std::vector<std::string>{},
                       .summary = "what the stage changes: { \"system.interaction.0.strength\" = 5.0 }"});
  return options;
}

std::string allowed_text(const InputTable* table, const Option& option) {
  if (table != nullptr && option.name == "set") return "a table of settings";
  return allowed(option);
}

std::string default_text(const InputTable* table, const Option& option) {
  return table != nullptr && option.name == "set" ? "{}" : default_text(option);
}

std::string option_lines(const InputTable* table, const std::vector<Option>& options) {
  std::string text;
  for (const auto& option : options)
    text += fmt::format("  {} = {}\n      {}\n      {}\n", option.name, default_text(table, option), option.summary,
                        allowed_text(table, option));
  return text;
}

std::string described(const std::string& title, const Metadata& metadata) {
  auto text = fmt::format("{}: {}\n", title, metadata.summary);
  if (!metadata.source.empty()) text += "source: " + metadata.source + "\n";
  return text;
}

// A summary as a sentence of its own.
std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text.ends_with('.') ? text : text + ".";
}

// Bars would end a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

std::string option_table(const InputTable* table, const std::vector<Option>& options) {
  if (options.empty()) return "It has no settings.\n";
  std::string text = "| setting | default | allowed | meaning |\n| --- | --- | --- | --- |\n";
  for (const auto& option : options) {
    const auto fallback =
        option.required || option.optional ? default_text(option) : "`" + default_text(table, option) + "`";
    text += fmt::format("| `{}` | {} | {} | {} |\n", option.name, cell(fallback), cell(allowed_text(table, option)),
                        cell(option.summary));
  }
  return text;
}

std::string kind_sections(const std::string& category, const Registry& kinds) {
  std::string text;
  for (const auto& entry : kinds.entries()) {
    if (entry.category != category) continue;
    const auto& metadata = entry.metadata;
    text += fmt::format("\n### {} `{}`\n\n{}\n", category, metadata.name, sentence(metadata.summary));
    if (!metadata.source.empty()) text += "\nSource: " + metadata.source + ".\n";
    text += "\n" + option_table(nullptr, metadata.options);
  }
  return text;
}

}  // namespace

std::string list_text(const std::string& category, const Registry& kinds) {
  const auto categories = kinds.categories();
  require(category.empty() || std::ranges::find(categories, category) != categories.end(),
          fmt::format("'{}' is no category of kinds; {}", category, suggestion(category, categories)));
  std::size_t width = 0;
  for (const auto& entry : kinds.entries()) width = std::max(width, entry.metadata.name.size());
  std::string text;
  for (const auto& each : categories) {
    if (!category.empty() && each != category) continue;
    text += each + "\n";
    for (const auto& entry : kinds.entries()) {
      if (entry.category == each)
        text += fmt::format("  {:{}}  {}\n", entry.metadata.name, width, entry.metadata.summary);
    }
  }
  return text;
}

std::string describe_text(const std::string& name, const Registry& kinds) {
  std::string text;
  std::vector<std::string> names;
  for (const auto& shown : all_tables(kinds)) {
    names.push_back(shown.name());
    if (names.back() != name) continue;
    const auto header = shown.header();
    text += (text.empty() ? "" : "\n") + described(header.empty() ? top_level : header, shown.table.metadata);
    text += option_lines(&shown.table, options_of(shown.table));
  }
  for (const auto& entry : kinds.entries()) {
    names.push_back(entry.metadata.name);
    if (names.back() != name) continue;
    text += (text.empty() ? "" : "\n") + described(entry.category + " " + name, entry.metadata);
    text += option_lines(nullptr, entry.metadata.options);
  }
  require(!text.empty(),
          fmt::format("'{}' is neither a kind nor a table of the input; {}", name, suggestion(name, names)));
  return text;
}

std::string reference_page(const Registry& kinds) {
  std::string text =
      "# Input reference\n\n"
      "Made from the program's own metadata by `kato describe --markdown`; do not edit it by hand.\n"
      "The shortest input names a system; every other setting has a default.\n";
  std::vector<std::string> done;
  for (const auto& shown : all_tables(kinds)) {
    const auto& table = shown.table;
    const auto header = shown.header();
    text += header.empty() ? "\n## Settings above the first table\n\n"
                           : fmt::format("\n## `{}`\n\n{}\n\n", header, sentence(table.metadata.summary));
    text += option_table(&table, options_of(table));
    if (table.category.empty() || std::ranges::find(done, table.category) != done.end()) continue;
    text += kind_sections(table.category, kinds);
    done.push_back(table.category);
  }
  for (const auto& category : kinds.categories()) {
    if (std::ranges::find(done, category) == done.end())
      text += fmt::format("\n## Kinds of {}\n{}", category, kind_sections(category, kinds));
  }
  return text;
}

}  // namespace kato
