// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// How a graph network passes messages between particles.
struct MessagePassing {
  int iterations = 2;     ///< T; 0 leaves the plain network
  int nodes = 32;         ///< width of h_i
  int pairs = 32;         ///< width of h_ij and of messages
  int hidden = 32;        ///< width of the hidden layer of every small network
  bool attention = true;  ///< messages weighed by all paths i-l-j; else each from its own pair
  bool mean = true;       ///< messages are averaged over the others, which fits every N; else summed
  bool norm = false;      ///< whether networks see |s_ij|, with its kink, besides what is smooth

  static std::vector<Option> options();
  static MessagePassing from(const Settings& settings);
};

/// What is known at the end: of every particle h_i [A, nodes], of every pair h_ij [A^2, pairs], and of a pair from its
/// own two places alone x_ij [A^2, F].
struct Messages {
  Node nodes, pairs, places;
};

/// The graph network of Kim et al., Commun. Phys. 7, 148 (2024), and with attention that of Pescia et al., Phys. Rev. B
/// 110, 035108 (2024). From x_i, the place in a trap and nothing in a box, and x_ij, the geometry of a pair with +1 for
/// particles of one species and -1 for others, it takes T times
///     m_ij = gelu( sum_l q_il k_lj / sqrt(A) ) V(g_ij),   g_ij = (x_ij, h_ij),   q = W_q g,  k = W_k g
/// or without attention
///     m_ij = M(h_i, h_j, g_ij),
/// and then
///     h_i <- h_i + F(mean_{j != i} m_ij, h_i),   h_ij <- h_ij + G(m_ij, g_ij),
/// with V, M, F and G networks of one hidden layer. h begins as learned vectors. The parameters depend on the dimension
/// and the widths and never on A: a state of A particles starts one of another number. A permutation of particles of
/// one species permutes h. The parameters are `messages.*`.
Messages pass_messages(Node x, const Particles& particles, const MessagePassing& how);

/// A network of one hidden layer, rows to rows: name.1 and name.2. From zero, its outputs start at zero.
Node small_network(const std::string& name, const std::vector<Node>& inputs, int hidden, int width,
                   bool from_zero = false);

}  // namespace kato
