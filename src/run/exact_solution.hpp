// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "input/method.hpp"

namespace kato {

/// The energy of the reference solver and that of the best determinant, as far as there are any for the system. Throws
/// `Error` if there is neither, or a table is asked for.
ExactSolution exact_solution(const Input& input, bool table);

}  // namespace kato
