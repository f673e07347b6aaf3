// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "exec/orbital_rows.hpp"
#include "exec/tile_runner.hpp"
#include "graph/one_particle.hpp"

namespace kato {

/// Evaluates the orbitals of one particle at many points, at one precision: each point is a walker of a graph of one
/// particle.
template <class T>
class RowExecutor final : public OrbitalRows {
 public:
  /// Works in `workspaces`, one a thread, which must outlive it.
  RowExecutor(OneParticle one, int particles, Isa isa, std::vector<Workspace<T>>& workspaces);

  /// theta [P] of the wave function.
  void set_parameters(std::span<const double> theta);
  std::size_t bytes() const { return weights_.bytes(); }

  int particles() const override { return particles_; }
  int determinants() const override { return one_.determinants; }
  std::size_t tile_points() const override { return static_cast<std::size_t>(plan_.walkers); }
  void rows_tile(int thread, std::span<const double> x, std::span<double> rows, std::span<double> log_factor) override;

 private:
  OneParticle one_;
  int particles_;
  Isa isa_;
  std::vector<Workspace<T>>& workspaces_;
  Weights<T> weights_;
  Plan plan_;
};

extern template class RowExecutor<float>;
extern template class RowExecutor<double>;

}  // namespace kato
