// SPDX-License-Identifier: Apache-2.0
#include "ansatz/periodic.hpp"

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "system/plane_waves.hpp"

namespace kato {

Node seen_places(Node x, const Particles& particles) { return particles.periodic ? concat({cos(x), sin(x)}) : x; }

// Of n and -n the one whose first component is positive stands for the cosine, the other for the sine.
Node plane_wave_orbitals(Node x, int count) {
  std::vector<std::vector<double>> cosines, sines;
  for (const auto& wave : plane_waves(x.graph->dimensions(), count)) {
    const auto first = std::ranges::find_if(wave, [](int n) { return n != 0; });
    const bool even = first == wave.end() || *first > 0;
    auto& row = (even ? cosines : sines).emplace_back(wave.begin(), wave.end());
    if (!even)
      for (double& n : row) n = -n;
  }
  const Node all_even = cos(fixed_linear(x, cosines));
  return sines.empty() ? all_even : concat({all_even, sin(fixed_linear(x, sines))});
}

void refuse_box(const Particles& particles, const std::string& ansatz) {
  require(!particles.periodic, "ansatz " + ansatz +
                                   ": is not periodic; use message-passing-slater, equivariant-slater, slater-jastrow, "
                                   "or boson-jastrow for bosons, in a box");
}

}  // namespace kato
