// SPDX-License-Identifier: Apache-2.0
#include "momentum/report.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "base/provenance.hpp"
#include "base/text.hpp"
#include "record/evaluation_file.hpp"
#include "record/hdf5_file.hpp"

namespace kato {
namespace {

constexpr std::array channel_names{"S", "D"};

}  // namespace

std::string momentum_result_text(const Summary& summary) {
  const auto& energy = summary.energy;
  auto text = fmt::format("energy     {:.8f} {}   (variance {:.2g} MeV^2, no statistical error)\n", energy.mean,
                          energy.unit, energy.variance);
  if (summary.reference)
    text += fmt::format("reference  {:.8f} +- {:.1g}   ({})\ndifference {:+.3g} keV\n", summary.reference->energy,
                        summary.reference->uncertainty, summary.reference->method,
                        1e3 * (energy.mean - summary.reference->energy));
  for (const auto& component : summary.components)
    text += fmt::format("{:<10} {:.6f}\n", component.name, component.mean);
  for (const auto& [name, value] : summary.properties) text += fmt::format("{:<13} {:.8f}\n", name, value);
  return text + fmt::format("done in {}", duration_text(summary.seconds.total));
}

Summary measured_summary(const MomentumSession& session, std::span<const double> psi) {
  const auto& hamiltonian = session.system().hamiltonian();
  const auto found = properties(hamiltonian, psi);
  auto summary = session.summary();
  summary.energy.mean = found.energy;
  summary.energy.std_err = 0;
  summary.energy.variance = found.variance;
  summary.components = {{"kinetic", found.kinetic, 0}, {"potential", found.energy - found.kinetic, 0}};
  const bool coupled = hamiltonian.channels == 2;
  for (int c = 0; c < hamiltonian.channels; ++c)
    summary.properties.emplace_back(std::string("fidelity_") + channel_names[static_cast<std::size_t>(c)],
                                    fidelity(hamiltonian.mesh, c, session.system().exact().psi, psi));
  if (coupled) summary.properties.emplace_back("D_probability", found.d_probability);
  summary.properties.emplace_back("radius", found.radius);
  if (coupled) summary.properties.emplace_back("quadrupole", found.quadrupole);
  return summary;
}

std::string evaluation_file(const MomentumSystem& system, std::span<const double> psi) {
  const auto& hamiltonian = system.hamiltonian();
  const std::size_t n = hamiltonian.mesh.size();
  const std::span<const double> exact(system.exact().psi);
  Hdf5Writer file;
  file.write("energy/total/mean", std::vector<double>{properties(hamiltonian, psi).energy});
  file.write("mesh/q", hamiltonian.mesh.q);
  file.write("mesh/w", hamiltonian.mesh.w);
  for (std::size_t c = 0; c < psi.size() / n; ++c) {
    file.write(std::string("psi/") + channel_names[c], psi.subspan(c * n, n));
    file.write(std::string("exact/") + channel_names[c], exact.subspan(c * n, n));
  }
  write_origin(file, "", {.date = time_text(), .program = program_text()});
  return file.bytes();
}

std::string opening_text(const MomentumSession& session) {
  const Input& input = session.input();
  const auto& hamiltonian = session.system().hamiltonian();
  std::string potential;
  for (const auto& interaction : input.interactions) potential += (potential.empty() ? "" : " + ") + interaction.kind;
  return fmt::format("{}deuteron, {} in {} channel{} on {} points, {} with {} parameters, {}",
                     input.title.empty() ? "" : input.title + "\n", potential, hamiltonian.channels,
                     hamiltonian.channels == 1 ? "" : "s", hamiltonian.mesh.size(), input.ansatz.kind,
                     session.graph().parameter_count(), input.optimizer.kind);
}

std::string cost_text(const MomentumSession& session) {
  const double size = static_cast<double>(session.system().hamiltonian().size());
  const double parameters = static_cast<double>(session.graph().parameter_count());
  return fmt::format("parameters  {}\nmemory      about {:.0f} MB\n", parameters,
                     40 + 8e-6 * (size * parameters * 3 + 8 * size * size + parameters * parameters));
}

ExactSolution momentum_solution(const Input& input, bool table) {
  const MomentumSystem system(input);
  const auto& hamiltonian = system.hamiltonian();
  const auto found = system.reference();
  return {.text = fmt::format("energy       {} MeV\nuncertainty  {:.2g}\nmethod       {}\n{}", exact_text(found.energy),
                              found.uncertainty, found.method,
                              properties_text(properties(hamiltonian, system.exact().psi), hamiltonian.channels == 2)),
          .json = reference_json(found),
          .table = table ? potential_table_text(system.table()) : std::string()};
}

}  // namespace kato
