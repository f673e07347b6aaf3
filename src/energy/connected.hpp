// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "energy/local_energy.hpp"

namespace kato {

/// Adds what the interactions' connections give to `energies.terms`, `channels` and `density`, with `energies.psi` as
/// psi at the walkers. Equal configurations of different terms are evaluated once, those that differ from the walker in
/// nothing not at all; tiles of walkers and connections go over all threads, and sums are in the order of the terms.
void add_connections(Amplitude& psi, const System& system, const WalkerView& walkers, LocalEnergies& energies);

}  // namespace kato
