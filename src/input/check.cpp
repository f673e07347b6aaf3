// SPDX-License-Identifier: Apache-2.0
#include "input/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

std::string range_text(const Option& option) {
  std::string text;
  if (std::isfinite(option.lower))
    text = fmt::format("{} {}", option.lower_open ? "above" : "at least", exact_text(option.lower));
  if (std::isfinite(option.upper))
    text += fmt::format("{}{} {}", text.empty() ? "" : " and ", option.upper_open ? "below" : "at most",
                        exact_text(option.upper));
  return text;
}

std::vector<std::string> quoted(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const auto& name : names) all.push_back(toml_quoted(name));
  return all;
}

std::string number_text(const Option& option, const char* noun) {
  const auto range = range_text(option);
  return noun + (range.empty() ? "" : ", " + range) + (option.unit.empty() ? "" : " (" + option.unit + ")");
}

std::string text_text(const Option& option) {
  std::string text = option.choices.empty() ? "a text in quotes" : alternatives(quoted(option.choices));
  if (!option.kinds.empty()) text = "a name that `kato list " + option.kinds + "` shows";
  if (option.or_number == Number::whole) text += " or " + number_text(option, "a whole number");
  if (option.or_number == Number::real) text += " or " + number_text(option, "a number");
  return text;
}

// Checks one value against the type of an option's fallback, which it is visited with.
class Check {
 public:
  Check(const Option& option, const DocumentNode& node, const std::string& path, const Registry& kinds)
      : option_(option), node_(node), path_(path), kinds_(kinds) {}

  Value operator()(bool) const {
    if (const auto* flag = std::get_if<bool>(&node_.value)) return *flag;
    wrong("is not true or false", allowed(option_));
  }
  Value operator()(std::int64_t) const { return whole(node_); }
  Value operator()(double) const { return real(node_); }
  Value operator()(const std::string&) const {
    const bool number =
        std::holds_alternative<std::int64_t>(node_.value) || std::holds_alternative<double>(node_.value);
    if (number && option_.or_number == Number::whole) return whole(node_);
    if (number && option_.or_number == Number::real) return real(node_);
    return text(node_);
  }
  Value operator()(const std::vector<double>&) const {
    const bool number =
        std::holds_alternative<std::int64_t>(node_.value) || std::holds_alternative<double>(node_.value);
    if (number && option_.or_number == Number::real) return std::vector{real(node_)};
    std::vector<double> all;
    for (const auto& item : items()) all.push_back(real(item));
    return all;
  }
  Value operator()(const std::vector<std::string>&) const {
    std::vector<std::string> all;
    for (const auto& item : items()) all.push_back(text(item));
    return all;
  }
  Value operator()(const NamedNumbers&) const {
    if (node_.table() == nullptr) wrong("is no table", allowed(option_));
    NamedNumbers all;
    const Option number{.name = option_.name, .fallback = 0.0, .summary = option_.summary};
    for (const auto& [name, value] : *node_.table())
      all[name] = Check(number, value, path_ + "." + name, kinds_).real(value);
    return all;
  }

 private:
  [[noreturn]] void wrong(const std::string& problem, const std::string& must) const {
    throw Error(fmt::format("{}: {} = {} {}; it must be {}", node_.where, path_, toml_text(node_), problem, must));
  }

  const DocumentNode::Array& items() const {
    if (node_.array() == nullptr) wrong("is not a list", allowed(option_));
    return *node_.array();
  }

  void check_bounds(double number) const {
    const bool low = option_.lower_open ? number <= option_.lower : number < option_.lower;
    const bool high = option_.upper_open ? number >= option_.upper : number > option_.upper;
    if (!low && !high) return;
    wrong("is out of bounds", range_text(option_) + (option_.unit.empty() ? "" : " (" + option_.unit + ")") +
                                  (option_.choices.empty() ? "" : ", or " + alternatives(quoted(option_.choices))));
  }

