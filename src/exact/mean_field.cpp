// SPDX-License-Identifier: Apache-2.0
#include "exact/mean_field.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/threads.hpp"
#include "exact/eigen_view.hpp"
#include "linalg/blas.hpp"
#include "system/oscillator.hpp"

namespace kato::exact {
namespace {

std::vector<std::vector<int>> levels_of(int shells, int dimensions) {
  int count = 1;  // (shells + d - 1)! / (d! (shells - 1)!)
  for (int c = 0; c < dimensions; ++c) count = count * (shells + c) / (c + 1);
  return oscillator_levels(count, std::vector<double>(static_cast<std::size_t>(dimensions), 1.0));
}

std::vector<std::vector<int>> parity_classes(const std::vector<std::vector<int>>& levels) {
  std::map<std::vector<int>, std::vector<int>> classes;
  for (std::size_t a = 0; a < levels.size(); ++a) {
    std::vector<int> parity;
    for (const int n : levels[a]) parity.push_back(n % 2);
    classes[parity].push_back(static_cast<int>(a));
  }
  std::vector<std::vector<int>> all;
  for (const auto& [parity, functions] : classes) all.push_back(functions);
  return all;
}

// sum_c factor_c <a| x_c^2 |b> (sign = 1) or <a| p_c^2 |b> (sign = -1), in units of the oscillator.
Matrix squares(const std::vector<std::vector<int>>& levels, const std::vector<double>& factor, double sign) {
  const auto size = static_cast<int>(levels.size());
  std::map<std::vector<int>, int> index;
  for (int a = 0; a < size; ++a) index[levels[static_cast<std::size_t>(a)]] = a;
  Matrix sum(size, size);
  for (int a = 0; a < size; ++a)
    for (std::size_t c = 0; c < factor.size(); ++c) {
      auto level = levels[static_cast<std::size_t>(a)];
      const int n = level[c];
      sum(a, a) += factor[c] * (n + 0.5);
      level[c] += 2;
      if (const auto other = index.find(level); other != index.end())
        sum(a, other->second) = sum(other->second, a) = sign * factor[c] * 0.5 * std::sqrt((n + 1.0) * (n + 2.0));
    }
  return sum;
}

}  // namespace

MeanField::MeanField(const TrappedParticles& particles, int shells, double frequency, int threads)
    : kinds_(particles.kinds),
      frequency_(frequency),
      threads_(threads),
      waves_(static_cast<int>(particles.omega.size()), shells) {
  const int dimensions = static_cast<int>(particles.omega.size());
  levels_ = levels_of(shells, dimensions);
  parities_ = parity_classes(levels_);
  std::vector<double> half_square;
  for (const double omega : particles.omega) half_square.push_back(0.5 * omega * omega / frequency);
  trap_ = squares(levels_, half_square, 1);
  kinetic_ = squares(levels_, std::vector<double>(half_square.size(), 0.5 * frequency), -1);

  const double length = 1 / std::sqrt(frequency);
  const auto like = moments(particles.potentials.like, dimensions, length, waves_.moments());
  auto unlike = moments(particles.potentials.unlike, dimensions, length, waves_.moments());
  if (particles.contact != 0) {
    const auto contact = contact_moments(particles.contact, length, waves_.moments());
    for (std::size_t p = 0; p < unlike.size(); ++p) unlike[p] += contact[p];
  }
  like_ = waves_.weights(like);
  unlike_ = waves_.weights(unlike);
}

void MeanField::add_wave(int wave, const std::vector<Matrix>& occupied, Matrix& a, std::vector<Matrix>& sums) const {
  const double like = like_[static_cast<std::size_t>(wave)], unlike = unlike_[static_cast<std::size_t>(wave)];
  waves_.matrix(wave, levels_, a);
  std::vector<double> density;  // tr P_s A_q
  double all = 0;
  for (std::size_t s = 0; s < kinds_.size(); ++s) {
    Matrix moved(functions(), kinds_[s].particles);  // A_q C_s
    if (moved.cols > 0) {
      cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, a.rows, moved.cols, a.cols, 1.0, a.data.data(), a.rows,
                  occupied[s].data.data(), a.rows, 0.0, moved.data.data(), a.rows);
      cblas_dsyrk(CblasColMajor, CblasUpper, CblasNoTrans, a.rows, moved.cols, -like, moved.data.data(), a.rows, 1.0,
                  sums[s].data.data(), a.rows);
    }
    density.push_back(view(occupied[s]).cwiseProduct(view(moved)).sum());
    all += kinds_[s].species * density[s];
  }
  for (std::size_t s = 0; s < kinds_.size(); ++s)
    view(sums[s]) += (like * density[s] + unlike * (all - density[s])) * view(a);
}

std::vector<Matrix> MeanField::interaction(const std::vector<Matrix>& occupied) const {
  constexpr int blocks = 16;  // of waves, whatever the number of threads
  std::vector<std::vector<Matrix>> sums(blocks, std::vector<Matrix>(kinds_.size(), Matrix(functions(), functions())));
  parallel_for(blocks, threads_, [&](std::size_t block, int) {
    Matrix a(functions(), functions());
    const int begin = static_cast<int>(block) * waves_.size() / blocks;
    const int end = (static_cast<int>(block) + 1) * waves_.size() / blocks;
    for (int wave = begin; wave < end; ++wave) add_wave(wave, occupied, a, sums[block]);
  });
  for (std::size_t s = 0; s < kinds_.size(); ++s) {
    for (int block = 1; block < blocks; ++block) view(sums[0][s]) += view(sums[static_cast<std::size_t>(block)][s]);
    view(sums[0][s]).triangularView<Eigen::StrictlyLower>() = view(sums[0][s]).transpose();
  }
  return sums[0];
}

}  // namespace kato::exact
