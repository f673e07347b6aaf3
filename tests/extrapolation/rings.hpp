// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>

#include "run/run_files.hpp"

namespace kato {

/// Runs of next to no time in periodic boxes.
class Rings : public RunFiles {
 protected:
  static inline const std::string in_no_time =
      "[run]\nthreads = 1\n[sampler]\nwalkers = 16\n[train]\nsteps = 1\n[evaluate]\nsamples = 64\n";
  static inline const std::string plane_waves = "[ansatz]\nkind = \"slater-jastrow\"\n" + in_no_time;
  static inline const std::string contact = "[[system.interaction]]\nkind = \"contact\"\nstrength = 1.0\n";
  static inline const std::string in_a_plane =
      "[system]\nspace = \"box\"\ndimensions = 2\nup = 5\ndown = 5\ndensity = 1.0\n" + plane_waves;

  /// Fermions on a ring as an input; plane waves have no variance there.
  static std::string ring(int up, int down, double density = 1) {
    return fmt::format("[system]\nspace = \"box\"\ndimensions = 1\nup = {}\ndown = {}\ndensity = {:.6f}\n", up, down,
                       density) +
           plane_waves;
  }
  static std::string ring(int up) { return ring(up, up); }
};

}  // namespace kato
