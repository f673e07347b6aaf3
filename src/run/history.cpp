// SPDX-License-Identifier: Apache-2.0
#include "run/history.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

constexpr std::string_view header =
    "step,stage,energy,std_err,variance,acceptance,tau,learning_rate,gradient_norm,resampled,seconds\n";

// The length of the header and the finished rows up to step `kept`.
std::size_t kept_length(std::string_view text, std::int64_t kept) {
  std::size_t length = header.size();
  for (;;) {
    const auto end = text.find('\n', length);
    std::int64_t step = 0;
    const auto parsed = std::from_chars(text.data() + length, text.data() + text.size(), step);
    if (end == std::string_view::npos || parsed.ec != std::errc() || step > kept) return length;
    length = end + 1;
  }
}

}  // namespace

History::History(const std::filesystem::path& path, std::optional<std::int64_t> kept_steps)
    : path_(path), file_(first_rank() ? path : "/dev/null", O_RDWR | O_CREAT | O_APPEND) {
  if (!first_rank()) return;
  const auto text = std::filesystem::is_regular_file(path) ? read_file(path) : std::string();
  if (text.empty()) {
    write_all(file_.get(), header, path_);
    return;
  }
  require(text.starts_with(header),
          path.string() + ": is not the history of a run (its first line differs); move it away and resume again");
  if (!kept_steps) return;
  require(::ftruncate(file_.get(), static_cast<off_t>(kept_length(text, *kept_steps))) == 0,
          path.string() + ": cannot be cut back to the checkpoint; check its permissions");
}

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
