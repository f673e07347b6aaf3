// SPDX-License-Identifier: Apache-2.0
// Do error bars cover the exact value as often as they say? Many evaluations of a state whose means are known, each
// with a seed of its own; prints a table for docs/statistics.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "coverage.hpp"

namespace {

using kato::Redraw;

void print_rows(const char* what, const Redraw& redraw, const kato::KnownState& state) {
  for (const auto& [name, off] : kato::redrawn(state, redraw)) {
    double squares = 0;
    for (const double z : off) squares += z * z / static_cast<double>(off.size());
    fmt::print("| {} | {} | {:.1f} | {:.1f} | {:.1f} | {:.2f} |\n", what, name, 100 * kato::share_within(off, 1),
               100 * kato::share_within(off, 2), 100 * kato::share_within(off, 3), squares);
  }
  std::fflush(stdout);
}

double counting_error(double share, int count) { return 100 * std::sqrt(share * (1 - share) / count); }

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How often error bars cover the exact value");
  int count = 1000;
  app.add_option("--evaluations", count, "How many to draw for every row (1000)")->check(CLI::Range(10, 1'000'000));
  CLI11_PARSE(app, argc, argv);
  const kato::KnownState state;
  fmt::print("| {} evaluations each | quantity | within 1 sigma, % | 2 sigma | 3 sigma | mean of (off/sigma)^2 |\n",
             count);
  fmt::print("| --- | --- | --- | --- | --- | --- |\n");
  fmt::print("| normal numbers | | 68.3 +- {:.1f} | 95.4 +- {:.1f} | 99.7 +- {:.1f} | 1.00 +- {:.2f} |\n",
             counting_error(0.683, count), counting_error(0.954, count), counting_error(0.997, count),
             std::sqrt(2.0 / count));
  print_rows("100 walkers, 64 measurements", {.evaluations = count}, state);
  print_rows("4 walkers, 1600 measurements", {.evaluations = count, .walkers = 4, .steps = 1600}, state);
  print_rows("100 walkers, until a target error", {.evaluations = count, .steps = 1000, .target_error = 0.012}, state);
}
