// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/run_records.hpp"

namespace kato {

/// What the page's script draws, as JSON in one line: the tables, and of every run its history thinned to a few hundred
/// points (`thinning.hpp`), curves, grids, warnings and input. Numbers have as many digits as can be seen, and null
/// stands for what is not finite. `mark` is the state of the records for a page that refreshes itself, else empty.
std::string page_data(const std::vector<RunRecords>& runs, const std::string& mark = {});

}  // namespace kato
