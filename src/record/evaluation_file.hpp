// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "record/measurement.hpp"

namespace kato {

/// evaluation.h5: energy/total and energy/COMPONENT with mean, std_err, variance and tau, and every observable
/// NAME with what, mean and std_err; a curve besides with axis and x, a grid with axis_y and y, too, mean [x, y].
/// `observables` lists the names, one a line.
std::string evaluation_file(const Measurement& measurement);

/// The observables of an evaluation.h5, by name. Throws `Error` if it is damaged.
std::map<std::string, Curve> read_observables(const std::filesystem::path& path);

}  // namespace kato
