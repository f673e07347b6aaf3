// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "momentum/session.hpp"
#include "record/history.hpp"
#include "record/log.hpp"
#include "record/run_directory.hpp"
#include "record/summary.hpp"

namespace kato {

/// The records of a run in momentum space, the counterparts of those in report.hpp.

/// The summary of a run that was not measured: its energy is unknown.
Summary summary_of(const MomentumSession& session, const std::string& status, const std::string& reason);

/// The row of history.csv for the step just done.
HistoryRow row_of(const MomentumSession& session, const TrainingRecord& record);

/// What the line of progress says besides, and what is said at the end of the training: nothing.
inline std::string note_text(const MomentumSession&) { return {}; }
inline std::string end_text(const MomentumSession&, const std::string& reason) { return reason; }

/// The summary of the state as it is: energy, kinetic and potential energy, without statistical errors, and as
/// properties the fidelity of each channel with the exact state on the mesh, D-state probability, radius (fm) and
/// quadrupole moment (fm^2). `reference` is that of the system where the input asks for one.
Summary measured_summary(MomentumSession& session);

/// Writes evaluation.h5: mesh/q and mesh/w [n] in fm^-1, psi/S and psi/D [n] of norm 1 in fm^(3/2), exact/S and
/// exact/D, and energy/total.
void write_evaluation(const std::filesystem::path& path, MomentumSession& session);

/// Evaluates the state, writes the records and says what was found.
void measure_and_report(MomentumSession& session, const RunDirectory& directory, Log& log);

/// What is said when a run starts: the system, the network, the optimiser.
std::string opening_text(const MomentumSession& session);

/// The parameters and the memory of a run.
std::string cost_text(const MomentumSession& session);

}  // namespace kato
