// SPDX-License-Identifier: Apache-2.0
#include "record/history.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

constexpr std::string_view header =
    "step,stage,energy,std_err,variance,acceptance,tau,learning_rate,gradient_norm,resampled,seconds\n";
constexpr const char* cannot_cut = ": cannot be cut back to the checkpoint; check its permissions";

// The header and the whole rows up to step `kept`: a machine that stopped may have left parts of rows, or zeros.
struct Kept {
  std::size_t length = header.size();
  std::int64_t last_step = 0;
};

Kept kept_rows(std::string_view text, std::int64_t kept) {
  Kept found;
  for (;;) {
    const auto end = text.find('\n', found.length);
    if (end == std::string_view::npos) return found;
    const auto row = text.substr(found.length, end - found.length);
    std::int64_t step = 0;
    const auto parsed = std::from_chars(row.data(), row.data() + row.size(), step);
    if (parsed.ec != std::errc() || step > kept || step <= found.last_step ||
        std::ranges::count(row, ',') != std::ranges::count(header, ','))
      return found;
    found = {end + 1, step};
  }
}

}  // namespace

History::History(const std::filesystem::path& path, std::optional<std::int64_t> kept_steps)
    : path_(path), file_(first_rank() ? path : "/dev/null", O_RDWR | O_CREAT | O_APPEND) {
  if (!first_rank()) return;
  const auto text = std::filesystem::is_regular_file(path) ? read_file(path) : std::string();
  if (header.starts_with(text)) {  // nothing, or not even the whole first line
    require(::ftruncate(file_.get(), 0) == 0 || text.empty(), path.string() + cannot_cut);
    write_all(file_.get(), header, path_);
    return;
  }
  require(text.starts_with(header),
          path.string() + ": is not the history of a run (its first line differs); move it away and resume again");
  if (!kept_steps) return;
  const auto kept = kept_rows(text, *kept_steps);
  require(::ftruncate(file_.get(), static_cast<off_t>(kept.length)) == 0, path.string() + cannot_cut);
  last_step_ = kept.last_step;
}

void History::sync() const { sync_file(file_, path_); }

void History::append(const HistoryRow& row) {
  std::string line = fmt::format("{},{}", row.step, row.stage);
  for (const double number :
       {row.energy, row.std_err, row.variance, row.acceptance, row.tau, row.learning_rate, row.gradient_norm}) {
    line += ',';
    line += exact_text(number);
  }
  line += fmt::format(",{},{}\n", row.resampled ? 1 : 0, exact_text(row.seconds));
  write_all(file_.get(), line, path_);
}

}  // namespace kato
