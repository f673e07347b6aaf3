// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/checkpoint.hpp"

namespace kato {

/// Keeps the last good state of a training, and says when to go back to it. A state is good if its energy did not jump
/// up and the step taken from it is finite. At every return the factor `trust` on updates is halved; ten good steps
/// undo one halving.
///
/// A jump is E - E_good > multiple * sqrt(err^2 + err_good^2), errors of the two means over the walkers. If nothing but
/// chance moved the energies, a step is taken for a jump with the probability of a normal deviate above `multiple`. A
/// few walkers far out cannot pass for a jump, since they raise the error as well, and neither can a small harm: a
/// state raised by D above the ground state, with a gap G to the next, has a variance of at least D (G - D) (Temple),
/// so with N walkers D must be above about multiple^2 G/N. What breaks the state down may hide the energy in its own
/// error: so it is a jump, too, if the standard deviation of the local energy grows by more than `multiple` and is
/// above multiple times a hundredth of the energy.
class RollBack {
 public:
  struct Settings {
    double multiple = 10;    ///< 0 for no test of the energy
    std::int64_t most = 10;  ///< returns in succession
  };

  /// All that goes back, and the energy that belongs to it (as its walkers were drawn).
  struct Good {
    std::vector<double> theta;
    Walkers walkers;
    Checkpoint::State optimizer, sampler;
  };
  struct Energy {
    double mean = 0;
    double std_err = 0;
    double variance = 0;  ///< of the local energy
  };

  explicit RollBack(const Settings& settings) : settings_(settings) {}

  const std::optional<Good>& good() const { return good_; }
  double trust() const { return trust_; }

  /// The jump in words, or nothing if there is none. Errors below 1e-6 of the energy, where numbers are rounded, count
  /// as that much. The first energy of a stage, and the first after a return, are never jumps.
  std::string jump(const Energy& now) const;

  /// The energy of a step passed the test: trust recovers.
  void pass();
  /// A state to go back to; without an energy, the next one is not compared with it.
  void keep(Good good, std::optional<Energy> energy);
  /// Counts a return to the good state; throws `std::runtime_error` with `problem` if there were too many in
  /// succession.
  void reject(const std::string& problem);

  /// All that continuing bit for bit needs. `restore` throws `Error` if the state is not one of a roll back, or its
  /// walkers are not like those of the run.
  Checkpoint::State state() const;
  void restore(const Checkpoint::State& state, const Walkers& like);

 private:
  Settings settings_;
  std::optional<Good> good_;
  std::optional<Energy> energy_;
  double trust_ = 1;
  std::int64_t rejections_ = 0;  // in succession
};

}  // namespace kato
