// SPDX-License-Identifier: Apache-2.0
#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace kato::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_of_calls(const std::function<void()>& call, long calls) {
  const auto begin = Clock::now();
  for (long n = 0; n < calls; ++n) call();
  return std::chrono::duration<double>(Clock::now() - begin).count() / static_cast<double>(calls);
}

// Calls that fill so many seconds; the first one warms up.
long calls_for(const std::function<void()>& call, double fill) {
  call();
  long calls = 1;
  double once = seconds_of_calls(call, calls);
  while (once * static_cast<double>(calls) < fill / 8) {
    calls *= 4;
    once = seconds_of_calls(call, calls);
  }
  return std::max(1L, std::lround(fill / once));
}

}  // namespace

Spread spread(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  const std::size_t half = numbers.size() / 2;
  const double median = numbers.size() % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
  return {.least = numbers.front(), .median = median, .most = numbers.back()};
}

Spread operator/(const Spread& s, double divisor) { return {s.least / divisor, s.median / divisor, s.most / divisor}; }

nlohmann::ordered_json json_of(const Spread& s) { return {{"min", s.least}, {"median", s.median}, {"max", s.most}}; }

double exponent(std::span<const Point> points) {
  const double count = static_cast<double>(points.size());
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& point : points) {
    const double lx = std::log(point.particles), ly = std::log(point.time);
    x += lx / count;
    y += ly / count;
    xx += lx * lx / count;
    xy += lx * ly / count;
  }
  return (xy - x * y) / (xx - x * x);
}

double seconds_of(const std::function<void()>& call, double fill) {
  return seconds_of_calls(call, calls_for(call, fill));
}

std::vector<Spread> in_turns(std::span<const std::function<void()>> cases, int rounds, double fill) {
  std::vector<long> calls;
  for (const auto& call : cases) calls.push_back(calls_for(call, fill));
  std::vector<std::vector<double>> times(cases.size());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t c = 0; c < cases.size(); ++c) times[c].push_back(seconds_of_calls(cases[c], calls[c]));
  std::vector<Spread> spreads;
  for (auto& numbers : times) spreads.push_back(spread(std::move(numbers)));
  return spreads;
}

void print_result(const nlohmann::ordered_json& result) {
  std::printf("%s\n", result.dump().c_str());
  std::fflush(stdout);
}

void print_line(const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }

}  // namespace kato::bench
