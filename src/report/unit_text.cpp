// SPDX-License-Identifier: Apache-2.0
#include "report/unit_text.hpp"

#include <array>
#include <cctype>
#include <string_view>

namespace kato {
namespace {

constexpr std::array raised{"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                            "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// Where the whole number that begins at `begin` ends; `begin` itself if there is none, or if it is a part of a
// fraction.
std::size_t end_of_power(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  if (end < text.size() && text[end] == '-') ++end;
  const std::size_t first = end;
  while (end < text.size() && is_digit(text[end])) ++end;
  const bool fraction = end + 1 < text.size() && (text[end] == '/' || text[end] == '.') && is_digit(text[end + 1]);
  return end == first || fraction ? begin : end;
}

void replace_all(std::string& text, std::string_view word, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += by.size())
    text.replace(at, word.size(), by);
}

}  // namespace

std::string unit_text(const std::string& text) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = text[at] == '^' ? end_of_power(text, at + 1) : at + 1;
    if (text[at] != '^' || end == at + 1) {
      made += text[at];
      continue;
    }
    for (std::size_t k = at + 1; k < end; ++k)
      made += text[k] == '-' ? "\u207b" : raised[static_cast<std::size_t>(text[k] - '0')];
    at = end - 1;
  }
  replace_all(made, "hbar omega", "\u0127\u03c9");
  replace_all(made, "hbar", "\u0127");
  return made;
}

}  // namespace kato
