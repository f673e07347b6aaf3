// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/registry.hpp"
#include "input/document.hpp"

namespace kato {

/// What an option may be: `a number, above 0 (a_ho)`, `"trap", "box" or "free"`.
std::string allowed(const Option& option);

/// The setting `path` = `node` as the option's type: whole numbers may stand for reals, and reals without a fraction
/// for whole numbers. Throws `Error` "demo.toml:7: system.particles = 0 is out of bounds; it must be at least 1".
Value checked(const Option& option, const DocumentNode& node, const std::string& path, const Registry& kinds);

/// The settings of `table`, every default filled in. `others` are keys that the table may hold besides, read elsewhere.
/// Throws `Error` at an unknown key, a wrong value, or a required setting that is missing.
Settings checked_settings(const DocumentNode& table, const std::string& path, const std::vector<Option>& options,
                          const std::vector<std::string>& others, const Registry& kinds);

}  // namespace kato
