// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "record/history.hpp"
#include "record/summary.hpp"
#include "run/session.hpp"

namespace kato {

/// The summary of a run that was not measured: its energy is unknown.
Summary summary_of(const Session& session, const std::string& status, const std::string& reason);

/// The summary of a measured run. The V-score takes the particles as degrees of freedom and 0 as zero point.
Summary summary_of(const Session& session, const std::string& status, const std::string& reason,
                   const Measurement& measurement, const std::optional<Reference>& reference);

/// The row of history.csv for the step just done.
HistoryRow row_of(const Session& session, const TrainingRecord& record);

/// What the line of progress says of the run so far: walkers replaced, steps rejected.
std::string note_text(const Session& session);

/// What is said at the end of a stage: which, and why it is over.
std::string end_text(const Session& session, const std::string& reason);

/// What is said when a run starts: the system, the wave function, the machine.
std::string opening_text(const Session& session);

/// What is said when a run ends: the energy with its error, and how far from the reference it is.
std::string result_text(const Summary& summary);

}  // namespace kato
