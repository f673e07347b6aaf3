// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "graph/graph.hpp"

/// The words that wave functions are written in. Each adds a node; shapes are [rows, features] of one walker, and
/// errors in them are thrown as `Error` where the graph is built.
namespace kato {

/// y_r = (x^1_r, x^2_r, ...) W + b, the same W for every row; x^s with one row a walker is multiplied once and broadcast.
/// Parameters `name`.weight [sum of features, width] (normal, variance 1/inputs) and `name`.bias [width] (zero).
Node linear(const std::string& name, const std::vector<Node>& inputs, int width, bool bias = true);

Node pointwise(Node x, Pointwise function, double a = 0, double b = 0);
Node tanh(Node x);
Node celu(Node x, double alpha = 1);
Node gelu(Node x);
Node silu(Node x);
Node softplus(Node x);
Node sigmoid(Node x);
Node exp(Node x);
Node log(Node x);
Node sin(Node x);
Node cos(Node x);
Node square(Node x);
Node sqrt(Node x);
Node reciprocal(Node x);
Node power(Node x, double exponent);
/// factor x + shift.
Node scale(Node x, double factor, double shift = 0);

/// A side with one row (or one feature) is broadcast over the rows (or features) of the other.
Node operator+(Node a, Node b);
Node operator-(Node a, Node b);
Node operator*(Node a, Node b);

/// Over the particles, [A, F] -> [1, F], or over the second particle of pairs, [A^2, F] -> [A, F].
Node sum(Node x);
Node mean(Node x);

/// ln e_ij = -(w_j |x_i|)^2 [A, orbitals]; parameter `name`.width [orbitals] starts at `width`.
Node gaussian_envelope(const std::string& name, Node x, int orbitals, double width);

/// The largest feature of each row, held fixed (no derivatives).
Node peak(Node x);

/// (ln|det|, sign) of the D matrices M_d [A, A] that make the rows of `matrices` [A, D A], with the logarithms of
/// factors taken out of the rows given back: [1, 2 D].
Node slogdet(Node matrices);
Node slogdet(Node matrices, Node row_logarithms);

/// (ln|psi|, sign) of psi = sum_d sign_d exp(l_d), from [1, 2 D] as `slogdet` gives them: [1, 2]. One term stays as it is.
Node log_sum_exp(Node terms);

}  // namespace kato
