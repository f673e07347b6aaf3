// SPDX-License-Identifier: Apache-2.0
#include "train/freezing.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

#include "base/error.hpp"

namespace kato {
namespace {

// Whether a pattern fits a name or what stands before one of its dots.
bool fits(const std::string& pattern, const std::string& name) {
  for (auto end = name.size(); end != std::string::npos && end > 0; end = name.rfind('.', end - 1))
    if (::fnmatch(pattern.c_str(), name.substr(0, end).c_str(), 0) == 0) return true;
  return false;
}

std::string names_of(const Graph& graph) {
  std::string text;
  for (const auto& parameter : graph.parameters()) text += (text.empty() ? "" : ", ") + parameter.name;
  return text;
}

}  // namespace

std::function<bool(const Parameter&)> frozen_by(const std::vector<std::string>& patterns, const Graph& graph) {
  const auto frozen = [patterns](const Parameter& parameter) {
    return std::ranges::any_of(patterns, [&](const std::string& pattern) { return fits(pattern, parameter.name); });
  };
  for (const auto& pattern : patterns)
    require(std::ranges::any_of(graph.parameters(), [&](const Parameter& p) { return fits(pattern, p.name); }),
            fmt::format("train.freeze: \"{}\" names no parameter; the parameters are {}", pattern, names_of(graph)));
  require(graph.parameters().empty() || !std::ranges::all_of(graph.parameters(), frozen),
          fmt::format("train.freeze: nothing is left to train; leave out some of {}", names_of(graph)));
  return frozen;
}

}  // namespace kato
