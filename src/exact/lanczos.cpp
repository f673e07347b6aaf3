// SPDX-License-Identifier: Apache-2.0
#include "exact/lanczos.hpp"

#include <algorithm>
#include <cmath>

#include "base/threads.hpp"
#include "exact/eigen_view.hpp"

namespace kato::exact {
namespace {

constexpr int block_size = 64, steps_per_check = 8, restarts = 50;
constexpr int most_steps = 120, fewest_steps = 30;  // between restarts
constexpr double basis_numbers = 4e7;               // of all vectors, beyond the fewest
constexpr int worth_threads = 1500;                 // smaller matrices fit the cache of one core

// y = h x for the leading block, in fixed blocks of rows (columns, as h is symmetric).
void apply(const Matrix& h, std::span<const double> from, std::span<double> to, int threads) {
  const int size = static_cast<int>(from.size());
  const auto matrix = view(h);
  const Eigen::Map<const Eigen::VectorXd> x(from.data(), size);
  Eigen::Map<Eigen::VectorXd> y(to.data(), size);
  parallel_for((size + block_size - 1) / block_size, size < worth_threads ? 1 : threads, [&](std::size_t block, int) {
    const int first = static_cast<int>(block) * block_size, count = std::min(block_size, size - first);
    y.segment(first, count).noalias() = matrix.block(0, first, size, count).transpose() * x;
  });
}

struct Ritz {
  double value, residual;
  Eigen::VectorXd weights;
};

Ritz lowest_ritz(const std::vector<double>& diagonal, const std::vector<double>& off) {
  const auto steps = static_cast<Eigen::Index>(diagonal.size());
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::Map<const Eigen::VectorXd>(diagonal.data(), steps),
                                Eigen::Map<const Eigen::VectorXd>(off.data(), steps - 1));
  const Eigen::VectorXd weights = solver.eigenvectors().col(0);
  return {solver.eigenvalues()[0], std::abs(off.back() * weights[steps - 1]), weights};
}

// One run from `vector`, which becomes the best vector found.
Ritz lanczos(const Operator& h, Eigen::VectorXd& vector, double tolerance) {
  const int size = static_cast<int>(vector.size());
  const int most = std::min(size, std::clamp(static_cast<int>(basis_numbers / size), fewest_steps, most_steps));
  Eigen::MatrixXd basis(size, most);
  std::vector<double> diagonal, off;
  Ritz best{};
  basis.col(0) = vector.normalized();
  for (int step = 0; step < most; ++step) {
    Eigen::VectorXd next(size);
    h({basis.col(step).data(), basis.col(step).data() + size}, {next.data(), next.data() + size});
    diagonal.push_back(basis.col(step).dot(next));
    const auto known = basis.leftCols(step + 1);
    for (int twice = 0; twice < 2; ++twice) next -= known * (known.transpose() * next).eval();
    off.push_back(next.norm());
    const bool last = step + 1 == most || off.back() <= 1e-13 * std::abs(diagonal.front());
    if (last || step % steps_per_check == 0) {
      best = lowest_ritz(diagonal, off);
      if (last || best.residual < tolerance || !std::isfinite(best.value)) break;
    }
    basis.col(step + 1) = next / off.back();
  }
  vector = basis.leftCols(best.weights.size()) * best.weights;
  return best;
}

}  // namespace

Eigenpair lowest_eigenpair(const Operator& h, int size, const std::vector<double>& start, double tolerance) {
  Eigen::VectorXd vector = Eigen::VectorXd::Zero(size);
  std::copy_n(start.begin(), std::min<std::size_t>(start.size(), size), vector.begin());
  Ritz best{};
  for (int run = 0; run < restarts; ++run) {
    best = lanczos(h, vector, tolerance);
    if (best.residual < tolerance || !std::isfinite(best.value)) break;
  }
  vector.normalize();
  return {best.value, {vector.begin(), vector.end()}, best.residual};
}

Eigenpair lowest_eigenpair(const Matrix& h, int size, const std::vector<double>& start, double tolerance, int threads) {
  return lowest_eigenpair([&](std::span<const double> x, std::span<double> y) { apply(h, x, y, threads); }, size, start,
                          tolerance);
}

}  // namespace kato::exact
