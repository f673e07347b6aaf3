// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "box_of.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato::exact {

/// A periodic box of this side.
inline System boxed(int dimensions, std::vector<Species> species, double side) {
  return {box_of(dimensions, std::move(species), side)};
}

inline System boxed_bosons(int dimensions, int count, double side) {
  auto system = boxed(dimensions, {{"bosons", count}}, side);
  system.statistics = Statistics::boson;
  return system;
}

/// The same with one more interaction.
inline System with(System system, const std::string& kind, const Settings& changes) {
  system.interactions.push_back(
      {kind, registry().factory<Interaction>(kind)(system, default_settings("interaction", kind, changes))});
  return system;
}

}  // namespace kato::exact
