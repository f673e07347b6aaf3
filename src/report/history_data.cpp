// SPDX-License-Identifier: Apache-2.0
#include "report/history_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "report/thinning.hpp"

namespace kato {
namespace {

using Json = nlohmann::ordered_json;

std::vector<double> column(const std::vector<HistoryRow>& history, double HistoryRow::*number) {
  std::vector<double> values;
  for (const auto& row : history) values.push_back(row.*number);
  return values;
}

std::vector<double> sum(std::vector<double> values, std::span<const double> others, double factor) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isfinite(others[i])) values[i] += factor * others[i];
  return values;
}

bool known(const std::vector<double>& values) {
  return std::ranges::any_of(values, [](double value) { return std::isfinite(value); });
}

Json band_data(std::span<const double> values, std::span<const double> low, std::span<const double> high,
               std::span<const Bin> bins, int digits) {
  return {{"mean", numbers_data(means(values, bins), digits)},
          {"low", numbers_data(lowest(low, bins), digits)},
          {"high", numbers_data(highest(high, bins), digits)}};
}

Json stages_data(const std::vector<HistoryRow>& history) {
  Json stages = Json::array();
  for (std::size_t i = 1; i < history.size(); ++i)
    if (history[i].stage != history[i - 1].stage)
      stages.push_back({{"step", history[i].step}, {"seconds", rounded(history[i].seconds, 6)}});
  return stages;
}

}  // namespace

double rounded(double value, int digits) {
  if (!std::isfinite(value)) return value;
  return std::strtod(fmt::format("{:.{}e}", value, digits - 1).c_str(), nullptr);
}

Json numbers_data(std::span<const double> values, int digits) {
  Json list = Json::array();
  for (const double value : values) {
    const double short_value = rounded(value, digits);
    if (short_value == std::floor(short_value) && std::abs(short_value) < 1e15)
      list.push_back(static_cast<std::int64_t>(short_value));  // "3", not "3.0"
    else
      list.push_back(short_value);
  }
  return list;
}

Json history_data(const std::vector<HistoryRow>& history, std::size_t points) {
  const auto bins = divide(history.size(), points);
  std::vector<double> step, seconds;
  for (const auto& bin : bins) {
    step.push_back(static_cast<double>(history[bin.end - 1].step));
    seconds.push_back(history[bin.end - 1].seconds);
  }
  Json data = {{"rows_per_point", bins.empty() ? 1 : (history.size() + bins.size() - 1) / bins.size()},
               {"step", numbers_data(step, 12)},
               {"seconds", numbers_data(seconds, 6)},
               {"stages", stages_data(history)}};
  const auto energy = column(history, &HistoryRow::energy), errors = column(history, &HistoryRow::std_err);
  if (known(energy)) {
    data["energy"] = band_data(energy, sum(energy, errors, -1), sum(energy, errors, 1), bins, 10);
    data["energy"]["error"] = numbers_data(errors_of_means(errors, bins), 3);
  }
  for (const auto& [name, number] :
       {std::pair{"variance", &HistoryRow::variance}, std::pair{"gradient_norm", &HistoryRow::gradient_norm}})
    if (const auto values = column(history, number); known(values))
      data[name] = band_data(values, values, values, bins, 5);
  for (const auto& [name, number] :
       {std::pair{"acceptance", &HistoryRow::acceptance}, std::pair{"tau", &HistoryRow::tau},
        std::pair{"learning_rate", &HistoryRow::learning_rate}})
    if (const auto values = column(history, number); known(values))
      data[name] = {{"mean", numbers_data(means(values, bins), 5)}};
  return data;
}

}  // namespace kato
