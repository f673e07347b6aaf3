// SPDX-License-Identifier: Apache-2.0
#include "system/formula.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <numbers>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {

struct Formula::Evaluation::Parser {
  mu::Parser parser;
  std::vector<double> variables;
};

namespace {

bool begins_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool continues_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The names of variables, constants and functions in an expression; the e of 1e-3 is none.
std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    const bool name = begins_name(text[at]), number = !name && continues_name(text[at]);
    ++at;
    while ((name || number) && at < text.size() && continues_name(text[at])) ++at;
    if (name) names.push_back(text.substr(begin, at - begin));
  }
  return names;
}

bool is_name(const std::string& text) {
  return !text.empty() && begins_name(text[0]) && std::ranges::all_of(text, continues_name);
}

// The place of an `=` that is not part of a comparison: it would change a variable.
std::size_t assignment_in(const std::string& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') continue;
    if (at + 1 < text.size() && text[at + 1] == '=') {
      ++at;
    } else if (at == 0 || std::string_view("<>!").find(text[at - 1]) == std::string_view::npos) {
      return at;
    }
  }
  return std::string::npos;
}

std::vector<std::string> known_names(const mu::Parser& parser) {
  std::vector<std::string> names;
  for (const auto& [name, address] : parser.GetVar()) names.push_back(name);
  for (const auto& [name, value] : parser.GetConst())
    if (name[0] != '_') names.push_back(name);
  for (const auto& [name, function] : parser.GetFunDef())
    if (name[0] != '_') names.push_back(name);
  return names;
}

}  // namespace

Formula::Formula(const std::string& owner, const std::string& text, std::vector<std::string> variables,
                 const NamedNumbers& numbers)
    : owner_(owner), text_(text), variables_(std::move(variables)), numbers_(numbers) {
  require(text.find_first_not_of(" \t\n\r") != std::string::npos,
          owner + ": the formula is empty; write an expression in " + alternatives(variables_));
  const auto equals = assignment_in(text);
  require(equals == std::string::npos,
          fmt::format("{}: '=' at place {} of \"{}\" would assign; write the energy alone, and == to compare", owner,
                      equals + 1, text));
  for (const auto& [name, number] : numbers) {
    require(is_name(name), fmt::format("{}: parameter '{}' cannot stand in a formula; use letters, digits and _, and "
                                       "begin with a letter",
                                       owner, name));
    require(std::ranges::find(variables_, name) == variables_.end(),
            fmt::format("{}: parameter '{}' has the name of a coordinate; call it something else", owner, name));
    require(uses(name),
            fmt::format("{}: parameter '{}' does not occur in \"{}\"; use it or leave it out", owner, name, text));
  }
  auto first = parser();
  try {
    first->parser.Eval();
    require(first->parser.GetNumResults() == 1,
            fmt::format("{}: \"{}\" is {} expressions; write one (numbers have a point, not a comma)", owner, text,
                        first->parser.GetNumResults()));
  } catch (const mu::ParserError& problem) {
    const auto names = known_names(first->parser);
    const bool unknown = problem.GetCode() == mu::ecUNASSIGNABLE_TOKEN && is_name(problem.GetToken());
    throw Error(unknown ? fmt::format("{}: '{}' in \"{}\" is unknown; {}", owner, problem.GetToken(), text,
                                      suggestion(problem.GetToken(), names))
                        : fmt::format("{}: \"{}\" is no formula: {}; write it as \"depth * exp(-(r/width)^2)\"", owner,
                                      text, problem.GetMsg()));
  }
  idle_.push_back(std::move(first));
}

Formula::~Formula() = default;

bool Formula::uses(const std::string& name) const {
  const auto names = names_in(text_);
  return std::ranges::find(names, name) != names.end();
}

std::unique_ptr<Formula::Evaluation::Parser> Formula::parser() const {
  auto made = std::make_unique<Evaluation::Parser>();
  made->variables.assign(variables_.size(), 1.0);
  auto& parser = made->parser;
  try {
    for (std::size_t n = 0; n < variables_.size(); ++n) parser.DefineVar(variables_[n], &made->variables[n]);
    for (const auto& [name, number] : numbers_) parser.DefineConst(name, number);
    if (!numbers_.contains("pi")) parser.DefineConst("pi", std::numbers::pi);
    if (!numbers_.contains("e")) parser.DefineConst("e", std::numbers::e);
    parser.SetExpr(text_);
  } catch (const mu::ParserError& problem) {
    throw Error(fmt::format("{}: {}; rename the parameter", owner_, problem.GetMsg()));
  }
  return made;
}

Formula::Evaluation::Evaluation(const Formula& formula) : formula_(formula) {
  {
    const std::lock_guard lock(formula.mutex_);
    if (!formula.idle_.empty()) {
      parser_ = std::move(formula.idle_.back());
      formula.idle_.pop_back();
    }
  }
  if (!parser_) parser_ = formula.parser();
}

Formula::Evaluation::~Evaluation() {
  const std::lock_guard lock(formula_.mutex_);
  formula_.idle_.push_back(std::move(parser_));
}

double* Formula::Evaluation::variables() noexcept { return parser_->variables.data(); }

// The expression was evaluated once when it was made, and holds nothing that fails later.
double Formula::Evaluation::value() noexcept {
  try {
    return parser_->parser.Eval();
  } catch (const mu::ParserError&) {
    return std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace kato
