// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/registry.hpp"
#include "input/document.hpp"

namespace kato {

/// A table that names a kind, and the kind's settings.
struct KindSettings {
  std::string kind;
  Settings settings;
  bool operator==(const KindSettings&) const = default;
};

/// A checked input with every default filled in. Its options and their meaning: src/input/tables.cpp and the kinds'.
struct Input {
  /// A rung of the ladder [[train.stage]] as it was written: paths of settings and their values in TOML.
  struct Rung {
    std::int64_t steps = 0;
    std::vector<std::pair<std::string, std::string>> set;
    bool operator==(const Rung&) const = default;
  };

  std::string title;
  std::uint64_t seed = 1;
  Settings run, system, initial, pretrain, train, reweight, evaluate, reference;
  KindSettings potential;  ///< no kind where nothing holds the particles
  std::vector<KindSettings> interactions;
  KindSettings ansatz, sampler, optimizer, stopping;
  std::vector<KindSettings> observables;  ///< those of evaluate.observables, in its order
  std::vector<Rung> ladder;
  std::map<std::string, Settings> further;  ///< tables that a method has of its own, by name

  /// What is trained, in order: the input of every rung, and last the input as written; each has its own number of
  /// train.steps and no ladder or stages.
  std::vector<Input> stages;

  /// The threads to use: run.threads, or all processors.
  int threads() const;

  bool operator==(const Input&) const = default;
};

/// Reads and checks the input file; `changes` are settings "key.path=value" from the command line, which win.
/// Throws `Error` naming the place, what is wrong there and what would work.
Input load_input(const std::filesystem::path& path, const std::vector<std::string>& changes = {},
                 const Registry& kinds = registry());

/// The same from what was read already.
Input resolve_input(DocumentNode root, const std::vector<std::string>& changes, const Registry& kinds);

/// The input as TOML, every default written out: read again, it is the same input bit for bit.
std::string to_toml(const Input& input, const Registry& kinds = registry());

}  // namespace kato
