// SPDX-License-Identifier: Apache-2.0
#include "train/target.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <utility>

#include "exact/hartree_fock.hpp"
#include "system/oscillator.hpp"

namespace kato {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

TargetDeterminant::TargetDeterminant(const System& system, std::vector<double> omega, int threads)
    : ranges_(system.ranges()),
      particles_(static_cast<std::size_t>(system.particles)),
      dimensions_(static_cast<std::size_t>(system.dimensions)),
      orbitals_(0),
      threads_(threads),
      omega_(std::move(omega)) {
  for (const auto& range : ranges_) orbitals_ = std::max(orbitals_, static_cast<std::size_t>(range.count));
}

TargetDeterminant TargetDeterminant::oscillator(const System& system, int threads) {
  auto omega = system.frequencies();
  if (omega.empty()) omega.assign(static_cast<std::size_t>(system.dimensions), 1.0);  // another trap, not far from it
  TargetDeterminant target(system, omega, threads);
  target.levels_ = oscillator_levels(static_cast<int>(target.orbitals_), omega);
  return target;
}

TargetDeterminant TargetDeterminant::hartree_fock(const System& system, int threads) {
  auto solution = exact::hartree_fock(system, {.settled = 1e-5, .threads = threads});
  TargetDeterminant target(system, std::vector<double>(static_cast<std::size_t>(system.dimensions), solution.frequency),
                           threads);
  target.levels_ = std::move(solution.levels);
  target.coefficients_ = std::move(solution.orbitals);
  return target;
}

TargetDeterminant TargetDeterminant::named(const std::string& name, const System& system, int threads) {
  return name == "hartree-fock" ? hartree_fock(system, threads) : oscillator(system, threads);
}

void TargetDeterminant::fill(std::span<const double> x, std::span<double> matrix) const {
  const std::size_t functions = levels_.size();
  RowMajor values(particles_, functions);
  for (std::size_t i = 0; i < particles_; ++i)
    oscillator_orbitals(levels_, omega_, x.subspan(i * dimensions_, dimensions_),
                        {values.data() + i * functions, functions});
  Eigen::Map<RowMajor> phi(matrix.data(), static_cast<Eigen::Index>(particles_), static_cast<Eigen::Index>(orbitals_));
  if (coefficients_.empty()) {
    phi = values;
    return;
  }
  for (std::size_t kind = 0; kind < ranges_.size(); ++kind) {
    const auto [first, count] = ranges_[kind];
    const Eigen::Map<const Eigen::MatrixXd> c(coefficients_[kind].data.data(), static_cast<Eigen::Index>(functions),
                                              count);
    phi.block(first, 0, count, count).noalias() = values.middleRows(first, count) * c;
  }
}

void TargetDeterminant::value_tile(int, const WalkerView& walkers, std::span<LogPsi> psi) {
  RowMajor matrix = RowMajor::Zero(static_cast<Eigen::Index>(particles_), static_cast<Eigen::Index>(orbitals_));
  for (std::size_t w = 0; w < psi.size(); ++w) {
    fill(walkers.place(w), {matrix.data(), particles_ * orbitals_});
    psi[w] = {0, 1};
    for (const auto& range : ranges_) {
      const RowMajor block = matrix.block(range.first, 0, range.count, range.count);
      const double det = block.partialPivLu().determinant();
      psi[w].log_abs += std::log(std::abs(det));
      psi[w].sign *= det > 0 ? 1 : det < 0 ? -1 : 0;
    }
  }
}

}  // namespace kato
