// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "input/method.hpp"
#include "momentum/momentum_session.hpp"

namespace kato {

// The records of a run in momentum space: states psi_c(q_i) [C, n] of norm 1.

/// The summary of a state: energy, kinetic and potential energy, without statistical errors, and as properties the
/// fidelity of each channel with the exact state on the mesh, D-state probability, radius (fm) and quadrupole moment
/// (fm^2).
Summary measured_summary(const MomentumSession& session, std::span<const double> psi);

/// evaluation.h5: mesh/q and mesh/w [n] in fm^-1, psi/S and psi/D [n] in fm^(3/2), exact/S and exact/D, and
/// energy/total.
std::string evaluation_file(const MomentumSystem& system, std::span<const double> psi);

/// What is said when a run starts: the system, the network, the optimiser.
std::string opening_text(const MomentumSession& session);

/// The parameters and the memory of a run.
std::string cost_text(const MomentumSession& session);

/// What is said of a measured state.
std::string momentum_result_text(const Summary& summary);

/// The diagonalisation on the mesh and, if it is asked for, the potential as a table.
ExactSolution momentum_solution(const Input& input, bool table);

}  // namespace kato
