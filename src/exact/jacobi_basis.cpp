// SPDX-License-Identifier: Apache-2.0
#include "exact/jacobi_basis.hpp"

#include <cmath>
#include <stdexcept>

#include "base/threads.hpp"
#include "exact/brackets.hpp"
#include "exact/eigen_view.hpp"

namespace kato::exact {
namespace {

// One state without quanta: what is inside a single particle.
InternalStates structureless(int quanta) {
  InternalStates states;
  states.first.assign(quanta + 2, 1);
  states.first[0] = 0;
  states.expansion.assign(quanta + 1, Matrix(1, 0));
  states.expansion[0] = Matrix(1, 1);
  states.expansion[0](0, 0) = 1;
  return states;
}

// The projector (1 - k P)/(k + 1) on the products |state of k particles, n> with N = `shell` quanta in all. P connects
// two of them through the states b of k - 1 particles that they share; the bracket depends on shells alone.
Eigen::MatrixXd antisymmetriser(int k, int shell, const InternalStates& lower, const InternalStates& inner,
                                const std::vector<Matrix>& brackets) {
  const int size = lower.first[shell + 1];
  Eigen::MatrixXd projector = Eigen::MatrixXd::Zero(size, size);
  for (int right = 0; right <= shell; ++right) {
    const auto right_states = view(lower.expansion[right]);
    if (lower.size(right) == 0) continue;
    for (int left = 0; left <= right; ++left) {
      if (lower.size(left) == 0) continue;
      const int shared = inner.first[left + 1];
      Eigen::MatrixXd scaled = view(lower.expansion[left]);
      for (int b = 0; b <= left; ++b)
        scaled.middleRows(inner.first[b], inner.size(b)) *= brackets[shell - b](left - b, right - b);
      projector.block(lower.first[left], lower.first[right], lower.size(left), lower.size(right)).noalias() =
          -k / (k + 1.0) * scaled.transpose() * right_states.topRows(shared);
    }
  }
  projector.triangularView<Eigen::StrictlyLower>() = projector.transpose();
  projector.diagonal().array() += 1 / (k + 1.0);
  return projector;
}

// Orthonormal columns that span the range of a projector of known rank: for a projector the factor of the pivoted
// Cholesky decomposition Q = L L^T has them, since Q^2 = Q makes L^T L the unit matrix.
Matrix range_of(const Eigen::MatrixXd& projector, int rank) {
  Matrix result(static_cast<int>(projector.rows()), rank);
  auto factor = view(result);
  Eigen::VectorXd left = projector.diagonal();
  for (int r = 0; r < rank; ++r) {
    Eigen::Index pivot = 0;
    const double largest = left.maxCoeff(&pivot);
    if (!(largest > 1e-8)) throw std::logic_error("antisymmetric states: the projector has lost rank");
    Eigen::VectorXd column = projector.col(pivot);
    column.noalias() -= factor.leftCols(r) * factor.row(pivot).head(r).transpose();
    factor.col(r) = column / std::sqrt(largest);
    left.array() -= factor.col(r).array().square();
    left[pivot] = 0;
  }
  // One step of Newton and Schulz takes the rounding errors of small pivots out of L^T L = 1.
  const Eigen::MatrixXd gram = factor.transpose() * factor;
  factor = factor * (1.5 * Eigen::MatrixXd::Identity(rank, rank) - 0.5 * gram);
  return result;
}

InternalStates next_level(int k, const InternalStates& lower, const InternalStates& inner, int quanta, int parity,
                          int threads) {
  const auto brackets = reflection_brackets(1.0 / k, quanta);
  InternalStates states;
  states.first.assign(quanta + 2, 0);
  states.expansion.resize(quanta + 1);
  for (int shell = 0; shell <= quanta; ++shell) {
    const bool wanted = parity < 0 || shell % 2 == parity;
    states.first[shell + 1] = states.first[shell] + (wanted ? internal_states(k + 1, shell) : 0);
  }
  parallel_for(quanta + 1, threads, [&](std::size_t task, int) {
    const int shell = quanta - static_cast<int>(task);  // the largest first
    const int rank = states.size(shell);
    states.expansion[shell] = rank == 0 ? Matrix(lower.first[shell + 1], 0)
                                        : range_of(antisymmetriser(k, shell, lower, inner, brackets), rank);
  });
  return states;
}

}  // namespace

int internal_states(int particles, int quanta) {
  const int excess = quanta - least_quanta(particles);
  if (excess < 0) return 0;
  std::vector<int> partitions(excess + 1, 0);
  partitions[0] = 1;
  for (int part = 2; part <= particles; ++part)
    for (int sum = part; sum <= excess; ++sum) partitions[sum] += partitions[sum - part];
  return partitions[excess];
}

JacobiBasis::JacobiBasis(int particles, int quanta, int parity, int threads) : quanta_(quanta) {
  levels_.assign(2, structureless(quanta));
  for (int k = 1; k < particles; ++k)
    levels_.push_back(next_level(k, levels_[k], levels_[k - 1], quanta, k + 1 == particles ? parity : -1, threads));
}

}  // namespace kato::exact
