// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "input/method.hpp"

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

// Nothing where no kind was chosen.
std::string of_kind(const std::vector<InputTable>& tables, const std::string& name, const KindSettings& chosen,
                    const Registry& kinds) {
  if (chosen.kind.empty()) return "";
  const auto& table = *find_table(tables, name);
  return fmt::format("\n{}\nkind = {}\n{}", table.repeated ? "[[" + name + "]]" : "[" + name + "]",
                     toml_quoted(chosen.kind),
                     lines(chosen.settings, kinds.find(table.category, chosen.kind).metadata.options));
}

std::string rung_text(const Input::Rung& rung) {
  std::string set;
  for (const auto& [path, value] : rung.set) set += (set.empty() ? "" : ", ") + toml_quoted(path) + " = " + value;
  return fmt::format("\n[[train.stage]]\nsteps = {}\n{}", rung.steps, set.empty() ? "" : "set = { " + set + " }\n");
}

}  // namespace

std::string toml_text(const Value& value) { return std::visit(ValueText{}, value); }

std::string to_toml(const Input& input, const Registry& kinds) {
  const auto tables = tables_of(input.system.text("space"), kinds);
  const auto table = [&](const char* name, const Settings& settings) { return plain(tables, name, settings); };
  const auto kind = [&](const char* name, const KindSettings& chosen) { return of_kind(tables, name, chosen, kinds); };
  std::string text = fmt::format("title = {}\nseed = {}\n", toml_quoted(input.title), input.seed);
  text += table("run", input.run) + table("system", input.system) + kind("system.potential", input.potential);
  for (const auto& interaction : input.interactions) text += kind("system.interaction", interaction);
  text += kind("ansatz", input.ansatz) + table("initial", input.initial) + table("pretrain", input.pretrain);
  text += kind("sampler", input.sampler) + kind("optimizer", input.optimizer) + table("train", input.train);
  text += kind("train.stop", input.stopping) + table("train.reweight", input.reweight);
  for (const auto& rung : input.ladder) text += rung_text(rung);
  text += table("evaluate", input.evaluate);
  for (const auto& [observable, settings] : input.observables)
    text += fmt::format("\n[evaluate.{}]\n{}", observable,
                        lines(settings, kinds.find("observable", observable).metadata.options));
  text += table("reference", input.reference);
  for (const auto& [name, settings] : input.further) text += plain(tables, name, settings);
  return text;
}

}  // namespace kato
