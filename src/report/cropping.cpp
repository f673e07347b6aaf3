// SPDX-License-Identifier: Apache-2.0
#include "report/cropping.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace kato {
namespace {

bool is_square(const MeasuredGrid& grid) {
  return grid.x == grid.y && grid.x_axis.find('[') != std::string::npos && grid.y_axis.find('[') != std::string::npos;
}

// How far from the centre of n cells cell i is: 0 for the middle one or the two in the middle.
std::size_t ring_of(std::size_t i, std::size_t n) { return i < n / 2 ? (n - 1) / 2 - i : i - n / 2; }

// The rings about the centre that hold nearly all, and a tenth more.
std::size_t rings_needed(const MeasuredGrid& grid) {
  const std::size_t n = grid.x.size();
  std::vector<double> sums(n / 2 + 1);
  double total = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double size = std::abs(grid.mean[i * n + j]);
      sums[std::max(ring_of(i, n), ring_of(j, n))] += size;
      total += size;
    }
  if (!(total > 0)) return sums.size();
  std::size_t rings = 0;
  for (double held = 0; rings < sums.size() && held < 0.998 * total; ++rings) held += sums[rings];
  return rings + (rings + 9) / 10;
}

void keep(MeasuredGrid& grid, std::size_t rings) {
  const std::size_t n = grid.x.size();
  std::vector<double> x, mean;
  for (std::size_t i = 0; i < n; ++i) {
    if (ring_of(i, n) >= rings) continue;
    x.push_back(grid.x[i]);
    for (std::size_t j = 0; j < n; ++j)
      if (ring_of(j, n) < rings) mean.push_back(grid.mean[i * n + j]);
  }
  grid.x = grid.y = std::move(x);
  grid.mean = std::move(mean);
}

}  // namespace

void crop(std::vector<MeasuredGrid>& grids) {
  std::map<std::string, std::size_t> rings;
  for (const auto& grid : grids)
    if (is_square(grid)) rings[grid.kind] = std::max(rings[grid.kind], rings_needed(grid));
  for (auto& grid : grids)
    if (is_square(grid)) keep(grid, rings[grid.kind]);
}

}  // namespace kato
