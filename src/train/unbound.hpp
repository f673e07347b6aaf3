// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "energy/local_energy.hpp"
#include "record/checkpoint.hpp"
#include "system/system.hpp"

namespace kato {

/// Whether a system has a ground state, told by what its states become where all places are dilated by 2, 4, .. 1024:
/// x -> lambda x. A dilated state is another trial state, whose kinetic energy T/lambda^2 is known and whose potential
/// energy is that of dilated walkers, so each is an upper bound of the ground state's energy without psi.

/// The text "unbound: why; suggestion" if the energy has no lower bound: over the last three doublings of the dilation
/// the potential energy falls by more than five of its errors over the walkers each time, and by no less than the time
/// before. Places are dilated along all axes and along each, from the origin and from each walker's centre. A potential
/// that is bounded levels off instead, and a trap rises.
std::optional<std::string> falls_without_bound(const System& system, const WalkerView& walkers);

/// The energy of a state by its dilation.
struct Dilations {
  /// So many errors that the state is above itself dilated by 1024, which is that of particles at rest and far apart
  /// where nothing holds them.
  double above = 0;
  bool downhill = false;   ///< whether no doubling of the dilation raises the energy by more than five errors
  bool attracted = false;  ///< whether the potential energy is below that of the most dilated state, by five errors
  double apart = 0;        ///< the energy of the most dilated state
};
Dilations dilations_of(const System& system, const WalkerView& walkers, double energy, double std_err, double kinetic);

/// The size of the cloud, the root mean square distance from each walker's centre, over the steps of a training.
class Expansion {
 public:
  void add(const WalkerView& walkers);
  std::size_t steps() const { return sizes_.size(); }

  /// Whether it still grows: by more than five errors from the third quarter of the steps to the last.
  bool goes_on() const;
  /// How many times its first size it has.
  double factor() const;
  bool tenfold() const { return factor() > 10; }

  Checkpoint::State state() const { return {{"sizes", sizes_}}; }
  void restore(const Checkpoint::State& state);

 private:
  std::vector<double> sizes_;
};

/// The text "unbound: why; suggestion" if the particles go apart for ever: the cloud still grows, and the state lies
/// above itself dilated by 2, by 4, and so on to particles that are far apart. Particles that attract one another may
/// have a bound state that the training has not found yet: of these the cloud must have grown tenfold.
std::optional<std::string> goes_apart(const Expansion& expansion, const Dilations& dilations, double energy,
                                      double std_err);

/// Throws `Error` with the text if either is so. Returns the errors by which the energy is above that of particles far
/// apart, 0 where something keeps them from going there.
double require_bound(const System& system, const WalkerView& walkers, const Expansion& expansion, double energy,
                     double std_err, double kinetic);

}  // namespace kato
