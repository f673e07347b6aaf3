// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace kato {

/// A row of a table of reference values for periodic boxes: system, parameters, quantity, value, uncertainty.
struct BoxEntry {
  std::string system, parameters, quantity;
  double value = 0;
  std::string uncertainty;

  /// The number after "name=" in the parameters.
  double parameter(const std::string& name) const {
    const auto text = ";" + parameters;
    auto at = text.find(";" + name + "=");
    if (at == std::string::npos) at = text.find("; " + name + "=");
    if (at == std::string::npos) throw std::runtime_error("no " + name + " in " + parameters);
    return std::stod(text.substr(text.find('=', at) + 1));
  }
};

/// The rows of tests/data/<file>.csv whose system and quantity begin with these words; throws if there are none.
inline std::vector<BoxEntry> box_table(const std::string& file, const std::string& system,
                                       const std::string& quantity) {
  std::ifstream table(KATO_TEST_DATA "/" + file + ".csv");
  std::vector<BoxEntry> entries;
  std::string line;
  std::getline(table, line);  // the names of the columns
  while (std::getline(table, line)) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line)
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        cells.emplace_back();
      else
        cells.back() += c;
    if (cells.size() == 6 && cells[0].starts_with(system) && cells[2].starts_with(quantity))
      entries.push_back({cells[0], cells[1], cells[2], std::stod(cells[3]), cells[4]});
  }
  if (entries.empty()) throw std::runtime_error("no rows of " + system + " in " + file);
  return entries;
}

}  // namespace kato
