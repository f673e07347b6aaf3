// SPDX-License-Identifier: Apache-2.0
#include "report/read_history.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/error.hpp"

namespace kato {
namespace {

constexpr std::pair<std::string_view, double HistoryRow::*> numbers[] = {
    {"energy", &HistoryRow::energy},
    {"std_err", &HistoryRow::std_err},
    {"variance", &HistoryRow::variance},
    {"acceptance", &HistoryRow::acceptance},
    {"tau", &HistoryRow::tau},
    {"learning_rate", &HistoryRow::learning_rate},
    {"gradient_norm", &HistoryRow::gradient_norm},
    {"seconds", &HistoryRow::seconds},
};

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t end; (end = line.find(',')) != std::string_view::npos; line.remove_prefix(end + 1))
    fields.push_back(line.substr(0, end));
  fields.push_back(line);
  return fields;
}

template <class Number>
bool parse(std::string_view text, Number& number) {
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

bool parse_field(std::string_view column, std::string_view text, HistoryRow& row) {
  if (column == "step") return parse(text, row.step);
  if (column == "stage") return parse(text, row.stage);
  for (const auto& [name, number] : numbers)
    if (column == name) return parse(text, row.*number);
  return true;
}

}  // namespace

std::vector<HistoryRow> read_history(const std::filesystem::path& path) {
  std::vector<HistoryRow> rows;
  if (!std::filesystem::exists(path)) return rows;
  const auto text = read_file(path);
  std::vector<std::string_view> columns;
  std::string_view rest = text;
  for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
    const auto fields = split(rest.substr(0, end));
    if (columns.empty()) {
      columns = fields;
      require(std::ranges::find(columns, "step") != columns.end(),
              path.string() + ": is not the history of a run (its first line names no steps); move it away");
      continue;
    }
    HistoryRow row;
    bool whole = fields.size() == columns.size();
    for (std::size_t c = 0; whole && c < columns.size(); ++c) whole = parse_field(columns[c], fields[c], row);
    if (whole) rows.push_back(row);
  }
  return rows;
}

}  // namespace kato
