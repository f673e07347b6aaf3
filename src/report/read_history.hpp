// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "record/history.hpp"

namespace kato {

/// The finished rows of history.csv, also while a run writes it: a last line without its end is left out, and so is a
/// row that cannot be read. Columns are found by their names, and those that are missing stay as in `HistoryRow`; a
/// file that is not there has no rows. Throws `Error` if the first line names no steps.
std::vector<HistoryRow> read_history(const std::filesystem::path& path);

}  // namespace kato
