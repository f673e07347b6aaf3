// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kato {
namespace {

// Levenshtein's distance, an exchange of neighbours counted as one edit.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view text, const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, text.size() / 3) + 1;
  for (const auto& name : names) {
    const auto distance = edit_distance(text, name);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

std::string alternatives(const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t n = 0; n < names.size(); ++n) {
    if (n > 0) list += n + 1 == names.size() ? " or " : ", ";
    list += names[n];
  }
  return list;
}

std::string suggestion(std::string_view text, const std::vector<std::string>& names) {
  if (names.empty()) return "there are none";
  const auto near = nearest(text, names);
  if (!near.empty()) return "did you mean '" + near + "'?";
  return (names.size() == 1 ? "there is only " : "there are ") + alternatives(names);
}

std::string exact_text(double value) { return fmt::format("{}", value); }

std::string nonfinite_text(double value) { return std::isnan(value) ? "not a number" : "infinite"; }

std::string with_error(double mean, double std_err) {
  if (!std::isfinite(mean)) return fmt::format("{}", mean);
  if (!std::isfinite(std_err) || std_err <= 0) return fmt::format("{:.6g}", mean);
  int decimals = -static_cast<int>(std::floor(std::log10(std_err)));
  if (std_err * std::pow(10.0, decimals) < 1.95) ++decimals;
  decimals = std::clamp(decimals, 0, 15);
  return fmt::format("{:.{}f}({:.0f})", mean, decimals, std_err * std::pow(10.0, decimals));
}

}  // namespace kato
