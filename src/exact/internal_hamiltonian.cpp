// SPDX-License-Identifier: Apache-2.0
#include "exact/internal_hamiltonian.hpp"

#include <utility>

#include "base/threads.hpp"
#include "exact/eigen_view.hpp"
#include "exact/pair_matrix.hpp"

namespace kato::exact {
namespace {

// The operator `w` of the first pair between the states `upper`, from its matrix between the states `lower` of one
// particle less. A pair operator leaves the other Jacobi coordinates and the parity alone.
Matrix with_one_more_particle(const Matrix& w, const InternalStates& lower, const InternalStates& upper, int quanta,
                              int threads) {
  std::vector<std::pair<int, int>> blocks;  // the largest first
  for (int right = quanta; right >= 0; --right)
    for (int left = right; left >= 0; left -= 2)
      if (upper.size(left) > 0 && upper.size(right) > 0) blocks.emplace_back(left, right);

  Matrix result(upper.first[quanta + 1], upper.first[quanta + 1]);
  auto whole = view(result);
  const auto pair = view(w);
  parallel_for(blocks.size(), threads, [&](std::size_t task, int) {
    const auto [left, right] = blocks[task];
    const auto left_states = view(upper.expansion[left]), right_states = view(upper.expansion[right]);
    auto block = whole.block(upper.first[left], upper.first[right], upper.size(left), upper.size(right));
    for (int n = 0; n <= left; ++n) {  // quanta of the last coordinate
      const int a = left - n, b = right - n;
      if (lower.size(a) == 0 || lower.size(b) == 0) continue;
      const Eigen::MatrixXd half = pair.block(lower.first[a], lower.first[b], lower.size(a), lower.size(b)) *
                                   right_states.middleRows(lower.first[b], lower.size(b));
      block.noalias() += left_states.middleRows(lower.first[a], lower.size(a)).transpose() * half;
    }
    if (left != right)
      whole.block(upper.first[right], upper.first[left], upper.size(right), upper.size(left)) = block.transpose();
  });
  return result;
}

// The matrix of w between the states of two particles: one for each odd shell.
Matrix of_two_particles(const Matrix& w, const InternalStates& states, int quanta) {
  Matrix result(states.first[quanta + 1], states.first[quanta + 1]);
  for (int n = 0; n <= quanta; ++n)
    for (int m = 0; m <= quanta; ++m)
      if (states.size(n) > 0 && states.size(m) > 0) result(states.first[m], states.first[n]) = w(m, n);
  return result;
}

}  // namespace

Matrix internal_hamiltonian(const JacobiBasis& basis, const RadialPotential& potential, double frequency, int quanta,
                            int threads) {
  const int particles = basis.particles();
  Matrix h = of_two_particles(pair_matrix(potential, particles, frequency, quanta), basis.states(2), quanta);
  for (int k = 3; k <= particles; ++k)
    h = with_one_more_particle(h, basis.states(k - 1), basis.states(k), quanta, threads);
  view(h) *= 0.5 * particles * (particles - 1);
  return h;
}

}  // namespace kato::exact
