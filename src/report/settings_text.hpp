// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace kato {

/// Settings by their dotted paths, as `--set` takes them, with their values in TOML.
using SettingList = std::vector<std::pair<std::string, std::string>>;

/// Every single setting of an input file's text, sorted; throws `Error` if it is not TOML. `name` is the file's.
SettingList settings_of(const std::string& text, const std::string& name);

/// The value at a path, or an empty text.
std::string value_of(const SettingList& settings, const std::string& path);

/// The paths whose values are not the same in all runs, in the order in which they come up.
std::vector<std::string> differing(const std::vector<SettingList>& runs);

}  // namespace kato
