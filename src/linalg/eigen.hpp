// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>

/// Eigen for .cpp files. The solver of symmetric eigenproblems takes long to compile: it is compiled once, in
/// eigen.cpp, for those who give it an `Eigen::MatrixXd` itself and not an expression.
extern template class Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;
extern template Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>& Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>::compute(
    const Eigen::EigenBase<Eigen::MatrixXd>&, int);
