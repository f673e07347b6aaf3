// SPDX-License-Identifier: Apache-2.0
#include "record/log.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "base/ranks.hpp"
#include "base/streams.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

constexpr std::chrono::milliseconds on_terminal{200};
constexpr std::chrono::seconds in_file{5};

// Whether somebody may look at the standard output as a terminal. Where a launcher or a batch system made one up, it
// does not control this process; a job in the background has no right to the line of the shell.
bool is_watched_terminal() {
  if (::isatty(STDOUT_FILENO) != 1 || ::tcgetpgrp(STDOUT_FILENO) != ::getpgrp()) return false;
  const char* kind = std::getenv("TERM");
  return kind != nullptr && *kind != '\0' && std::string_view(kind) != "dumb";
}

// A line that is wider than the terminal could not be written over.
std::string fitted(std::string line) {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 && line.size() >= size.ws_col)
    line.resize(size.ws_col - 1U);
  return line;
}

}  // namespace

std::string duration_text(double seconds) {
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  const auto minutes = (whole + 30) / 60;
  return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

std::string progress_line(const Progress& progress, double steps_per_second) {
  auto line = fmt::format("{} {}/{}", progress.phase, progress.step, progress.steps);
  if (std::isfinite(progress.energy)) line += "  E " + with_error(progress.energy, progress.std_err);
  if (std::isfinite(progress.variance)) line += fmt::format("  var {:.3g}", progress.variance);
  if (std::isfinite(progress.acceptance)) line += fmt::format("  acc {:.2f}", progress.acceptance);
  if (std::isfinite(steps_per_second) && steps_per_second > 0) {
    line += fmt::format("  {:.3g} steps/s", steps_per_second);
    const auto left = static_cast<double>(progress.steps - progress.step) / steps_per_second;
    if (left > 0) line += "  " + duration_text(left) + " left";
  }
  return progress.note.empty() ? line : line + "  " + progress.note;
}

Log::Log(const std::filesystem::path& path, Volume volume) : path_(path), volume_(volume) {
  if (!path.empty() && first_rank()) file_ = std::make_unique<Descriptor>(path, O_WRONLY | O_CREAT | O_APPEND);
}

Log::~Log() {
  if (line_open_) kato::show(stdout, "\n");
}

void Log::say(std::string_view text) {
  record(text);
  if (volume_ != Volume::quiet) show(text, false);
}

void Log::detail(std::string_view text) {
  record(text);
  if (volume_ == Volume::verbose) show(text, false);
}

void Log::warn(std::string_view text) {
  record(fmt::format("warning: {}", text));
  alarm(text);
}

void Log::alarm(std::string_view text) { show(fmt::format("warning: {}", text), true); }

void Log::progress(const Progress& progress) {
  if (!first_rank()) return;
  const auto now = Clock::now();
  if (progress.phase != phase_) {
    phase_ = progress.phase;
    first_step_ = progress.step;
    phase_began_ = now;
    last_shown_ = last_recorded_ = Clock::time_point{};
  }
  const bool last = progress.step >= progress.steps;
  const bool terminal = volume_ != Volume::quiet && is_watched_terminal();  // a job may go to the background meanwhile
  const bool recording = last || now - last_recorded_ >= in_file;
  const bool showing = volume_ != Volume::quiet && (terminal ? last || now - last_shown_ >= on_terminal : recording);
  if (!recording && !showing) return;
  const double elapsed = std::chrono::duration<double>(now - phase_began_).count();
  const auto line = progress_line(progress, static_cast<double>(progress.step - first_step_) / elapsed);
  if (recording) {
    record(line);
    last_recorded_ = now;
  }
  if (!showing) return;
  last_shown_ = now;
  if (terminal) {
    kato::show(stdout, fmt::format("\r\x1b[K{}{}", fitted(line), last ? "\n" : ""));
    line_open_ = !last;
  } else {
    show(line, false);
  }
}

void Log::show(std::string_view text, bool to_error) {
  if (!first_rank()) return;
  if (line_open_) kato::show(stdout, "\r\x1b[K");
  line_open_ = false;
  kato::show(to_error ? stderr : stdout, fmt::format("{}\n", text));
}

void Log::record(std::string_view text) {
  if (file_) write_all(file_->get(), fmt::format("{:%F %T} {}\n", fmt::localtime(std::time(nullptr)), text), path_);
}

}  // namespace kato
