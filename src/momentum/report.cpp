// SPDX-License-Identifier: Apache-2.0
#include "momentum/report.hpp"

#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "record/hdf5_file.hpp"

namespace kato {
namespace {

constexpr std::array channel_names{"S", "D"};

double spent(const MomentumSession& session, const char* what) {
  const auto& seconds = session.timers().seconds();
  const auto at = seconds.find(what);
  return at == seconds.end() ? 0 : at->second;
}

std::optional<Reference> reference_of(const MomentumSession& session) {
  const auto& settings = session.input().reference;
  if (!settings.is_text("energy"))
    return Reference{settings.real("energy"), settings.real("uncertainty"), "given in the input"};
  if (settings.text("energy") == "none") return {};
  return session.system().reference();
}

std::string result_text(const Summary& summary) {
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

}  // namespace

HistoryRow row_of(const MomentumSession& session, const TrainingRecord& record) {
  return {.step = session.steps_done(),
          .energy = record.energy,
          .std_err = 0,
          .variance = record.variance,
          .learning_rate = record.learning_rate,
          .gradient_norm = record.gradient_norm,
          .seconds = session.seconds()};
}

Summary summary_of(const MomentumSession& session, const std::string& status, const std::string& reason) {
  Summary summary;
  summary.status = status;
  summary.reason = reason;
  summary.title = session.input().title;
  summary.seed = session.input().seed;
  summary.energy.unit = "MeV";
  summary.steps = session.steps_done();
  summary.parameters = summary.trainable_parameters = static_cast<std::int64_t>(session.graph().parameter_count());
  summary.seconds = {.total = session.seconds(),
                     .local_energy = spent(session, "local_energy"),
                     .gradient = spent(session, "gradient"),
                     .optimizer = spent(session, "optimizer"),
                     .evaluation = spent(session, "evaluation")};
  return summary;
}

Summary measured_summary(MomentumSession& session) {
  const auto& hamiltonian = session.system().hamiltonian();
  const auto psi = session.state();
  const auto found = properties(hamiltonian, psi);
  auto summary = summary_of(session, session.trained() ? "finished" : "stopped",
                            session.trained() ? "all its steps are done" : "measured before the training was done");
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
  summary.reference = reference_of(session);
  return summary;
}

void write_evaluation(const std::filesystem::path& path, MomentumSession& session) {
  const auto& hamiltonian = session.system().hamiltonian();
  const std::size_t n = hamiltonian.mesh.size();
  const auto psi = session.state();
  const std::span<const double> mine(psi), exact(session.system().exact().psi);
  Hdf5Writer file;
  file.write("energy/total/mean", std::vector<double>{properties(hamiltonian, psi).energy});
  file.write("mesh/q", hamiltonian.mesh.q);
  file.write("mesh/w", hamiltonian.mesh.w);
  for (std::size_t c = 0; c < psi.size() / n; ++c) {
    file.write(std::string("psi/") + channel_names[c], mine.subspan(c * n, n));
    file.write(std::string("exact/") + channel_names[c], exact.subspan(c * n, n));
  }
  write_file(path, file.bytes());
}

void measure_and_report(MomentumSession& session, const RunDirectory& directory, Log& log) {
  write_evaluation(directory.evaluation(), session);
  const auto summary = measured_summary(session);
  write_summary(directory.summary(), summary);
  log.say(fmt::format("{}; the records are in {}", result_text(summary), directory.path().string()));
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

}  // namespace kato
