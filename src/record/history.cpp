// SPDX-License-Identifier: Apache-2.0
#include "record/history.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

constexpr std::string_view header =
    "step,stage,energy,std_err,variance,acceptance,tau,learning_rate,gradient_norm,resampled,seconds\n";
constexpr const char* cannot_cut = ": cannot be cut back to the checkpoint; check its permissions";

struct Row {
  std::string_view line;  // with its end
  std::int64_t step = 0;  // 0 for a line that is no whole row
};

// A machine that stopped may have left parts of rows, or zeros; a disk or an editor anything.
std::int64_t step_of(std::string_view line) {
  if (std::ranges::count(line, ',') != std::ranges::count(header, ',')) return 0;
  std::int64_t step = 0;
  for (bool first = true; !line.empty(); first = false) {
    const auto end = std::min(line.find(','), line.size() - 1);
    const auto* last = line.data() + end;
    double number = 0;
    const auto parsed = first ? std::from_chars(line.data(), last, step) : std::from_chars(line.data(), last, number);
    if (parsed.ec != std::errc() || parsed.ptr != last) return 0;
    line.remove_prefix(end + 1);
  }
  return step;
}

std::vector<Row> rows_of(std::string_view text) {
  std::vector<Row> rows;
  for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    rows.push_back({text.substr(0, end + 1), step_of(text.substr(0, end + 1))});
  return rows;
}

// The places of the rows up to step `kept`: the most of them whose steps rise, so that a row with a wrong step costs no
// other. (Patience sorting: `ends` has the row with the smallest step that as many rows can end with.)
std::vector<std::size_t> kept_rows(const std::vector<Row>& rows, std::int64_t kept) {
  constexpr std::size_t none = -1;
  std::vector<std::size_t> ends, before(rows.size(), none);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    if (rows[n].step < 1 || rows[n].step > kept) continue;
    const auto place = std::ranges::lower_bound(ends, rows[n].step, {}, [&](std::size_t m) { return rows[m].step; });
    if (place != ends.begin()) before[n] = *(place - 1);
    place == ends.end() ? ends.push_back(n) : void(*place = n);
  }
  std::vector<std::size_t> chosen;
  for (std::size_t n = ends.empty() ? none : ends.back(); n != none; n = before[n]) chosen.push_back(n);
  std::ranges::reverse(chosen);
  return chosen;
}

}  // namespace

History::History(const std::filesystem::path& path, std::optional<std::int64_t> kept_steps)
    : path_(path), file_(std::in_place, first_rank() ? path : "/dev/null", O_RDWR | O_CREAT | O_APPEND) {
  if (!first_rank()) return;
  const auto text = std::filesystem::is_regular_file(path) ? read_file(path) : std::string();
  if (header.starts_with(text)) {  // nothing, or not even the whole first line
    require(::ftruncate(file_->get(), 0) == 0 || text.empty(), path.string() + cannot_cut);
    write_all(file_->get(), header, path_);
    return;
  }
  require(text.starts_with(header),
          path.string() + ": is not the history of a run (its first line differs); move it away and resume again");
  if (!kept_steps) return;
  const auto rows = rows_of(std::string_view(text).substr(header.size()));
  const auto kept = kept_rows(rows, *kept_steps);
  std::string whole(header);
  for (const auto row : kept) whole += rows[row].line;
  last_step_ = kept.empty() ? 0 : rows[kept.back()].step;
  damaged_ = kept.empty() ? 0 : static_cast<std::int64_t>(kept.back() + 1 - kept.size());
  if (damaged_ == 0) {
    require(::ftruncate(file_->get(), static_cast<off_t>(whole.size())) == 0, path.string() + cannot_cut);
  } else {
    write_file(path, whole);
    file_.emplace(path, O_RDWR | O_APPEND);
  }
}

void History::sync() const { sync_file(*file_, path_); }

void History::append(const HistoryRow& row) {
  std::string line = fmt::format("{},{}", row.step, row.stage);
  for (const double number :
       {row.energy, row.std_err, row.variance, row.acceptance, row.tau, row.learning_rate, row.gradient_norm}) {
    line += ',';
    line += exact_text(number);
  }
  line += fmt::format(",{},{}\n", row.resampled ? 1 : 0, exact_text(row.seconds));
  write_all(file_->get(), line, path_);
}

}  // namespace kato
