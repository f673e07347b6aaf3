// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "record/evaluation_file.hpp"
#include "record/summary.hpp"
#include "scan/scan.hpp"

namespace kato {
namespace {

constexpr std::size_t tail_steps = 300;

// Half the range of the energies in the last rows of history.csv.
double oscillation_of(const std::filesystem::path& history) {
  std::istringstream text(read_file(history));
  std::vector<double> energies;
  std::string line;
  std::getline(text, line);
  while (std::getline(text, line)) {
    const auto begin = line.find(',', line.find(',') + 1) + 1;  // step, stage, energy
    const double energy = std::strtod(line.c_str() + begin, nullptr);
    if (std::isfinite(energy)) energies.push_back(energy);
  }
  if (energies.empty()) return Summary::unknown;
  const auto from = energies.end() - static_cast<std::ptrdiff_t>(std::min(tail_steps, energies.size()));
  const auto [least, most] = std::minmax_element(from, energies.end());
  return (*most - *least) / 2;
}

// A number of the runs and its spread over those that finished.
struct Column {
  std::string name;
  Spread spread;
};

struct Row {
  std::string value;
  int runs = 0, finished = 0, converged = 0;
  std::vector<Column> columns;
};

template <class Get>
Spread spread_over(const std::vector<const ScanRun*>& runs, Get get) {
  std::vector<double> numbers;
  for (const auto* run : runs)
    if (const double number = get(*run); std::isfinite(number)) numbers.push_back(number);
  return spread_of(std::move(numbers));
}

// The names of the properties of all runs, in the order in which they are met.
std::vector<std::string> property_names(const std::vector<ScanRun>& runs) {
  std::vector<std::string> names;
  for (const auto& run : runs)
    for (const auto& [name, number] : run.properties)
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  return names;
}

double property(const ScanRun& run, const std::string& name) {
  for (const auto& [own, number] : run.properties)
    if (own == name) return number;
  return Summary::unknown;
}

Row row_of(const std::string& value, const std::vector<ScanRun>& runs, double within) {
  Row row;
  row.value = value;
  std::vector<const ScanRun*> finished;
  for (const auto& run : runs) {
    if (run.value != value) continue;
    ++row.runs;
    if (!run.finished()) continue;
    finished.push_back(&run);
    if (run.converged(within)) ++row.converged;
  }
  row.finished = static_cast<int>(finished.size());
  row.columns = {{"energy", spread_over(finished, [](const ScanRun& run) { return run.energy; })},
                 {"std_err", spread_over(finished, [](const ScanRun& run) { return run.std_err; })},
                 {"reference", spread_over(finished, [](const ScanRun& run) { return run.reference; })},
                 {"difference", spread_over(finished, [](const ScanRun& run) { return run.difference(); })},
                 {"oscillation", spread_over(finished, [](const ScanRun& run) { return run.oscillation; })},
                 {"seconds", spread_over(finished, [](const ScanRun& run) { return run.seconds; })}};
  for (const auto& name : property_names(runs))
    row.columns.push_back({name, spread_over(finished, [&](const ScanRun& run) { return property(run, name); })});
  return row;
}

std::vector<Row> rows_of(const std::vector<ScanRun>& runs, double within) {
  std::vector<Row> rows;
  for (const auto& run : runs)
    if (rows.empty() || rows.back().value != run.value) rows.push_back(row_of(run.value, runs, within));
  return rows;
}

double rate(const Row& row) { return row.runs == 0 ? 0 : static_cast<double>(row.converged) / row.runs; }

void add_measured(ScanRun& run, const std::string& name, double mean, double std_err) {
  run.properties.emplace_back(name, mean);
  run.properties.emplace_back(name + "_std_err", std_err);
}

// A field of CSV: a value may hold quotes, as it does no commas and no line breaks.
std::string field(const std::string& value) {
  if (value.find('"') == std::string::npos) return value;
  std::string text = "\"";
  for (const char c : value) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

// Whether a column is for people, too: not an error, nor one of many numbers of an observable.
bool is_shown(const std::string& name) { return !name.ends_with("_std_err") && name.find('.') == std::string::npos; }

}  // namespace

ScanRun scan_run_from(const std::filesystem::path& directory, const std::string& value, std::uint64_t seed) {
  ScanRun run{.value = value,
              .seed = seed,
              .energy = Summary::unknown,
              .std_err = Summary::unknown,
              .reference = Summary::unknown,
              .oscillation = Summary::unknown,
              .properties = {}};
  try {
    const auto summary = read_summary(directory / "summary.json");
    run.status = summary.status;
    run.steps = summary.steps;
    run.parameters = summary.parameters;
    run.seconds = summary.seconds.total;
    run.energy = summary.energy.mean;
    run.std_err = summary.energy.std_err;
    if (summary.reference) {
      run.reference = summary.reference->energy;
      run.approximate = summary.reference->approximate();
    }
    run.properties = summary.properties;
    run.oscillation = oscillation_of(directory / "history.csv");
    for (const auto& part : summary.components) add_measured(run, part.name, part.mean, part.std_err);
    if (const auto file = directory / "evaluation.h5"; std::filesystem::exists(file))
      for (const auto& [name, curve] : read_observables(file))
        if (curve.is_number()) add_measured(run, name, curve.mean.at(0), curve.std_err.at(0));
  } catch (const Error&) {
  }
  return run;
}

Spread spread_of(std::vector<double> numbers) {
  if (numbers.empty()) return {Summary::unknown, Summary::unknown, Summary::unknown};
  std::ranges::sort(numbers);
  const auto quantile = [&](double part) {
    const double place = part * static_cast<double>(numbers.size() - 1);
    const auto below = static_cast<std::size_t>(place), above = std::min(below + 1, numbers.size() - 1);
    return numbers[below] + (place - static_cast<double>(below)) * (numbers[above] - numbers[below]);
  };
  return {quantile(0.5), quantile(0.16), quantile(0.84)};
}

std::string runs_csv(const std::vector<ScanRun>& runs) {
  std::string text = "value,seed,status,steps,parameters,seconds,energy,std_err,reference,difference,oscillation";
  const auto names = property_names(runs);
  for (const auto& name : names) text += "," + name;
  for (const auto& run : runs) {
    text += fmt::format("\n{},{},{},{},{}", field(run.value), run.seed, run.status, run.steps, run.parameters);
    for (const double number : {run.seconds, run.energy, run.std_err, run.reference, run.difference(), run.oscillation})
      text += "," + exact_text(number);
    for (const auto& name : names) text += "," + exact_text(property(run, name));
  }
  return text + "\n";
}

std::string scan_csv(const std::vector<ScanRun>& runs, const ScanOptions& options) {
  std::string text;
  for (const auto& row : rows_of(runs, options.within)) {
    if (text.empty()) {
      text = "value,runs,finished,converged,convergence_rate";
      for (const auto& [name, spread] : row.columns) text += fmt::format(",{0},{0}_p16,{0}_p84", name);
    }
    text +=
        fmt::format("\n{},{},{},{},{}", field(row.value), row.runs, row.finished, row.converged, exact_text(rate(row)));
    for (const auto& [name, spread] : row.columns)
      for (const double number : {spread.median, spread.lower, spread.upper}) text += "," + exact_text(number);
  }
  return text + "\n";
}

std::string scan_json(const std::vector<ScanRun>& runs, const ScanOptions& options) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (const auto& row : rows_of(runs, options.within)) {
    Json json{{"value", row.value},
              {"runs", row.runs},
              {"finished", row.finished},
              {"converged", row.converged},
              {"convergence_rate", rate(row)}};
    for (const auto& [name, spread] : row.columns)
      json[name] = {{"median", spread.median}, {"p16", spread.lower}, {"p84", spread.upper}};
    rows.push_back(std::move(json));
  }
  const Json all{{"input", options.input.string()}, {"key", options.key},         {"seeds", options.seeds},
                 {"within", options.within},        {"changes", options.changes}, {"rows", rows}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<std::string> scan_key(const std::filesystem::path& json) {
  try {
    return nlohmann::json::parse(read_file(json)).at("key").get<std::string>();
  } catch (const Error&) {
  } catch (const nlohmann::json::exception&) {
  }
  return {};
}

std::string scan_text(const std::vector<ScanRun>& runs, const ScanOptions& options) {
  const auto rows = rows_of(runs, options.within);
  std::string text = fmt::format("{:>12} {:>9} {:>15} {:>12} {:>12} {:>12}", options.key.empty() ? "" : "value",
                                 "converged", "energy", "difference", "p16", "p84");
  for (const auto& [name, spread] : rows.front().columns)
    if (name != "energy" && name != "difference" && is_shown(name)) text += fmt::format(" {:>13}", name);
  for (const auto& row : rows) {
    text += fmt::format("\n{:>12} {:>9}", row.value, fmt::format("{}/{}", row.converged, row.runs));
    for (const auto& [name, spread] : row.columns) {
      if (name == "energy") text += fmt::format(" {:>15.8f}", spread.median);
      if (name == "difference")
        text += fmt::format(" {:>12.3g} {:>12.3g} {:>12.3g}", spread.median, spread.lower, spread.upper);
    }
    for (const auto& [name, spread] : row.columns)
      if (name != "energy" && name != "difference" && is_shown(name)) text += fmt::format(" {:>13.8g}", spread.median);
  }
  return text + "\n";
}

}  // namespace kato
