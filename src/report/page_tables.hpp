// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/run_records.hpp"

namespace kato {

/// A table of the page: one row a run, its name first.
struct PageTable {
  std::string id, caption;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// Energy, error, V-score, reference, difference and the like; what a run does not know is "-".
PageTable summary_table(const std::vector<RunRecords>& runs);

/// The boxes of runs in boxes, and energies of a particle: the run's, and those that are known without it.
PageTable box_table(const std::vector<RunRecords>& runs);

/// The parts of the energy.
PageTable components_table(const std::vector<RunRecords>& runs);

/// Measured single numbers: observables with one value, and properties of the state.
PageTable numbers_table(const std::vector<RunRecords>& runs);

/// Where the wall time went, in seconds.
PageTable seconds_table(const std::vector<RunRecords>& runs);

/// The settings in which the runs differ; no columns for one run.
PageTable differences_table(const std::vector<RunRecords>& runs);

/// The phases of a run and their seconds, `other` being the rest of the total.
std::vector<std::pair<std::string, double>> phases_of(const Summary& summary);

}  // namespace kato
