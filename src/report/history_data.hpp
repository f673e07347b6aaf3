// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "record/history.hpp"

namespace kato {

/// `value` with `digits` significant digits, which keeps a page short.
double rounded(double value, int digits);

/// `values`, each with `digits` significant digits, as a JSON list; null for what is not finite.
nlohmann::ordered_json numbers_data(std::span<const double> values, int digits);

/// The history in at most `points` points, each of `rows_per_point` rows or one less: `step` and `seconds` of its last
/// row, means, and of energy, variance and gradient norm the lowest and highest value, the energy's less and plus its
/// own error; `energy.error` is that of the mean. A quantity that is never finite is left out. `stages` are the places
/// where a new stage begins.
nlohmann::ordered_json history_data(const std::vector<HistoryRow>& history, std::size_t points);

}  // namespace kato
