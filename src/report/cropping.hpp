// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "report/measured.hpp"

namespace kato {

/// Cuts the empty margin off images: of grids whose axes are the same and have a unit, the square about the centre is
/// kept that holds all but 1/500 of the sum of |values|, and a tenth more. Grids of one kind get the same square.
void crop(std::vector<MeasuredGrid>& grids);

}  // namespace kato
