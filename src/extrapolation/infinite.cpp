// SPDX-License-Identifier: Apache-2.0
#include "extrapolation/infinite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "extrapolation/finished_run.hpp"
#include "system/box_numbers.hpp"
#include "system/filled_waves.hpp"

namespace kato {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* law_text = "E_N/N = E_inf + b1 (T_N - T_inf) + b2/N";
constexpr const char* origin_names[] = {"fitted", "given", "assumed"};

struct Finding {
  std::vector<FinishedRun> runs;  // in the order of their sizes
  std::vector<FiniteSystem> systems;
  SizeLaw law;
  BoxNumbers box;
  double kinetic = 0;  // T_inf of a particle
};

// The same run twice would count as two measurements.
void require_different(const std::vector<std::filesystem::path>& directories) {
  std::set<std::filesystem::path> seen;
  for (const auto& directory : directories)
    require(seen.insert(std::filesystem::weakly_canonical(directory)).second,
            fmt::format("infinite: {} is given twice; leave one out", directory.string()));
}

Finding find(const std::vector<std::filesystem::path>& directories, const GivenCoefficients& given) {
  require_different(directories);
  Finding found;
  for (const auto& directory : directories) found.runs.push_back(read_finished_run(directory));
  check_one_gas(found.runs);
  std::ranges::stable_sort(found.runs, {}, [](const FinishedRun& run) { return run.system.particles; });
  for (const auto& run : found.runs) found.systems.push_back(finite_system(run));
  found.law = fit_size_law(found.systems, given.b1, given.b2);
  found.box = box_numbers(found.runs.front().system);
  found.kinetic = infinite_gas_energy(found.runs.front().system);
  return found;
}

// Of the runs, and of the law.
std::vector<std::string> all_warnings(const Finding& found) {
  std::vector<std::string> all;
  for (const auto& run : found.runs)
    for (const auto& warning : run.summary.warnings) all.push_back(run.directory.string() + ": " + warning);
  for (auto& warning : warnings_of(found.law)) all.push_back(std::move(warning));
  return all;
}

// With the digits that its error leaves it.
std::string number(const SizeCoefficient& one) {
  return one.origin == SizeCoefficient::fitted ? with_error(one.value, one.std_err) : fmt::format("{:.9g}", one.value);
}

std::string coefficient_line(const char* name, const SizeCoefficient& one, const std::string& unit,
                             const std::string& why) {
  auto line = fmt::format("{:<8} {}{}{}", name, number(one), unit.empty() ? "" : " ", unit);
  if (one.origin == SizeCoefficient::given) line += "   (given)";
  if (one.origin == SizeCoefficient::assumed) line += fmt::format("   ({})", why);
  return line + "\n";
}

// Why b1 is not fitted though nobody gave it.
std::string assumed_shells(const SizeLaw& law) {
  return law.shells.value == 0 ? "bosons at rest fill no shells"
                               : "not fitted: the shells of the free gas; runs of more sizes tell it";
}

std::string residual(const SizeLaw& law, std::size_t n) {
  return law.degrees_of_freedom > 0 ? fmt::format("{:+.1f}", law.residuals[n]) : "-";
}

std::string text_of(const Finding& found) {
  const auto& [runs, systems, law, box, kinetic] = found;
  auto text = fmt::format("{} dimension{}, density {:.9g} {}^-{} (r_s {:.6g} {})\n\n", runs.front().system.dimensions,
                          runs.front().system.dimensions == 1 ? "" : "s", box.density, box.length_unit,
                          runs.front().system.dimensions, box.r_s, box.length_unit);
  text += fmt::format("{:>6}  {:<22} {:<14} {:<10} {}\n", "N", "E/N [" + box.energy_unit + "]", "T_N - T_inf",
                      "residual", "run");
  for (std::size_t n = 0; n < runs.size(); ++n)
    text += fmt::format("{:>6}  {:<22} {:<+14.6g} {:<10} {}\n", systems[n].particles,
                        with_error(systems[n].energy, systems[n].std_err), systems[n].kinetic_excess, residual(law, n),
                        runs[n].directory.string());
  text += fmt::format("residuals are in errors of E/N\n\n{}\n", law_text);
  text += coefficient_line("E_inf", law.energy, box.energy_unit, "");
  if (box.particle_unit_name != box.energy_unit)
    text += fmt::format("{:<8} {} {}\n", "",
                        with_error(law.energy.value / box.particle_unit, law.energy.std_err / box.particle_unit),
                        box.particle_unit_name);
  text += coefficient_line("b1", law.shells, "", assumed_shells(law));
  text += coefficient_line("b2", law.inverse_number, box.energy_unit, "");
  text += fmt::format("{:<8} {:.9g} {}\n", "T_inf", kinetic, box.energy_unit);
  text += law.degrees_of_freedom > 0 ? fmt::format("{:<8} {:.2g} of {} degree{} of freedom\n", "chi^2", law.chi_square,
                                                   law.degrees_of_freedom, law.degrees_of_freedom == 1 ? "" : "s")
                                     : "chi^2    none: as many coefficients as runs\n";
  for (const auto& warning : all_warnings(found)) text += "warning: " + warning + "\n";
  return text;
}

Json to_json(const SizeCoefficient& one) {
  return {{"mean", one.value}, {"std_err", one.std_err}, {"origin", origin_names[one.origin]}};
}

std::string json_of(const Finding& found) {
  const auto& [runs, systems, law, box, kinetic] = found;
  Json json{{"energy", to_json(law.energy)}};
  json["energy"]["unit"] = box.energy_unit;
  json["per_particle"] = {{"mean", law.energy.value / box.particle_unit},
                          {"std_err", law.energy.std_err / box.particle_unit},
                          {"unit", box.particle_unit_name}};
  json["law"] = law_text;
  json["b1"] = to_json(law.shells);
  json["b2"] = to_json(law.inverse_number);
  json["free_gas"] = kinetic;
  json["chi_square"] = law.chi_square;
  json["degrees_of_freedom"] = law.degrees_of_freedom;
  json["dimensions"] = runs.front().system.dimensions;
  json["density"] = box.density;
  json["r_s"] = box.r_s;
  json["runs"] = Json::array();
  for (std::size_t n = 0; n < runs.size(); ++n)
    json["runs"].push_back({{"directory", runs[n].directory.string()},
                            {"particles", systems[n].particles},
                            {"energy", systems[n].energy},
                            {"std_err", systems[n].std_err},
                            {"kinetic_excess", systems[n].kinetic_excess},
                            {"residual", law.residuals[n]}});
  json["warnings"] = all_warnings(found);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string infinite_system(const std::vector<std::filesystem::path>& directories, const GivenCoefficients& given,
                            bool json) {
  const auto found = find(directories, given);
  return json ? json_of(found) : text_of(found);
}

}  // namespace kato
