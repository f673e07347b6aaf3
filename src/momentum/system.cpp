// SPDX-License-Identifier: Apache-2.0
#include "momentum/system.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

constexpr int default_points = 64;

std::vector<const MomentumPotential*> pointers(const std::vector<std::unique_ptr<MomentumPotential>>& potentials) {
  std::vector<const MomentumPotential*> all;
  for (const auto& potential : potentials) all.push_back(potential.get());
  return all;
}

}  // namespace

MomentumSystem::MomentumSystem(const Input& input) {
  const auto& system = input.system;
  std::optional<Mesh> mesh;
  for (const auto& [kind, settings] : input.interactions) {
    potentials_.push_back(registry().factory<MomentumPotential>(kind)(settings));
    if (!mesh) mesh = potentials_.back()->own_mesh();
  }
  own_mesh_ = mesh.has_value();
  scale_ = system.real("scale");
  cutoff_ = system.real("cutoff");
  if (!system.is_text("kinetic")) kinetic_ = system.real("kinetic");
  const auto points = system.is_text("mesh") ? default_points : static_cast<int>(system.integer("mesh"));
  require(!own_mesh_ || system.is_text("mesh"),
          "system.mesh: a table of matrix elements has its own mesh; leave system.mesh out, or \"auto\"");
  hamiltonian_ =
      mesh_hamiltonian(own_mesh_ ? *mesh : tangential_mesh(points, scale_, cutoff_), pointers(potentials_), kinetic_);
  exact_ = ground_state(hamiltonian_);
}

PotentialTable MomentumSystem::table() const {
  const std::size_t n = hamiltonian_.mesh.size(), size = hamiltonian_.size();
  const auto roots = measure_roots(hamiltonian_.mesh);
  PotentialTable table{.channels = hamiltonian_.channels,
                       .kinetic = hamiltonian_.kinetic_unit,
                       .mesh = hamiltonian_.mesh,
                       .elements = std::vector<double>(size * size)};
  for (const auto& potential : potentials_) {
    const auto v = potential->elements(hamiltonian_.mesh);
    const std::size_t width = n * static_cast<std::size_t>(potential->channels());
    for (std::size_t a = 0; a < width; ++a)
      for (std::size_t b = 0; b < width; ++b) table.elements[a * size + b] += v[a * width + b];
  }
  return table;
}

std::optional<double> MomentumSystem::mesh_error() const {
  if (own_mesh_) return {};
  const int doubled = 2 * static_cast<int>(hamiltonian_.mesh.size());
  const auto finer = mesh_hamiltonian(tangential_mesh(doubled, scale_, cutoff_), pointers(potentials_), kinetic_);
  return std::abs(ground_state(finer).energy - exact_.energy);
}

Reference MomentumSystem::reference() const {
  const auto error = mesh_error();
  const auto method = fmt::format("diagonalisation on the same mesh of {} points; {}", hamiltonian_.mesh.size(),
                                  error ? "the uncertainty is the change on a mesh of twice the points"
                                        : "the mesh is the table's, its error unknown");
  return {.energy = exact_.energy, .uncertainty = error.value_or(0), .method = method};
}

std::string properties_text(const StateProperties& properties, bool coupled) {
  auto text = fmt::format("kinetic      {:.7f} MeV\nradius       {:.7f} fm\n", properties.kinetic, properties.radius);
  if (coupled)
    text += fmt::format("D state      {:.5f} %\nquadrupole   {:.7f} fm^2\n", 100 * properties.d_probability,
                        properties.quadrupole);
  return text;
}

}  // namespace kato
