// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/provenance.hpp"
#include "exact/reference.hpp"
#include "record/measurement.hpp"
#include "record/profile.hpp"
#include "system/box_numbers.hpp"

namespace kato {

/// What summary.json says of a run. A number that is not finite, which JSON does not know, is written as null.
struct Summary {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  struct Energy {
    double mean = unknown;
    double std_err = unknown;   ///< of the mean, from blocking
    double variance = unknown;  ///< of the local energy
    std::int64_t samples = 0;
    double tau = unknown;  ///< integrated autocorrelation time, in sweeps
    double r_hat = unknown;
    double v_score = unknown;
    std::string unit = "hbar omega";
  };
  /// How the measurement went, and what a ten times smaller error would take at the present rate.
  struct Evaluation {
    double target_error = 0;  ///< 0 for none
    bool reached_target = false;
    std::int64_t discarded = 0;  ///< samples left out as the burn-in was too short
    bool settled = true;         ///< false if the samples still drifted
    double effective_samples = unknown;
    double samples_for_another_digit = unknown, seconds_for_another_digit = unknown;
    std::int64_t lost_walkers = 0;  ///< at one time, at most, where psi was nothing but rounding
    double tail_index = unknown, tail_index_error = unknown,
           largest_share = 0;  ///< of local energies (stats/tail_index)
    double above_apart =
        0;  ///< errors by which the energy is above that of particles far apart, where nothing holds them
    MeasurementOrigin origin = {};
  };
  struct Component {
    std::string name;
    double mean = unknown;
    double std_err = unknown;
  };
  /// The energy of a box for each particle.
  struct PerParticle {
    double mean = unknown, std_err = unknown;
    std::string unit;
  };
  struct Seconds {
    double total = 0, sampling = 0, local_energy = 0, gradient = 0, optimizer = 0, evaluation = 0;
  };

  std::string status;  ///< "converged", "finished", "stopped" or "failed"
  std::string reason;  ///< why the run ended so, in words
  std::string title;
  std::uint64_t seed = 0;
  Energy energy;
  std::optional<PerParticle> per_particle;  ///< where the system is a box
  std::optional<BoxNumbers> box;            ///< likewise; earlier versions did not write it
  std::vector<Component> components;
  std::optional<Evaluation> evaluation;  ///< none where nothing was measured by sampling
  std::vector<std::pair<std::string, double>>
      properties;  ///< other numbers of the state, left out where there are none
  std::optional<Reference> reference;
  std::int64_t steps = 0;
  std::int64_t parameters = 0, trainable_parameters = 0;
  double acceptance = unknown;
  Seconds seconds;
  std::int64_t nonfinite_walkers = 0;
  std::int64_t rejected_steps = 0;  ///< after which the training went back to its last good state
  int threads = 1, ranks = 1;
  std::string precision = "double";
  Profile profile;                         ///< of the training steps
  std::vector<std::string> warnings = {};  ///< what a reader of the numbers should know (record/warnings.hpp)
  Provenance provenance;
};

/// The summary as JSON, its fields in the order of the documentation; "reference" is null where there is none.
std::string summary_json(const Summary& summary);

/// A reference energy as JSON, as in the summary.
std::string reference_json(const Reference& reference);

/// The same of an exact energy, its fields null if there is none, with that of Hartree and Fock as "hartree_fock", if
/// there is one.
std::string reference_json(const std::optional<Reference>& exact, const std::optional<Reference>& hartree_fock);

/// Reads back what `summary_json` wrote; throws `Error` if the file is missing or not a summary.
Summary read_summary(const std::filesystem::path& path);

/// Replaces the file; throws `Error` if it cannot be written.
void write_summary(const std::filesystem::path& path, const Summary& summary);

}  // namespace kato
