// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "train/pretraining.hpp"

namespace kato {

/// Fits |psi|^2 to the density that samples [S] were drawn from, by maximum likelihood: Adam climbs
///     d <ln p> / d theta = 2 ( <d ln|psi|/d theta>_samples - <d ln|psi|/d theta>_walkers ),
/// the walkers following |psi|^2 by so many sweeps of `sampler` a step; they begin at the samples. With the ansatz
/// boltzmann and the sampler gibbs that is persistent contrastive divergence (docs/boltzmann.md). Frozen parameters
/// stay. The losses reported are <ln|psi|^2>_walkers - <ln|psi|^2>_samples, above zero while samples are less likely
/// than walkers; zero for a perfect fit, but for noise. `state` is where it stands while `watch` is asked; if it is not
/// empty, the fit goes on from there.
PretrainingReport fit_density(const WalkerView& samples, WaveFunction& psi, Walkers& walkers, Sampler& sampler,
                              std::uint64_t seed, int steps, int sweeps, double learning_rate, Timers& timers,
                              const Watch& watch = unwatched, NamedArrays* state = nullptr);

/// The walkers [S] of a run's checkpoint, which follow its |psi|^2; they are of the same kind as `like`. Throws `Error`
/// if there are none, or if they have another number of coordinates or labels.
Walkers samples_from(const std::string& run, const Walkers& like);

}  // namespace kato
