// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/run_records.hpp"

namespace kato {

/// What a reader of the run's numbers should know, from its summary and history: R-hat above 1.05, walkers that were
/// replaced, steps that were rejected, a run that was stopped, failed or killed, an energy below the reference.
std::vector<std::string> warnings_of(const RunRecords& run);

/// The warnings that the program wrote to log.txt, each once.
std::vector<std::string> logged_warnings(const std::string& log);

}  // namespace kato
