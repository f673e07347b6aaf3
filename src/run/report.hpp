// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "run/session.hpp"
#include "run/summary.hpp"

namespace kato {

/// The summary of a run that was not measured: its energy is unknown.
Summary summary_of(const Session& session, const std::string& status);

/// The summary of a measured run. The V-score takes the particles as degrees of freedom and 0 as zero point.
Summary summary_of(const Session& session, const std::string& status, const Measurement& measurement,
                   const std::optional<Reference>& reference);

/// Writes evaluation.h5: the energy and its components, and every observable with axis, mean and error.
void write_evaluation(const std::filesystem::path& path, const Measurement& measurement);

/// What is said when a run starts: the system, the wave function, the machine.
std::string opening_text(const Session& session);

/// What is said when a run ends: the energy with its error, and how far from the reference it is.
std::string result_text(const Summary& summary);

}  // namespace kato
