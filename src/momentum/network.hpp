// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "exec/executor.hpp"
#include "momentum/mesh.hpp"

namespace kato {

/// The category of wave functions in momentum space: a kind writes down a graph over one number, q in fm^-1, with the
/// output "channels" [1, C]: psi_c(q), not normalised.
struct MomentumAnsatz {
  static constexpr std::string_view category = "momentum-ansatz";
  using Factory = std::function<Graph(int channels, const Settings&)>;
};

/// Uniform random parameters as in Keeble and Rios, Phys. Lett. B 809, 135743 (2020): weights on q in (-1, 0), biases
/// in (-1, 1), weights of the outputs in (0, 1). Weights between hidden layers are in (-1, 1)/sqrt(inputs).
std::vector<double> published_parameters(const Graph& graph, std::uint64_t seed);

/// A wave function at the points of a mesh. Arrays over channels and points are [C, n].
class ChannelNetwork {
 public:
  ChannelNetwork(const Graph& graph, Mesh mesh);

  const Graph& graph() const { return executor_.graph(); }
  const Mesh& mesh() const { return mesh_; }
  std::size_t channels() const { return channels_; }
  std::size_t size() const { return channels_ * mesh_.size(); }  ///< C n

  const std::vector<double>& parameters() const { return parameters_; }
  void set_parameters(std::vector<double> theta);

  /// psi_c(q_i).
  void values(std::span<double> psi);
  /// d psi_c(q_i)/d theta_p [C, n, P].
  void jacobian(std::span<double> rows);
  /// theta_bar [P] = sum_ci seed_ci d psi_c(q_i)/d theta.
  void pullback(std::span<const double> seed, std::span<double> theta_bar);

 private:
  Mesh mesh_;
  Executor<double> executor_;
  std::size_t channels_;
  std::vector<double> parameters_, by_point_;
};

}  // namespace kato
