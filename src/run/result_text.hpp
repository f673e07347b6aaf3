// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "record/history.hpp"
#include "record/summary.hpp"
#include "run/vmc_session.hpp"

namespace kato {

/// The summary of a measured run. The V-score takes the particles as degrees of freedom and 0 as zero point.
Summary measured_summary(const VmcSession& session, const Measurement& measurement);

/// The row of history.csv for the step just done.
HistoryRow row_of(const VmcSession& session, const TrainingRecord& record);

/// What the line of progress says of the run so far: walkers replaced, steps rejected.
std::string note_text(const VmcSession& session);

/// What is said where a stage ends: which, and why it is over; empty where it does not end.
std::string end_text(const VmcSession& session);

/// What is said when a run starts: the system, the wave function, the machine.
std::string opening_text(const VmcSession& session);

/// What is said when a run ends: the energy with its error, and how far from the reference it is.
std::string result_text(const Summary& summary);

}  // namespace kato
