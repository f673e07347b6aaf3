// SPDX-License-Identifier: Apache-2.0
#include "exact/davidson.hpp"

#include <algorithm>
#include <cmath>

#include "linalg/eigen.hpp"

namespace kato::exact {
namespace {

constexpr int most_steps = 1000, most_vectors = 24, kept_vectors = 3;

// Orthonormal vectors, what the operator makes of them, and its matrix between them.
class Subspace {
 public:
  explicit Subspace(Eigen::Index size) : vectors_(size, most_vectors), images_(size, most_vectors) {}

  // Whether `vector` is none of the space.
  bool add(const Operator& h, Eigen::VectorXd vector) {
    for (int twice = 0; twice < 2; ++twice) {
      vector.normalize();
      const auto known = vectors_.leftCols(count_);
      vector -= known * (known.transpose() * vector).eval();
    }
    if (!(vector.norm() > 1e-10)) return false;
    const auto size = static_cast<std::size_t>(vector.size());
    vectors_.col(count_) = vector.normalized();
    h({vectors_.col(count_).data(), size}, {images_.col(count_).data(), size});
    ++count_;
    return true;
  }

  // The lowest state of the space, and what is left of its equation.
  double lowest(Eigen::VectorXd& state, Eigen::VectorXd& residual) {
    const auto vectors = vectors_.leftCols(count_), images = images_.leftCols(count_);
    const Eigen::MatrixXd matrix = vectors.transpose() * images;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    const double value = solver.eigenvalues()[0];
    state = vectors * solver.eigenvectors().col(0);
    residual = images * solver.eigenvectors().col(0) - value * state;
    if (count_ == most_vectors) {
      const Eigen::MatrixXd weights = solver.eigenvectors().leftCols(kept_vectors);
      const Eigen::MatrixXd kept = vectors * weights, kept_images = images * weights;
      vectors_.leftCols(kept_vectors) = kept;
      images_.leftCols(kept_vectors) = kept_images;
      count_ = kept_vectors;
    }
    return value;
  }

 private:
  Eigen::MatrixXd vectors_, images_;
  Eigen::Index count_ = 0;
};

}  // namespace

Eigenpair lowest_near_diagonal(const Operator& h, std::span<const double> diagonal, double gap,
                               const std::vector<double>& start, double tolerance) {
  const auto size = static_cast<Eigen::Index>(diagonal.size());
  const Eigen::Map<const Eigen::VectorXd> levels(diagonal.data(), size);
  Eigen::VectorXd state = Eigen::VectorXd::Zero(size), residual;
  std::copy_n(start.begin(), std::min<Eigen::Index>(static_cast<Eigen::Index>(start.size()), size), state.begin());
  Subspace space(size);
  space.add(h, state);
  double value = 0;
  for (int step = 0; step < most_steps; ++step) {
    value = space.lowest(state, residual);
    if (!(residual.norm() > tolerance)) break;
    if (!space.add(h, residual.array() / (levels.array() - value).max(gap))) break;
  }
  return {value, {state.begin(), state.end()}, residual.norm()};
}

}  // namespace kato::exact
