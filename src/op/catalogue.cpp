// SPDX-License-Identifier: Apache-2.0
#include "base/kernel.hpp"

#if defined(KATO_BASELINE)  // no kernels here
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "op/catalogue.hpp"
#include "op/ops.hpp"

namespace kato {
namespace {

#define KATO_ADDRESS(op) &op##_op,
constexpr const OpInfo* ops[] = {KATO_OPS(KATO_ADDRESS)};
#undef KATO_ADDRESS

int word_from(const std::string& where, std::span<const char* const> words, const std::string& word) {
  const auto found = std::ranges::find(words, word, [](const char* w) { return std::string(w); });
  require(found != words.end(),
          fmt::format("{} cannot be '{}'; {}", where, word, suggestion(word, {words.begin(), words.end()})));
  return static_cast<int>(found - words.begin());
}

int whole_from(const std::string& where, double number) {
  constexpr double most = 1 << 24;
  require(number == std::floor(number) && std::abs(number) <= most,
          fmt::format("{} must be a whole number of at most {}, got {}", where, most, number));
  return static_cast<int>(number);
}

}  // namespace

std::span<const OpInfo* const> all_ops() { return ops; }

const OpInfo& find_op(std::string_view name) {
  const auto found = std::ranges::find(ops, name, [](const OpInfo* op) { return std::string_view(op->name); });
  if (found != std::end(ops)) return **found;
  std::vector<std::string> names;
  for (const auto* op : ops) names.emplace_back(op->name);
  throw Error(fmt::format("unknown op '{}'; {}", name, suggestion(name, names)));
}

NamedAttributes named_attributes(const OpInfo& op, const Attributes& attributes) {
  NamedAttributes named;
  for (const auto& entry : op.attributes) {
    if (entry.real != nullptr)
      named[entry.name] = attributes.*entry.real;
    else if (entry.words.empty())
      named[entry.name] = static_cast<double>(attributes.*entry.whole);
    else
      named[entry.name] = std::string(entry.words[static_cast<std::size_t>(attributes.*entry.whole)]);
  }
  return named;
}

Attributes attributes_from(const OpInfo& op, const NamedAttributes& named) {
  Attributes attributes;
  for (const auto& [name, value] : named) {
    const auto entry =
        std::ranges::find(op.attributes, name, [](const AttributeName& a) { return std::string(a.name); });
    if (entry == op.attributes.end()) {
      std::vector<std::string> names;
      for (const auto& other : op.attributes) names.emplace_back(other.name);
      throw Error(fmt::format("{}: has no attribute '{}'; {}", op.name, name,
                              names.empty() ? std::string("it has none") : suggestion(name, names)));
    }
    const std::string where = fmt::format("{}: {}", op.name, name);
    const auto* number = std::get_if<double>(&value);
    require((number != nullptr) == entry->words.empty(),
            fmt::format("{} must be {}", where, entry->words.empty() ? "a number" : "a word"));
    if (entry->real != nullptr)
      attributes.*entry->real = *number;
    else
      attributes.*entry->whole =
          number != nullptr ? whole_from(where, *number) : word_from(where, entry->words, std::get<std::string>(value));
  }
  return attributes;
}

}  // namespace kato
#endif
