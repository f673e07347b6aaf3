// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/registry.hpp"
#include "input/document.hpp"
#include "input/input.hpp"
#include "input/tables.hpp"

namespace kato {

/// A setting by its dotted path, as "optimizer.learning_rate", and what it is to be.
struct Change {
  std::string path;
  DocumentNode value;
};

/// The options of a kind in the table `schema`, whose own defaults come first.
std::vector<Option> options_of(const InputTable& schema, const std::string& kind, const Registry& kinds);

/// Whether two kinds mean the same by an option of the same name: type, default, unit and bounds are equal.
bool described_alike(const Option& one, const Option& other);

/// Makes the changes to the input `root`, those of kinds first, whatever their order. A table whose kind changes loses
/// the settings of the old kind, but for those that the new one describes alike, as sampler.walkers.
void apply_changes(DocumentNode& root, std::vector<Change> changes, const Registry& kinds);

/// The same for "key.path=value" of the command line; observables that are not in the list any more lose their
/// settings.
void apply_command_line(DocumentNode& root, const std::vector<std::string>& changes, const Registry& kinds);

/// Writes out what a rung's kinds are set to where they are others than those of the table below: `stage` is the rung's
/// input, `last` the one as written. It cannot be read from there.
void write_out_kinds(Input::Rung& rung, const Input& stage, const Input& last, const Registry& kinds);

}  // namespace kato
