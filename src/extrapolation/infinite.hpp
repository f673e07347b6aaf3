// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kato {

/// Coefficients of the size that the user gives (extrapolation/size_law.hpp), in the runs' unit of energy.
struct GivenCoefficients {
  std::optional<double> b1, b2;
};

/// The energy of the infinite system from finished runs of one gas, as text or as JSON. Throws `Error` if the runs do
/// not belong together or are too few.
std::string infinite_system(const std::vector<std::filesystem::path>& directories, const GivenCoefficients& given,
                            bool json);

}  // namespace kato
