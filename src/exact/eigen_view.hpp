// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/matrix.hpp"
#include "linalg/eigen.hpp"

namespace kato::exact {

/// A matrix in the eyes of Eigen; for .cpp files of this room only.
inline Eigen::Map<Eigen::MatrixXd> view(Matrix& m) { return {m.data.data(), m.rows, m.cols}; }
inline Eigen::Map<const Eigen::MatrixXd> view(const Matrix& m) { return {m.data.data(), m.rows, m.cols}; }

}  // namespace kato::exact
