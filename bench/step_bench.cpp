// SPDX-License-Identifier: Apache-2.0
// One training step by phase, through the session that `kato run` holds, against its floor: the products at the peak of
// 64-wide products and the tanh at the time of a tanh, both measured between the steps.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <ctime>
#include <map>

#include "peak.hpp"
#include "problem.hpp"
#include "run/vmc_session.hpp"

namespace kato::bench {
namespace {

const std::array<std::string, 3> phases{"sampling", "local_energy", "gradient"};

struct Options {
  Problem problem;
  int steps = 20;
  int warmup = 3;
};

// What each phase computes at least. Sampling could keep ln|psi| of the step before: one value for each sweep.
std::map<std::string, Work> work_by_phase(const Graph& graph, const Problem& problem) {
  const double walkers = problem.walkers;
  return {{"sampling", walkers * problem.sweeps * value_work(graph)},
          {"local_energy", walkers * laplacian_work(graph)},
          {"gradient", walkers * pullback_work(graph)}};
}

double floor_seconds(const Work& work, const Speed& speed, int threads) {
  return (work.flops / speed.gflops + work.tanh * speed.tanh_ns) * 1e-9 / threads;
}

// The time of the phases up to now; an optimiser's own time belongs to the gradient.
std::map<std::string, double> seconds_by_phase(const VmcSession& session) {
  std::map<std::string, double> seconds;
  for (const auto& [what, time] : session.timers().seconds()) seconds[what == "optimizer" ? "gradient" : what] += time;
  return seconds;
}

struct Measured {
  std::map<std::string, std::vector<double>> seconds;
  Speed sampling, derivatives;   ///< the best of all steps, at the precisions of the phases
  double processor_seconds = 0;  ///< of all threads; fewer than the steps took if others had the processor meanwhile
  double energy = 0;
};

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Measured measure(const Options& options, VmcSession& session) {
  SpeedMeter<float> narrow;
  SpeedMeter<double> wide;
  Measured result;
  for (int step = -options.warmup; step < options.steps; ++step) {
    const bool mixed = options.problem.precision == "mixed", narrow_only = options.problem.precision == "float";
    const Speed speed = narrow_only ? narrow.measure() : wide.measure();
    result.derivatives = better(result.derivatives, speed);
    result.sampling = better(result.sampling, mixed ? narrow.measure() : speed);
    const auto before = seconds_by_phase(session);
    const double processor_before = processor_seconds();
    result.energy = session.advance().row.energy;
    if (step < 0) continue;
    result.processor_seconds += processor_seconds() - processor_before;
    const auto after = seconds_by_phase(session);
    double total = 0;
    for (const auto& phase : phases) {
      const auto at = before.find(phase);
      result.seconds[phase].push_back(after.at(phase) - (at == before.end() ? 0 : at->second));
      total += result.seconds[phase].back();
    }
    result.seconds["total"].push_back(total);
  }
  return result;
}

std::map<std::string, double> floor_by_phase(const std::map<std::string, Work>& work, const Measured& measured,
                                             int threads) {
  std::map<std::string, double> floor;
  for (const auto& phase : phases) {
    const Speed& speed = phase == "sampling" ? measured.sampling : measured.derivatives;
    floor[phase] = floor_seconds(work.at(phase), speed, threads);
    floor["total"] += floor[phase];
  }
  return floor;
}

// The part of the time in which the program was not waiting for others to leave the processor.
double processor_share(const Measured& measured, int threads) {
  double wall = 0;
  for (const double seconds : measured.seconds.at("total")) wall += seconds;
  return measured.processor_seconds / (wall * threads);
}

nlohmann::ordered_json header(const Options& options, const Graph& graph, const Measured& measured, const Work& total) {
  const auto& problem = options.problem;
  const double share = processor_share(measured, problem.threads);
  print_line(fmt::format(
      "A = {}, {}, {} thread(s), {} walkers, {} sweeps; product {:.1f} GFLOP/s, tanh {:.2f} ns; had the processor for "
      "{:.0f} % of the time",
      problem.particles, problem.precision, problem.threads, problem.walkers, problem.sweeps,
      measured.derivatives.gflops, measured.derivatives.tanh_ns, 100 * share));
  return {{"particles", problem.particles},
          {"walkers", problem.walkers},
          {"sweeps", problem.sweeps},
          {"threads", problem.threads},
          {"precision", problem.precision},
          {"steps", options.steps},
          {"isa", name(chosen_isa())},
          {"parameters", graph.parameter_count()},
          {"energy", measured.energy},
          {"peak_gflops", measured.derivatives.gflops},
          {"tanh_ns", measured.derivatives.tanh_ns},
          {"processor_share", share},
          {"gflop_per_step", total.flops * 1e-9},
          {"tanh_per_step", total.tanh}};
}

nlohmann::ordered_json report(const Options& options, const Graph& graph, const Measured& measured) {
  const auto& problem = options.problem;
  auto work = work_by_phase(graph, problem);
  const auto floors = floor_by_phase(work, measured, problem.threads);
  work["total"] = work["sampling"] + work["local_energy"] + work["gradient"];
  auto result = header(options, graph, measured, work["total"]);
  print_line(fmt::format("  {:<13}{:>9}{:>9}{:>9}{:>9}{:>13}{:>11}{:>11}{:>9}", "ms", "min", "median", "max", "floor",
                         "median/floor", "min/floor", "us/walker", "GFLOP/s"));
  for (const std::string phase : {"sampling", "local_energy", "gradient", "total"}) {
    const auto ms = spread(measured.seconds.at(phase)) / 1e-3;
    const double floor = 1e3 * floors.at(phase), walker = 1e3 * ms.median / problem.walkers;
    const double rate = work[phase].flops / ms.median * 1e-6;
    result["milliseconds"][phase] = ms.median;
    result["minimum"][phase] = ms.least;
    result["floor"][phase] = floor;
    result["time_over_floor"][phase] = ms.median / floor;
    result["minimum_over_floor"][phase] = ms.least / floor;
    result["microseconds_per_walker"][phase] = walker;
    result["gflops"][phase] = rate;
    print_line(fmt::format("  {:<13}{:>9.1f}{:>9.1f}{:>9.1f}{:>9.1f}{:>13.2f}{:>11.2f}{:>11.2f}{:>9.1f}", phase,
                           ms.least, ms.median, ms.most, floor, ms.median / floor, ms.least / floor, walker, rate));
  }
  return result;
}

}  // namespace
}  // namespace kato::bench

int main(int argc, char** argv) {
  kato::bench::Options options;
  CLI::App app("One training step of equivariant-slater, by phase.");
  app.add_option("--particles", options.problem.particles, "A");
  app.add_option("--walkers", options.problem.walkers);
  app.add_option("--sweeps", options.problem.sweeps, "a step");
  app.add_option("--threads", options.problem.threads);
  app.add_option("--precision", options.problem.precision)->check(CLI::IsMember({"double", "float", "mixed"}));
  app.add_option("--steps", options.steps, "that are timed")->check(CLI::PositiveNumber);
  app.add_option("--warmup", options.warmup, "steps before them");
  CLI11_PARSE(app, argc, argv);
  kato::VmcSession session(kato::bench::input_of(options.problem));
  static_cast<void>(session.begin());  // thermalises
  const auto measured = kato::bench::measure(options, session);
  kato::bench::print_result(kato::bench::report(options, session.wave_function().graph(), measured));
  return 0;
}
