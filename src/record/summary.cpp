// SPDX-License-Identifier: Apache-2.0
#include "record/summary.hpp"

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/version.hpp"

namespace kato {
namespace {

using Json = nlohmann::ordered_json;  // it writes numbers that are not finite as null

Json to_json(const Reference& reference) {
  return {{"energy", reference.energy}, {"uncertainty", reference.uncertainty}, {"method", reference.method}};
}

Json to_json(const Summary::Energy& energy) {
  return {{"mean", energy.mean},       {"std_err", energy.std_err}, {"variance", energy.variance},
          {"samples", energy.samples}, {"tau", energy.tau},         {"r_hat", energy.r_hat},
          {"v_score", energy.v_score}, {"unit", energy.unit}};
}

Json to_json(const Summary::PerParticle& energy) {
  return {{"mean", energy.mean}, {"std_err", energy.std_err}, {"unit", energy.unit}};
}

Json to_json(const BoxNumbers& box) {
  return {{"side", box.side},
          {"density", box.density},
          {"r_s", box.r_s},
          {"k_F", box.k_F},
          {"E_FG", box.free_gas_energy},
          {"length_unit", box.length_unit},
          {"energy_unit", box.energy_unit}};
}

Json to_json(const Summary::Evaluation& evaluation) {
  return {{"target_error", evaluation.target_error},
          {"reached_target", evaluation.reached_target},
          {"discarded", evaluation.discarded},
          {"settled", evaluation.settled},
          {"effective_samples", evaluation.effective_samples},
          {"samples_for_another_digit", evaluation.samples_for_another_digit},
          {"seconds_for_another_digit", evaluation.seconds_for_another_digit},
          {"lost_walkers", evaluation.lost_walkers},
          {"tail_index", evaluation.tail_index},
          {"tail_index_error", evaluation.tail_index_error},
          {"largest_share", evaluation.largest_share},
          {"above_apart", evaluation.above_apart},
          {"samples", evaluation.origin.samples},
          {"sweeps", evaluation.origin.sweeps},
          {"burn_in", evaluation.origin.burn_in},
          {"seed", evaluation.origin.seed},
          {"observables", evaluation.origin.observables},
          {"date", evaluation.origin.date},
          {"program", evaluation.origin.program},
          {"state", evaluation.origin.state}};
}

Json to_json(const Provenance& provenance) {
  return {{"version", provenance.version},     {"revision", provenance.revision}, {"host", provenance.host},
          {"processor", provenance.processor}, {"began", provenance.began},       {"command", provenance.command}};
}

Provenance provenance_from(const Json& json) {
  return {.version = json.at("version"),
          .revision = json.at("revision"),
          .host = json.at("host"),
          .processor = json.at("processor"),
          .began = json.at("began"),
          .command = json.at("command")};
}

// Earlier versions did not say it.
MeasurementOrigin origin_from(const Json& evaluation) {
  if (!evaluation.contains("program")) return {};
  return {.samples = evaluation.at("samples"),
          .sweeps = evaluation.at("sweeps"),
          .burn_in = evaluation.at("burn_in"),
          .seed = evaluation.at("seed"),
          .observables = evaluation.at("observables"),
          .date = evaluation.at("date"),
          .program = evaluation.at("program"),
          .state = evaluation.at("state")};
}

Json to_json(const Summary::Seconds& seconds) {
  return {{"total", seconds.total},       {"sampling", seconds.sampling},   {"local_energy", seconds.local_energy},
          {"gradient", seconds.gradient}, {"optimizer", seconds.optimizer}, {"evaluation", seconds.evaluation}};
}

Json to_json(const Profile::Parts& parts) {
  Json json = Json::object();
  for (const auto& [name, seconds] : parts) json[name] = seconds;
  return json;
}

Json to_json(const Profile& profile) {
  return {{"steps", profile.steps}, {"seconds_a_step", to_json(profile.phases)}, {"ops", to_json(profile.ops)}};
}

Profile::Parts parts_from(const Json& json) {
  Profile::Parts parts;
  for (const auto& [name, seconds] : json.items()) parts.emplace_back(name, seconds.get<double>());
  return parts;
}

std::string text(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

double number(const Json& json, const char* name) {
  return json.at(name).is_null() ? Summary::unknown : json.at(name).get<double>();
}

// Of a field that earlier versions did not write.
double number_or(const Json& json, const char* name, double otherwise) {
  return json.contains(name) ? number(json, name) : otherwise;
}

Summary::Evaluation evaluation_from(const Json& json) {
  return {.target_error = number(json, "target_error"),
          .reached_target = json.at("reached_target"),
          .discarded = json.at("discarded"),
          .settled = json.at("settled"),
          .effective_samples = number(json, "effective_samples"),
          .samples_for_another_digit = number(json, "samples_for_another_digit"),
          .seconds_for_another_digit = number(json, "seconds_for_another_digit"),
          .lost_walkers = json.value("lost_walkers", std::int64_t{0}),
          .tail_index = number_or(json, "tail_index", Summary::unknown),
          .tail_index_error = number_or(json, "tail_index_error", Summary::unknown),
          .largest_share = number_or(json, "largest_share", 0),
          .above_apart = number_or(json, "above_apart", 0),
          .origin = origin_from(json)};
}

BoxNumbers box_from(const Json& json, const Summary::PerParticle& one) {
  BoxNumbers box{.side = number(json, "side"),
                 .density = number(json, "density"),
                 .r_s = number(json, "r_s"),
                 .k_F = number(json, "k_F"),
                 .free_gas_energy = number(json, "E_FG"),
                 .length_unit = json.at("length_unit"),
                 .energy_unit = json.at("energy_unit"),
                 .particle_unit_name = one.unit};
  if (one.unit == "E_FG") box.particle_unit = box.free_gas_energy;
  return box;
}

Summary from_json(const Json& json) {
  Summary summary;
  summary.status = json.at("status");
  summary.reason = json.at("reason");
  summary.title = json.at("title");
  summary.seed = json.at("seed");
  const auto& energy = json.at("energy");
  summary.energy = {number(energy, "mean"), number(energy, "std_err"), number(energy, "variance"), energy.at("samples"),
                    number(energy, "tau"),  number(energy, "r_hat"),   number(energy, "v_score"),  energy.at("unit")};
  if (json.contains("per_particle")) {
    const auto& one = json.at("per_particle");
    summary.per_particle = {number(one, "mean"), number(one, "std_err"), one.at("unit")};
    if (json.contains("box")) summary.box = box_from(json.at("box"), *summary.per_particle);
  }
  for (const auto& [name, part] : json.at("components").items())
    summary.components.push_back({name, number(part, "mean"), number(part, "std_err")});
  if (json.contains("evaluation")) summary.evaluation = evaluation_from(json.at("evaluation"));
  if (json.contains("properties"))
    for (const auto& [name, value] : json.at("properties").items())
      summary.properties.emplace_back(name, value.is_null() ? Summary::unknown : value.get<double>());
  if (const auto& reference = json.at("reference"); !reference.is_null())
    summary.reference =
        Reference{number(reference, "energy"), number(reference, "uncertainty"), reference.at("method")};
  summary.steps = json.at("steps");
  summary.parameters = json.at("parameters");
  summary.trainable_parameters = json.at("trainable_parameters");
  summary.acceptance = number(json, "acceptance");
  const auto& seconds = json.at("seconds");
  summary.seconds = {number(seconds, "total"),    number(seconds, "sampling"),  number(seconds, "local_energy"),
                     number(seconds, "gradient"), number(seconds, "optimizer"), number(seconds, "evaluation")};
  summary.nonfinite_walkers = json.at("nonfinite_walkers");
  summary.rejected_steps = json.at("rejected_steps");
  summary.threads = json.at("threads");
  summary.ranks = json.at("ranks");
  summary.precision = json.at("precision");
  summary.warnings = json.value("warnings", std::vector<std::string>{});
  const auto& profile = json.at("profile");
  summary.profile = {.steps = profile.at("steps"),
                     .phases = parts_from(profile.at("seconds_a_step")),
                     .ops = parts_from(profile.at("ops"))};
  if (json.contains("provenance")) summary.provenance = provenance_from(json.at("provenance"));
  return summary;
}

}  // namespace

std::string summary_json(const Summary& summary) {
  Json components = Json::object();
  for (const auto& part : summary.components) components[part.name] = {{"mean", part.mean}, {"std_err", part.std_err}};
  Json json = {{"version", version},
               {"status", summary.status},
               {"reason", summary.reason},
               {"title", summary.title},
               {"seed", summary.seed},
               {"energy", to_json(summary.energy)},
               {"components", components},
               {"reference", summary.reference ? to_json(*summary.reference) : Json()},
               {"steps", summary.steps},
               {"parameters", summary.parameters},
               {"trainable_parameters", summary.trainable_parameters},
               {"acceptance", summary.acceptance},
               {"seconds", to_json(summary.seconds)},
               {"nonfinite_walkers", summary.nonfinite_walkers},
               {"rejected_steps", summary.rejected_steps},
               {"threads", summary.threads},
               {"ranks", summary.ranks},
               {"precision", summary.precision},
               {"warnings", summary.warnings},
               {"profile", to_json(summary.profile)},
               {"provenance", to_json(summary.provenance)}};
  if (summary.per_particle) json["per_particle"] = to_json(*summary.per_particle);
  if (summary.box) json["box"] = to_json(*summary.box);
  if (summary.evaluation) json["evaluation"] = to_json(*summary.evaluation);
  for (const auto& [name, value] : summary.properties) json["properties"][name] = value;
  return text(json);
}

std::string reference_json(const Reference& reference) { return text(to_json(reference)); }

std::string reference_json(const std::optional<Reference>& exact, const std::optional<Reference>& hartree_fock) {
  Json json = exact ? to_json(*exact) : Json{{"energy", nullptr}, {"uncertainty", nullptr}, {"method", nullptr}};
  if (hartree_fock) json["hartree_fock"] = to_json(*hartree_fock);
  return text(json);
}

Summary read_summary(const std::filesystem::path& path) {
  try {
    return from_json(Json::parse(read_file(path)));
  } catch (const Json::exception& problem) {
    throw Error(path.string() + ": is not the summary of a run (" + problem.what() + "); repeat the evaluation");
  }
}

void write_summary(const std::filesystem::path& path, const Summary& summary) {
  write_file(path, summary_json(summary));
}

}  // namespace kato
