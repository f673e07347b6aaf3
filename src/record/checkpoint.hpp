// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "walker/walkers.hpp"

namespace kato {

/// All that a run needs to go on bit for bit.
struct Checkpoint {
  struct Parameter {
    std::string name;
    std::vector<std::size_t> shape;
    std::vector<double> values;
    bool operator==(const Parameter&) const = default;
  };
  using State = NamedArrays;

  std::string version;  ///< of the program that wrote it; filled in by `save_checkpoint`
  std::uint64_t seed = 0;
  std::int64_t stage = 0;  ///< the stage that is under way, from 0
  std::int64_t step = 0;   ///< steps done, through all stages
  std::vector<Parameter> parameters;
  std::string optimizer;  ///< its kind
  State optimizer_state;
  Walkers walkers;      ///< places and labels
  std::string sampler;  ///< its kind
  State sampler_state;
  State training_state;                          ///< of the stage under way: the last good state and its like
  std::map<std::string, double> seconds;         ///< wall time so far, by what it was spent on
  std::map<std::string, std::int64_t> counters;  ///< such as walkers that were resampled
  std::string input;                             ///< the resolved input
  std::string graph;                             ///< of the wave function, as a text (graph/text.hpp); may be empty

  /// What is under way beside the training.
  struct UnderWay {
    std::string settings;              ///< what it depends on (record/same_state.hpp)
    std::vector<std::string> changes;  ///< those of `kato evaluate`, which are not in the run's input
    State state;                       ///< where it stands; empty if nothing is under way
    bool operator==(const UnderWay&) const = default;
  };
  UnderWay beginning;  ///< pretraining and thermalising: `Session::beginning`
  UnderWay measuring;  ///< a measurement: `Session::measuring`

  bool operator==(const Checkpoint&) const = default;
};

/// The arrays of `all` whose names begin with `prefix`, without it; and the other way round.
Checkpoint::State part_of(const Checkpoint::State& all, const std::string& prefix);
void add_part(Checkpoint::State& all, const std::string& prefix, const Checkpoint::State& part);

/// What holds a number that is not finite, "parameter 'hidden.0.weight'"; empty if all is finite.
std::string nonfinite_part(const Checkpoint& checkpoint);

/// Writes `path` (checkpoint.h5) aside, syncs it, keeps the one before as checkpoint.prev.h5 (unless that is damaged),
/// and renames: a machine that stops at any moment leaves the old checkpoint or the new one under `path`. Throws
/// `Fault` if something is not finite, or the disk is full; the checkpoints on the disk are then as they were. Of
/// several ranks, which all hold the same state, the first one alone writes.
void save_checkpoint(const std::filesystem::path& path, Checkpoint checkpoint);

/// A checkpoint as a file, and read from one; `path` is its name in messages. Throws `Error` if it is damaged.
std::string encoded(const Checkpoint& checkpoint);
Checkpoint decoded(std::string_view bytes, const std::filesystem::path& path);

/// A checksum of bytes, 16 digits.
std::string checksum(std::string_view bytes);

/// The bytes with their checksum behind them, as a checkpoint has it.
std::string sealed(const std::string& bytes);

/// Reads `path`; where it is missing or damaged, the previous one, with `warning` saying so. Throws `Error` if neither
/// can be used, or `path` is whole but of another format. Nothing is parsed before its checksum was found right, and no
/// more memory is taken than a few times the length of the file.
Checkpoint load_checkpoint(const std::filesystem::path& path, std::string& warning);

}  // namespace kato
