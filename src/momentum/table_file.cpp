// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "momentum/bound_state.hpp"
#include "momentum/potential_table.hpp"

namespace kato {
namespace {

constexpr double weakest = -0.05, strongest = -20;  // MeV: between them, a table may be of the deuteron

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  require(file.is_open(), path + ": cannot be read; check system.interaction.file (relative to the working directory)");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Matrix elements from a file, on its mesh.
class Table final : public MomentumPotential {
 public:
  explicit Table(const Settings& settings)
      : path_(settings.text("file")), table_(parse_potential_table(file_text(path_), path_)) {
    if (settings.flag("check_energy")) check_energy();
  }

  int channels() const override { return table_.channels; }
  double kinetic() const override { return table_.kinetic; }
  std::optional<Mesh> own_mesh() const override { return table_.mesh; }
  std::vector<double> elements(const Mesh& mesh) const override {
    require(mesh == table_.mesh, path_ +
                                     ": is known at its own points only, on which system.mesh must be \"auto\" and "
                                     "every other table agree; leave out system.mesh");
    return table_.elements;
  }

 private:
  // Wrong units show in an energy far from the deuteron's.
  void check_energy() const {
    const double energy = ground_state(mesh_hamiltonian(table_.mesh, {this}, 0)).energy;
    require(energy < weakest && energy > strongest,
            fmt::format("{}: its lowest state has {:.4g} MeV, which is not near the deuteron's -2.22 MeV; check the "
                        "units `momentum` and `potential`, whether the weights belong to the momenta, and that q^2 is "
                        "not in the elements (or set check_energy = false)",
                        path_, energy));
  }

  std::string path_;
  PotentialTable table_;
};

}  // namespace

void register_table_file(Registry& registry) {
  registry.add<MomentumPotential>(
      {.name = "table",
       .summary = "matrix elements from a text file, on the mesh of that file",
       .source = "the format: docs/deuteron.md",
       .options = {{.name = "file",
                    .fallback = std::string(),
                    .summary = "the file, relative to the working directory",
                    .required = true},
                   {.name = "check_energy",
                    .fallback = true,
                    .summary = "refuse a table whose lowest state is not between -20 and -0.05 MeV"}}},
      [](const Settings& settings) { return std::make_unique<Table>(settings); });
}

}  // namespace kato
