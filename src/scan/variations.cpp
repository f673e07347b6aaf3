// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/error.hpp"
#include "scan/scan.hpp"

namespace kato {
namespace {

double number(const std::string& text, const std::string& where) {
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  require(parsed.ec == std::errc() && parsed.ptr == text.data() + text.size(),
          fmt::format("--vary: '{}' in '{}' is no number, which \"...\" needs; write all values", text, where));
  return value;
}

// The values between the last of `values` and `end`, in steps of the difference of the last two.
void fill_range(std::vector<std::string>& values, const std::string& end, const std::string& where) {
  require(values.size() >= 2,
          fmt::format("--vary: \"...\" in '{}' needs two values before it; write 20,30,...,100", where));
  const double last = number(values.back(), where), step = last - number(values[values.size() - 2], where),
               stop = number(end, where);
  require(step != 0 && (stop - last) / step > 0,
          fmt::format("--vary: '{}' does not lead to its end; correct it", where));
  for (int n = 1; n < (stop - last) / step - 1e-9; ++n) values.push_back(fmt::format("{:.12g}", last + n * step));
  values.push_back(end);
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// Values are the names of directories, and stand in tables.
void check_value(const std::string& value, const std::string& where) {
  constexpr std::size_t longest_name = 255;  // of a file, in bytes
  const auto shown = value.size() > 40 ? value.substr(0, 40) + "..." : value;
  require(!value.empty() && value.find('/') == std::string::npos,
          fmt::format("--vary: '{}' holds an empty value or a slash; write numbers or words with commas", where));
  require(value != "." && value != "..",
          fmt::format("--vary: '{}' holds a value that names no directory; leave it out", where));
  require(value.size() <= longest_name,
          fmt::format("--vary: the value '{}' is too long for the name of a directory ({} bytes, and at most {}); "
                      "shorten it",
                      shown, value.size(), longest_name));
  require(std::ranges::none_of(value, [](unsigned char c) { return std::iscntrl(c) != 0; }),
          fmt::format("--vary: the value '{}' holds a line break or another control character; leave it out", shown));
}

}  // namespace

std::pair<std::string, std::vector<std::string>> parse_variation(const std::string& text) {
  const auto equals = text.find('=');
  require(equals != std::string::npos && equals > 0 && equals + 1 < text.size(),
          fmt::format("--vary: '{}' names no values; write --vary ansatz.hidden=20,30,...,100", text));
  std::vector<std::string> values;
  bool range = false;
  for (std::size_t begin = equals + 1; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    const auto value = text.substr(begin, end - begin);
    check_value(value, text);
    if (value == "...") {
      range = true;
    } else if (range) {
      fill_range(values, value, text);
      range = false;
    } else {
      values.push_back(value);
    }
    begin = end + 1;
  }
  require(!range, fmt::format("--vary: '{}' ends with \"...\"; write the last value behind it", text));
  for (auto value = values.begin(); value != values.end(); ++value)
    require(std::find(values.begin(), value, *value) == value,
            fmt::format("--vary: '{}' holds a value twice; leave it out", text));
  return {text.substr(0, equals), values};
}

std::pair<std::string, std::vector<std::string>> parse_variations(const std::vector<std::string>& texts) {
  std::string key;
  std::vector<std::string> values{""};
  for (const auto& text : texts) {
    const auto [name, own] = parse_variation(text);
    const std::string between = key.empty() ? "" : "/";
    std::vector<std::string> product;
    for (const auto& first : values)
      for (const auto& second : own) product.push_back(first + between + second);
    key += between + name;
    values = std::move(product);
  }
  if (key.empty()) values.clear();
  return {key, values};
}

void add_variation(const std::string& key, const std::string& value, std::vector<std::string>& changes) {
  const auto keys = parts_of(key, '/'), values = parts_of(value, '/');
  for (std::size_t n = 0; n < keys.size(); ++n) {
    const bool several = keys[n].find(':') != std::string::npos;
    const auto names = parts_of(keys[n], ':');
    const auto numbers = several ? parts_of(values.at(n), ':') : std::vector<std::string>{values.at(n)};
    require(names.size() == numbers.size(),
            fmt::format("--vary: '{}' is no value for each of {}; write a:b=1:2,3:4", values[n], keys[n]));
    for (std::size_t k = 0; k < names.size(); ++k) changes.push_back(names[k] + "=" + numbers[k]);
  }
}

}  // namespace kato
