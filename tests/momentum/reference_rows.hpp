// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "momentum/potential.hpp"
#include "settings.hpp"

namespace kato {

/// The lines of a table of reference values, tests/data/NAME, split at commas outside of quotes.
inline std::vector<std::vector<std::string>> reference_rows(const std::string& name) {
  std::ifstream file(KATO_TEST_DATA "/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    rows.emplace_back(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == ',' && !quoted) {
        rows.back().emplace_back();
      } else if (c != '"') {
        rows.back().back() += c;
      }
    }
  }
  return rows;
}

/// The value of `quantity` of the first system in two-nucleon.csv whose name begins with `system`.
inline double two_nucleon(const std::string& system, const std::string& quantity) {
  for (const auto& row : reference_rows("two-nucleon.csv"))
    if (row.at(0).starts_with(system) && row.at(2).starts_with(quantity)) return std::stod(row.at(3));
  ADD_FAILURE() << system << ", " << quantity << " is not in the table";
  return 0;
}

inline std::unique_ptr<MomentumPotential> potential(const std::string& kind, const Settings& changes = {}) {
  return registry().factory<MomentumPotential>(kind)(default_settings("momentum-potential", kind, changes));
}

}  // namespace kato
