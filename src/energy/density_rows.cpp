// SPDX-License-Identifier: Apache-2.0
#include "energy/density_rows.hpp"

#include <algorithm>

#include "base/ranks.hpp"

namespace kato {

void DensityRows::add(std::size_t owner, const WalkerView& place, double e) {
  if (empty()) places = {.particles = place.particles, .dimensions = place.dimensions, .x = {}};
  places.append(place);
  walker.push_back(owner);
  energy.push_back(e);
}

void DensityRows::copy_row(std::size_t to, std::size_t from) {
  if (empty()) return;
  DensityRows result;
  for (std::size_t n = 0; n < energy.size(); ++n) {
    const auto place = places.view().rows(n, 1);
    if (walker[n] != to) result.add(walker[n], place, energy[n]);
    if (walker[n] == from) result.add(to, place, energy[n]);
  }
  *this = std::move(result);
}

// As a table with as many columns as the walker with the most rows needs: energy, places, labels.
void DensityRows::gather(std::size_t walkers) {
  const auto own = own_share(walkers);
  std::vector<double> counts(walkers);
  for (const auto each : walker) ++counts[own.first + each];
  gather_over_ranks(counts, walkers);
  std::vector<double> shape{static_cast<double>(places.particles), static_cast<double>(places.dimensions),
                            static_cast<double>(places.labels_each())};
  for (double& number : shape) {  // a rank may have found none
    std::vector<double> of_ranks(static_cast<std::size_t>(ranks()));
    of_ranks[static_cast<std::size_t>(rank())] = number;
    gather_over_ranks(of_ranks, of_ranks.size());
    number = std::ranges::max(of_ranks);
  }
  const auto d = static_cast<std::size_t>(shape[0] * shape[1]), labels = static_cast<std::size_t>(shape[2]);
  const std::size_t columns = static_cast<std::size_t>(std::ranges::max(counts)), width = 1 + d + labels;
  std::vector<double> table(walkers * columns * width);
  std::vector<std::size_t> filled(walkers);
  for (std::size_t n = 0; n < energy.size(); ++n) {
    const std::size_t w = own.first + walker[n];
    double* entry = &table[(w * columns + filled[w]++) * width];
    *entry = energy[n];
    std::ranges::copy(places.place(n), entry + 1);
    std::ranges::copy(places.labels_of(n), entry + 1 + d);
  }
  gather_over_ranks(table, walkers);
  DensityRows all;
  for (std::size_t w = 0; w < walkers; ++w)
    for (std::size_t n = 0; n < static_cast<std::size_t>(counts[w]); ++n) {
      const auto entry = std::span(table).subspan((w * columns + n) * width, width);
      const std::vector<LabelValue> values(entry.begin() + static_cast<std::ptrdiff_t>(1 + d), entry.end());
      all.add(w,
              {.x = entry.subspan(1, d),
               .particles = static_cast<int>(shape[0]),
               .dimensions = static_cast<int>(shape[1]),
               .labels = values},
              entry[0]);
    }
  *this = std::move(all);
}

}  // namespace kato
