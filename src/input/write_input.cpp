// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "input/input.hpp"
#include "input/tables.hpp"

namespace kato {
namespace {

// A name as it is, if TOML allows that, or quoted.
std::string key(const std::string& name) {
  const bool bare = !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) || c == '_' || c == '-';
  });
  return bare ? name : toml_quoted(name);
}

struct ValueText {
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return toml_real(number); }
  std::string operator()(const std::string& text) const { return toml_quoted(text); }
  template <class T>
  std::string operator()(const std::vector<T>& list) const {
    std::string text;
    for (const auto& item : list) text += (text.empty() ? "" : ", ") + (*this)(item);
    return "[" + text + "]";
  }
  std::string operator()(const NamedNumbers& numbers) const {
    std::string text;
    for (const auto& [name, number] : numbers)
      text += (text.empty() ? " " : ", ") + key(name) + " = " + (*this)(number);
    return "{" + text + (text.empty() ? "}" : " }");
  }
};

// In the order of the options, so that a table reads as its documentation does.
std::string lines(const Settings& settings, const std::vector<Option>& options) {
  std::string text;
  for (const auto& option : options)
    if (const auto at = settings.values().find(option.name); at != settings.values().end() || !option.optional)
      text += option.name + " = " + toml_text(at->second) + "\n";
  return text;
}

// Nothing for a table that the input's space does not have.
std::string plain(const std::vector<InputTable>& tables, const std::string& name, const Settings& settings) {
  const auto* table = find_table(tables, name);
  return table == nullptr ? "" : fmt::format("\n[{}]\n{}", name, lines(settings, table->metadata.options));
}

std::string of_kind(const std::string& header, const std::string& category, const KindSettings& chosen,
                    const Registry& kinds) {
  if (chosen.kind.empty()) return "";
  return fmt::format("\n{}\nkind = {}\n{}", header, toml_quoted(chosen.kind),
                     lines(chosen.settings, kinds.find(category, chosen.kind).metadata.options));
}

std::string rung_text(const Input::Rung& rung) {
  std::string set;
  for (const auto& [path, value] : rung.set) set += (set.empty() ? "" : ", ") + toml_quoted(path) + " = " + value;
  return fmt::format("\n[[train.stage]]\nsteps = {}\n{}", rung.steps, set.empty() ? "" : "set = { " + set + " }\n");
}

}  // namespace

std::string toml_text(const Value& value) { return std::visit(ValueText{}, value); }

std::string to_toml(const Input& input, const Registry& kinds) {
  const auto& tables = tables_of(input.system.text("space"));
  const auto category = [&](const char* name) { return find_table(tables, name)->category; };
  std::string text = fmt::format("title = {}\nseed = {}\n", toml_quoted(input.title), input.seed);
  text += plain(tables, "run", input.run);
  text += plain(tables, "system", input.system);
  if (!input.potential.kind.empty()) text += of_kind("[system.potential]", "potential", input.potential, kinds);
  for (const auto& interaction : input.interactions)
    text += of_kind("[[system.interaction]]", category("system.interaction"), interaction, kinds);
  text += of_kind("[ansatz]", category("ansatz"), input.ansatz, kinds);
  text += plain(tables, "initial", input.initial);
  text += plain(tables, "pretrain", input.pretrain);
  text += of_kind("[sampler]", "sampler", input.sampler, kinds);
  text += of_kind("[optimizer]", "optimizer", input.optimizer, kinds);
  text += plain(tables, "train", input.train);
  text += of_kind("[train.stop]", "stopping", input.stopping, kinds);
  text += plain(tables, "train.reweight", input.reweight);
  for (const auto& rung : input.ladder) text += rung_text(rung);
  text += plain(tables, "evaluate", input.evaluate);
  for (const auto& [kind, settings] : input.observables)
    text += fmt::format("\n[evaluate.{}]\n{}", kind, lines(settings, kinds.find("observable", kind).metadata.options));
  text += plain(tables, "reference", input.reference);
  return text;
}

}  // namespace kato
