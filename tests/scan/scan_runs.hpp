// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "run/run_files.hpp"
#include "scan/scan.hpp"

namespace kato {

/// Scans of quick runs: two values with three seeds each.
class ScanRuns : public RunFiles {
 protected:
  ScanOptions options() const {
    const auto input = write("d.toml",
                             "seed = 4\n[system]\nspace = \"momentum\"\nmesh = 16\n[[system.interaction]]\n"
                             "kind = \"yamaguchi\"\n[train]\nsteps = 40\n");
    return {.program = KATO_COMMAND,
            .input = input,
            .directory = directory / "scan",
            .changes = {},
            .key = "ansatz.hidden",
            .values = {"4", "6"},
            .seeds = 3,
            .jobs = 2,
            .within = 0.5,
            .volume = Log::Volume::quiet};
  }
};

}  // namespace kato
