// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/particle_range.hpp"
#include "graph/graph.hpp"
#include "graph/instance.hpp"

/// The words that wave functions are written in. Each adds a node; shapes are [rows, features] of one walker, and
/// errors in them are thrown as `Error` where the graph is built.
namespace kato {

/// y_r = (x^1_r, x^2_r, ...) W + b, the same W for every row; x^s with one row a walker is multiplied once and
/// broadcast. Parameters `name`.weight [sum of features, width] and `name`.bias [width], both normal with variance
/// 1/features.
Node linear(const std::string& name, const std::vector<Node>& inputs, int width, bool bias = true);

/// The same with parameters made by `Graph::parameter`, so that they may start otherwise or be shared by several nodes;
/// no bias if it is negative.
Node linear(const std::vector<Node>& inputs, int width, int weight, int bias = -1);

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

/// a times the reciprocal of b.
Node operator/(Node a, Node b);

/// The features of all inputs, any number of them, side by side [R, sum of F]; an input with one row is repeated in
/// every row.
Node concat(const std::vector<Node>& inputs);

/// One row a walker [1, F], repeated for all particles [A, F] or pairs [A^2, F]. Other ops broadcast by themselves.
Node broadcast(Node x, Rows rows);

/// [R, F] -> [R, 1].
Node sum_features(Node x);

/// The rows of all particles (or pairs) side by side, [R, F] -> [1, R F].
Node flatten(Node x);

/// Over the particles, [A, F] -> [1, F], or over the second particle of pairs, [A^2, F] -> [A, F].
Node sum(Node x);
Node mean(Node x);

/// The same over some particles alone: [A, F] -> [1, F], or over the second particle of pairs, [A^2, F] -> [A, F].
Node sum(Node x, ParticleRange over);
Node mean(Node x, ParticleRange over);

/// The same over the second particle of pairs without the particle itself.
Node sum_of_others(Node x, ParticleRange over);

/// The means over the second particle of pairs, without the particle itself, over those of its own species and over
/// those of all others, [A^2, F] -> [A, 2 F]; `counts` are the particles of the species. A mean over nobody is zero.
Node mean_of_others_by_species(Node x, const std::vector<int>& counts);

/// Rows of particles [A, F], each from one of `parts`: the first `counts[0]` from the first, and so on. A part has
/// rows for all particles, or one row for all of its own.
Node by_species(const std::vector<Node>& parts, const std::vector<int>& counts);

/// The rows of two particles exchanged, [A, F] -> [A, F].
Node exchange_rows(Node x, int i, int j);

/// Over the second particle of pairs without the particle itself, [A^2, F] -> [A, F]; the mean divides by A - 1 (one
/// particle alone has the mean zero).
Node sum_of_others(Node x);
Node mean_of_others(Node x);

/// The row of the first or of the second particle of each pair, and their difference x_i - x_j: [A, F] -> [A^2, F].
Node first_of_pair(Node x);
Node second_of_pair(Node x);
Node pair_difference(Node x);

/// sqrt(|v|^2 + softening^2) of the features of each row, [R, F] -> [R, 1]. Without softening the derivatives at v = 0
/// do not exist, and are zero.
Node distance(Node v, double softening = 0);

/// What a network should see of two particles with the features x [A, F], F = 1..3, most often their places: the
/// midpoint of both, v g and g [A^2, 2 F + 1], with v = x_i - x_j, r = |v| and g = 1/sqrt(1 + r^2/R^2), which levels v
/// off beyond the range R. All are smooth. With `kinks` also v r g^2 and (r g)^3 [A^2, 3 F + 2]: their slopes are
/// smooth where the particles meet, their second and third derivatives jump.
Node pair_geometry(Node x, double range, bool kinks);

/// exp(s_ij) / sum_j exp(s_ij), each feature apart: [A^2, H] -> [A^2, H]; `skip_self` leaves j = i out.
Node softmax(Node scores, bool skip_self = false);

/// sum_j a_ij v_j, or sum_j a_ij v_ij: weights [A^2, H], values [A, F] or [A^2, F] -> [A, F]. Each weight stands for
/// F / H neighbouring features.
Node weighted_sum(Node weights, Node values);

/// sum_l q_il k_lj for each feature, [A^2, F] and [A^2, F] -> [A^2, F].
Node pair_product(Node q, Node k);

/// (x/scale)^k, k = first..first + count - 1, of every feature: [R, F] -> [R, F count], the powers of a feature side by
/// side.
Node powers(Node x, int count, double scale = 1, int first = 1);

/// sum_i (x_i/scale)^k, k = 1..count, over all particles, [A, F] -> [1, F count], or for each over the others alone,
/// [A, F] -> [A, F count]; the powers of a feature lie side by side.
Node power_sums(Node x, int count, double scale = 1);
Node power_sums_of_others(Node x, int count, double scale = 1);

/// The same over some particles alone; the others of these for each of them (rows of other particles have no meaning).
Node power_sums(Node x, int count, double scale, ParticleRange over);
Node power_sums_of_others(Node x, int count, double scale, ParticleRange over);

/// y_n = prod_c h_{l_nc}(scale_c x_c) of every row, [R, d] -> [R, N], for the levels (l_n1, .., l_nd), n = 1..N, of an
/// oscillator: h_l(u) exp(-u^2/2) are its normalised functions, h_l = H_l/sqrt(2^l l! sqrt(pi)).
Node hermite_products(Node x, const std::vector<std::vector<int>>& levels, const std::vector<double>& scales);

/// y_n = sum_c matrix_nc x_c of every row, [R, F] -> [R, N], with numbers in place of parameters.
Node fixed_linear(Node x, const std::vector<std::vector<double>>& matrix);

/// ln e_ij = -w_j^2 |x_i|^2 [A, orbitals] of x [A, d]; parameter `name`.width [orbitals] starts at `width`.
Node gaussian_envelope(const std::string& name, Node x, int orbitals, double width);

/// ln e_ij = -w_j^2 sqrt(1 + |x_i|^2), which falls as an exponential far away and is smooth at the centre.
Node exponential_envelope(const std::string& name, Node x, int orbitals, double width);

/// Which pairs i < j of particles share the numbers of a Jastrow factor: the class of each, in the order (0,1), (0,2),
/// .. (1,2), ..; a pair of class -1 is left out.
struct PairClasses {
  std::vector<int> of_pair;
  int count = 0;
};

/// sum_{i<j} a_q r_ij / (1 + b_q r_ij) [1, 1] of the rows of x [A, d], with fixed slopes a [C] of the classes q of
/// pairs; b_q = p_q^2 with the parameter `name` p [C], which starts at `root`. (Pade; Jastrow, Phys. Rev. 98, 1479
/// (1955).)
Node pade_pairs(const std::string& name, Node x, const PairClasses& classes, const std::vector<double>& slopes,
                double root);

/// sum_{i<j} b_q r_ij [1, 1]; the parameter `name` b [C] starts at zero.
Node linear_pairs(const std::string& name, Node x, const PairClasses& classes);

/// sum_{i<j} ln f_q(s_ij) + sum_k c_qk s_ij^k [1, 1], k = 2..6, of s = R tanh(r/R) with the range R; for a fixed slope
/// a_q >= 0 f = 1 + a s, else f = exp(a s). The parameter `name` c [5, C] starts at zero.
Node levelled_pairs(const std::string& name, Node x, const PairClasses& classes, const std::vector<double>& slopes,
                    double range);

/// The largest feature of each row, held fixed (no derivatives).
Node peak(Node x);

/// (ln|det|, sign) of the D matrices M_d [A, A] that make the rows of `matrices` [A, D A], with the logarithms of
/// factors taken out of the rows given back: [1, 2 D].
Node slogdet(Node matrices);
Node slogdet(Node matrices, Node row_logarithms);

/// The same for the rows of some particles alone, n of them: matrices [n, n] that lie in [A, D n]. Other rows are not
/// read.
Node slogdet(Node matrices, Node row_logarithms, ParticleRange rows);
Node slogdet(Node matrices, ParticleRange rows);

/// (ln|pf|, sign) of the antisymmetric parts (Q_d - Q_d^T)/2 of the D matrices of pairs [A^2, D], A even: [1, 2 D].
Node slogpf(Node pairs);

/// The product of factors in the form of `slogdet`'s output [1, 2 D], or [1, 1] for the logarithm of a positive factor
/// of all D (a Jastrow factor): logarithms are added and signs multiplied, [1, 2 D].
Node signed_product(const std::vector<Node>& factors);

/// (ln|psi|, sign) of psi = sum_d sign_d exp(l_d), from [1, 2 D] as `slogdet` and `slogpf` give them: [1, 2]. One term
/// stays as it is.
Node log_sum_exp(Node terms);

/// (ln|psi|, sign) of psi = sum_s c_s psi_s, the psi_s given in the same form [1, 2 D_s]: [1, 2].
Node signed_sum(const std::vector<Node>& parts, const std::vector<double>& factors);

}  // namespace kato
