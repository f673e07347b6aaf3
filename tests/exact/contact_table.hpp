// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace kato::exact {

struct ContactEntry {
  int up, down;
  double g;
  std::string quantity;
  double value, uncertainty;
};

/// The entries of one quantity in the table of reference values for the contact interaction.
inline std::vector<ContactEntry> contact_table(const std::string& quantity) {
  std::ifstream table(KATO_TEST_DATA "/spin-half-contact.csv");
  std::vector<ContactEntry> entries;
  for (std::string line; std::getline(table, line);) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; cells.size() < 6 && std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() == 6 && cells[3] == quantity)
      entries.push_back({std::stoi(cells[0]), std::stoi(cells[1]), std::stod(cells[2]), cells[3], std::stod(cells[4]),
                         std::stod(cells[5])});
  }
  return entries;
}

}  // namespace kato::exact
