// SPDX-License-Identifier: Apache-2.0
#include "observe/crystal_cell.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace kato {
namespace {

// b_1, b_2, b_3 = (2 pi/a) (0,1,1), (1,0,1), (1,1,0), and a_c, in units of a/2, with a_c.b_c' = 2 pi delta_cc'.
std::vector<std::vector<int>> primitive_waves(int n) { return {{0, n, n}, {n, 0, n}, {n, n, 0}}; }
constexpr double primitive_vectors[3][3] = {{-1, 1, 1}, {1, -1, 1}, {1, 1, -1}};

// Of all voxels that permutations of the axes and the exchange of corners and centres take into one another, one.
std::array<std::size_t, 3> representative(std::array<std::size_t, 3> voxel, std::size_t bins) {
  std::array<std::size_t, 3> other{};
  for (std::size_t c = 0; c < 3; ++c) other[c] = bins - 1 - voxel[c];
  std::ranges::sort(voxel);
  std::ranges::sort(other);
  return std::min(voxel, other);
}

}  // namespace

CrystalCell::CrystalCell(double side, int cells, std::size_t bins)
    : a_(side / cells), bins_(bins), primitive_(primitive_waves(cells), side) {
  std::map<std::array<std::size_t, 3>, std::size_t> numbers;
  for (std::size_t voxel = 0; voxel < bins * bins * bins; ++voxel) {
    const auto one = representative({voxel / (bins * bins), voxel / bins % bins, voxel % bins}, bins);
    const auto number = numbers.emplace(one, members_.size()).first->second;
    if (number == members_.size()) members_.push_back(0);
    members_[number] += 1;
    class_at_.push_back(number);
  }
}

void CrystalCell::to_frame(std::span<double> x) const {
  const std::size_t particles = x.size() / 3;
  std::vector<double> cosines(3 * particles), sines(3 * particles);
  std::array<double, 3> cosine{}, sine{};
  for (std::size_t i = 0; i < particles; ++i) {
    const auto own_cosines = std::span(cosines).subspan(3 * i, 3), own_sines = std::span(sines).subspan(3 * i, 3);
    primitive_.add(&x[3 * i], 1, own_cosines, own_sines);
    for (std::size_t b = 0; b < 3; ++b) cosine[b] += own_cosines[b], sine[b] += own_sines[b];
  }
  for (std::size_t i = 0; i < particles; ++i)
    for (std::size_t b = 0; b < 3; ++b) {
      const double phase = std::atan2(sine[b] - sines[3 * i + b], cosine[b] - cosines[3 * i + b]);
      for (std::size_t c = 0; c < 3; ++c)
        x[3 * i + c] -= phase / (2 * std::numbers::pi) * 0.5 * a_ * primitive_vectors[b][c];
    }
}

double CrystalCell::folded(double u) const { return std::abs(u - a_ * std::round(u / a_)); }

std::size_t CrystalCell::class_of(const double* u) const {
  std::array<std::size_t, 3> voxel{};
  for (std::size_t c = 0; c < 3; ++c)
    voxel[c] = std::min(bins_ - 1, static_cast<std::size_t>(folded(u[c]) / (0.5 * a_) * static_cast<double>(bins_)));
  return class_at_[(voxel[0] * bins_ + voxel[1]) * bins_ + voxel[2]];
}

std::size_t CrystalCell::class_of(std::ptrdiff_t i, std::ptrdiff_t j, std::ptrdiff_t k) const {
  const double width = 0.5 * a_ / static_cast<double>(bins_);
  const double u[] = {(static_cast<double>(i) + 0.5) * width, (static_cast<double>(j) + 0.5) * width,
                      (static_cast<double>(k) + 0.5) * width};
  return class_of(u);
}

double CrystalCell::squared_distance(const double* u) const {
  double corner = 0, centre = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    const double v = folded(u[c]);
    corner += v * v;
    centre += (0.5 * a_ - v) * (0.5 * a_ - v);
  }
  return std::min(corner, centre);
}

}  // namespace kato
