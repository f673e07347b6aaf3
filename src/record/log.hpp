// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "base/files.hpp"

namespace kato {

/// Where a run stands; what is not known stays nan.
struct Progress {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  std::string phase = "train";  ///< "pretrain", "thermalise", "train", "burn-in", "evaluate"
  std::int64_t step = 0, steps = 0;
  double energy = unknown, std_err = unknown, variance = unknown, acceptance = unknown;
  std::string note = {};  ///< appended, such as "3 walkers replaced"
};

/// Is told where a long job stands; returns false to stop it.
using Watch = std::function<bool(const Progress& progress)>;

/// Lets a job go on to its end.
inline bool unwatched(const Progress&) { return true; }

/// The line that shows `progress`: step, energy with error, variance, acceptance, steps a second and the time left;
/// without what is not known.
std::string progress_line(const Progress& progress, double steps_per_second);

/// "1 h 05 min", "2 min 03 s", "4.2 s".
std::string duration_text(double seconds);

/// What a run says: to the terminal and, with times, to log.txt. On a terminal progress is one line that is written
/// over; in a pipe, a file, the background or the terminal of a batch system (TERM=dumb, or one that does not control
/// the process) it is a plain line every few seconds. What the terminal does not take is dropped. Of several ranks the
/// first one alone speaks.
class Log {
 public:
  enum class Volume { quiet, normal, verbose };

  /// Appends to the file `path`, or writes none if `path` is empty. `quiet` leaves only warnings on the terminal.
  Log(const std::filesystem::path& path, Volume volume);
  ~Log();

  void say(std::string_view text);     ///< to the standard output
  void detail(std::string_view text);  ///< the same, shown with -v only; always in the file
  void warn(std::string_view text);    ///< to the standard error, also when quiet
  void alarm(std::string_view text);   ///< the same, and not to the file

  void record(std::string_view text);  ///< to the file only

  /// May be called after every step; shows as much of it as is useful, and always the last step of a phase.
  void progress(const Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;

  void show(std::string_view text, bool to_error);

  std::unique_ptr<Descriptor> file_;
  std::filesystem::path path_;
  Volume volume_;
  bool line_open_ = false;  // the cursor stands behind a line of progress
  std::string phase_;
  std::int64_t first_step_ = 0;
  Clock::time_point phase_began_, last_shown_, last_recorded_;
};

}  // namespace kato
