// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "input/input.hpp"
#include "input/tables.hpp"

namespace kato {

class Session;      // record/session.hpp
struct Checkpoint;  // record/checkpoint.hpp

/// What is known of a system without a run, as `kato exact` shows it.
struct ExactSolution {
  std::string text;
  std::string json;
  std::string table;  ///< of the interaction's matrix elements, if it was asked for
};

/// A way from an input to a state: which inputs it takes, what they may hold, and the session it makes of them. A kind
/// is one file. Functions throw `Error` where the parts of an input do not fit together.
struct Method {
  static constexpr std::string_view category = "method";
  using Factory = Method;

  std::vector<std::string> spaces;      ///< the values of system.space that it takes
  std::vector<InputTable> tables = {};  ///< of such inputs, beside those that other methods of the same space have
  std::string energy_unit = {};         ///< if not empty, in place of "hbar omega"

  /// What [system] must fulfil beyond its table, if anything; `node` is the table as it was written.
  std::function<void(const Settings& system, const DocumentNode& node)> check_system = {};

  /// Which inputs of its spaces it takes; without it, those that no other method takes.
  std::function<bool(const Input& input)> takes = {};

  std::function<std::unique_ptr<Session>(const Input& input)> begin = {};
  std::function<std::unique_ptr<Session>(const Input& input, const Checkpoint& checkpoint)> resume = {};

  /// The graph of the wave function with shapes, dependency patterns and cost.
  std::function<std::string(const Input& input)> graph_text = {};

  std::function<ExactSolution(const Input& input, bool table)> exact = {};
};

/// The space of an input that names none.
inline constexpr std::string_view default_space = "trap";

/// The value of system.space in an input, as it was written.
std::string space_of(const DocumentNode& root);

/// The methods that take inputs of a space, those of the default space where nobody takes it.
std::vector<const Method*> methods_of(std::string_view space, const Registry& kinds = registry());

/// The method that takes the input.
const Method& method_of(const Input& input, const Registry& kinds = registry());

/// The tables of an input with this system.space. Those of the default space know every space by name.
std::vector<InputTable> tables_of(std::string_view space, const Registry& kinds = registry());

/// What energies of a space are in as long as nothing else is known of a run.
std::string energy_unit_of(std::string_view space, const Registry& kinds = registry());

}  // namespace kato
