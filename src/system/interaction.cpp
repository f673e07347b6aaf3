// SPDX-License-Identifier: Apache-2.0
#include "system/interaction.hpp"

#include <algorithm>

namespace kato {

void DisplacedEnergy::add(std::size_t owner, std::span<const double> place, double e) {
  x.insert(x.end(), place.begin(), place.end());
  walker.push_back(owner);
  energy.push_back(e);
}

void DisplacedEnergy::replace(std::size_t to, std::size_t from) {
  if (empty()) return;
  const std::size_t width = x.size() / energy.size();
  DisplacedEnergy result;
  for (std::size_t n = 0; n < energy.size(); ++n) {
    const auto place = std::span(x).subspan(n * width, width);
    if (walker[n] != to) result.add(walker[n], place, energy[n]);
    if (walker[n] == from) result.add(to, place, energy[n]);
  }
  *this = std::move(result);
}

}  // namespace kato
