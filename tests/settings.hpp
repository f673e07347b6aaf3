// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/registry.hpp"

namespace kato {

/// The default settings of a kind, with some changed.
inline Settings default_settings(std::string_view category, std::string_view kind, const Settings& changes = {}) {
  Settings settings;
  for (const auto& option : registry().find(category, kind).metadata.options)
    if (!option.optional) settings.set(option.name, option.fallback);
  for (const auto& [name, value] : changes.values()) settings.set(name, value);
  return settings;
}

}  // namespace kato