  double real(const DocumentNode& node) const {
    double number = 0;
    if (const auto* whole_number = std::get_if<std::int64_t>(&node.value)) {
      number = static_cast<double>(*whole_number);
    } else if (const auto* any_number = std::get_if<double>(&node.value)) {
      number = *any_number;
    } else {
      wrong(is_text(node) ? "is a text" : "is no number", allowed(option_));
    }
    if (!std::isfinite(number))
      wrong(option_.infinite.empty() ? "is not finite" : "is not finite (" + option_.infinite + ")", allowed(option_));
    check_bounds(number);
    return number;
  }

  std::int64_t whole(const DocumentNode& node) const {
    if (const auto* value = std::get_if<std::int64_t>(&node.value)) {
      check_bounds(static_cast<double>(*value));
      return *value;
    }
    const double number = real(node);
    if (number != std::floor(number) || std::abs(number) > 0x1p53) wrong("is no whole number", allowed(option_));
    return static_cast<std::int64_t>(number);
  }

  std::string text(const DocumentNode& node) const {
    const auto* value = std::get_if<std::string>(&node.value);
    if (value == nullptr) wrong("is no text", allowed(option_));
    if (!option_.choices.empty() && std::ranges::find(option_.choices, *value) == option_.choices.end()) {
      const auto near = nearest(*value, option_.choices);
      wrong("is unknown", allowed(option_) + (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    if (!option_.kinds.empty()) {
      const auto names = kinds_.names(option_.kinds);
      if (std::ranges::find(names, *value) == names.end())
        throw Error(fmt::format("{}: {}: '{}' is an unknown {}; {}", node.where, path_, *value, option_.kinds,
                                suggestion(*value, names)));
    }
    return *value;
  }

  static bool is_text(const DocumentNode& node) { return std::holds_alternative<std::string>(node.value); }

  const Option& option_;
  const DocumentNode& node_;
  const std::string& path_;
  const Registry& kinds_;
};

struct TypeText {
  const Option& option;
  std::string operator()(bool) const { return "true or false"; }
  std::string operator()(std::int64_t) const { return number_text(option, "a whole number"); }
  std::string operator()(double) const { return number_text(option, "a number"); }
  std::string operator()(const std::string&) const { return text_text(option); }
  std::string operator()(const std::vector<double>&) const {
    const auto one = option.or_number == Number::real ? "one number, or " : "";
    return one + ("a list; each entry " + number_text(option, "a number"));
  }
  std::string operator()(const std::vector<std::string>&) const { return "a list; each entry " + text_text(option); }
  std::string operator()(const NamedNumbers&) const { return "a table of numbers, as { depth = 2.0, width = 1.5 }"; }
};

std::string joined(const std::string& path, const std::string& key) { return path.empty() ? key : path + "." + key; }

void refuse_unknown(const DocumentNode& table, const std::string& path, const std::vector<Option>& options,
                    const std::vector<std::string>& others) {
  auto names = others;
  for (const auto& option : options) names.push_back(option.name);
  for (const auto& [key, node] : *table.table()) {
    if (std::ranges::find(names, key) != names.end()) continue;
    throw Error(fmt::format("{}: {} is unknown; {}", node.where, joined(path, key), suggestion(key, names)));
  }
}

}  // namespace

std::string allowed(const Option& option) { return std::visit(TypeText{option}, option.fallback); }

Value checked(const Option& option, const DocumentNode& node, const std::string& path, const Registry& kinds) {
  return std::visit(Check(option, node, path, kinds), option.fallback);
}

Settings checked_settings(const DocumentNode& table, const std::string& path, const std::vector<Option>& options,
                          const std::vector<std::string>& others, const Registry& kinds) {
  refuse_unknown(table, path, options, others);
  Settings settings;
  for (const auto& option : options) {
    const auto name = joined(path, option.name);
    if (const auto* node = table.find(option.name)) {
      settings.set(option.name, checked(option, *node, name, kinds));
    } else if (!option.optional) {
      require(!option.required,
              fmt::format("{}: {} is missing ({}); it must be {}", table.where, name, option.summary, allowed(option)));
      settings.set(option.name, option.fallback);
    }
  }
  return settings;
}

}  // namespace kato
