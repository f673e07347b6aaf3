// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "momentum/mesh.hpp"

namespace kato {

/// Matrix elements of a potential on a mesh, in the units and the phase convention of `MomentumPotential`.
struct PotentialTable {
  int channels = 2;              ///< C: 1 for SS alone, 2 for SS, SD, DS and DD
  double kinetic = 0;            ///< hbar^2/(2 mu), MeV fm^2
  Mesh mesh;                     ///< n points
  std::vector<double> elements;  ///< V [C n, C n], MeV fm^3, exactly symmetric
};

/// Reads the text format of docs/deuteron.md; `name` stands for the file in messages. Throws `Error`, naming the line
/// where there is one, if a word or a number is not what it must be, there are too few or too many numbers, a block is
/// missing, the mesh does not ascend, or blocks are not symmetric to 1e-5 of their largest element.
PotentialTable parse_potential_table(std::string_view text, const std::string& name);

/// Writes it, in fm^-1 and MeV fm^3 with the phases of `MomentumPotential`; it reads back to the same bits.
std::string potential_table_text(const PotentialTable& table);

}  // namespace kato
