// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace kato::bench {

/// Repeated measurements of one thing.
struct Spread {
  double least = 0, median = 0, most = 0;
};
Spread spread(std::vector<double> numbers);

/// The spread of each number divided by `divisor`.
Spread operator/(const Spread& spread, double divisor);

nlohmann::ordered_json json_of(const Spread& spread);

/// What something took for so many particles.
struct Point {
  double particles, time;
};
/// The slope of ln(time) over ln(particles), by least squares.
double exponent(std::span<const Point> points);

/// Seconds of one call, from as many calls as fill `fill` seconds.
double seconds_of(const std::function<void()>& call, double fill = 2e-3);

/// Seconds of one call of each case. The cases are measured in turns, `rounds` times, so that what else the machine
/// does meets all of them alike.
std::vector<Spread> in_turns(std::span<const std::function<void()>> cases, int rounds, double fill = 2e-3);

/// What the programs have in common: JSON, a line a result, goes to the standard output; tables for the eye to the
/// standard error.
void print_result(const nlohmann::ordered_json& result);
void print_line(const std::string& text);

}  // namespace kato::bench
