// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato {

/// While it lives, signals by which persons, shells and batch systems end a job or warn it of its end are noted instead
/// of ending the program: SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU. Those that were ignored when the program
/// started (by nohup) stay ignored. A signal is often sent twice, to a process and to its group: that is one request.
/// SIGINT or SIGTERM a second or more after another of the two ends the program at once. Of several that live at one
/// time the outermost one counts.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  static bool requested() noexcept;
};

}  // namespace kato
