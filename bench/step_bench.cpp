// SPDX-License-Identifier: Apache-2.0
// One training step by phase, through the session that `kato run` holds, against its floor: the products at the peak of
// 64-wide products and the tanh at the time of a tanh, both measured between the steps.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <map>

#include "peak.hpp"
#include "problem.hpp"
#include "run/session.hpp"

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
std::map<std::string, double> seconds_by_phase(const Session& session) {
  std::map<std::string, double> seconds;
  for (const auto& [what, time] : session.timers().seconds()) seconds[what == "optimizer" ? "gradient" : what] += time;
  return seconds;
}

struct Measured {
  std::map<std::string, std::vector<double>> seconds, floor;
  std::vector<double> gflops, tanh_ns;  ///< at the precision of energies
  double energy = 0;
};

Measured measure(const Options& options, Session& session) {
  const auto work = work_by_phase(session.wave_function().graph(), options.problem);
  const auto& precision = options.problem.precision;
  SpeedMeter<float> narrow;
  SpeedMeter<double> wide;
  Measured result;
  for (int step = -options.warmup; step < options.steps; ++step) {
    const Speed narrow_speed = precision == "double" ? Speed{} : narrow.measure();
    const Speed wide_speed = precision == "float" ? narrow_speed : wide.measure();
    const Speed sampling_speed = precision == "double" ? wide_speed : narrow_speed;
    const auto before = seconds_by_phase(session);
    result.energy = session.train_step().energy;
    if (step < 0) continue;
    double total = 0, total_floor = 0;
    for (const auto& phase : phases) {
      const auto at = before.find(phase);
      const double seconds = seconds_by_phase(session)[phase] - (at == before.end() ? 0 : at->second);
      const double floor =
          floor_seconds(work.at(phase), phase == "sampling" ? sampling_speed : wide_speed, options.problem.threads);
      result.seconds[phase].push_back(seconds);
      result.floor[phase].push_back(floor);
      total += seconds;
      total_floor += floor;
    }
    result.seconds["total"].push_back(total);
    result.floor["total"].push_back(total_floor);
    result.gflops.push_back(wide_speed.gflops);
    result.tanh_ns.push_back(wide_speed.tanh_ns);
  }
  return result;
}

nlohmann::ordered_json report(const Options& options, const Graph& graph, const Measured& measured) {
  const auto& problem = options.problem;
  auto work = work_by_phase(graph, problem);
  work["total"] = work["sampling"] + work["local_energy"] + work["gradient"];
  nlohmann::ordered_json milliseconds, lowest, floors, ratios, walker, rates;
  print_line(fmt::format("A = {}, {}, {} thread(s), {} walkers, {} sweeps; product {:.1f} GFLOP/s, tanh {:.2f} ns",
                         problem.particles, problem.precision, problem.threads, problem.walkers, problem.sweeps,
                         spread(measured.gflops).median, spread(measured.tanh_ns).median));
  print_line(fmt::format("  {:<13}{:>9}{:>9}{:>9}{:>9}{:>11}{:>11}{:>9}", "ms", "min", "median", "max", "floor",
                         "time/floor", "us/walker", "GFLOP/s"));
  for (const auto& phase : {"sampling", "local_energy", "gradient", "total"}) {
    const auto time = spread(measured.seconds.at(phase)) / 1e-3, floor = spread(measured.floor.at(phase)) / 1e-3;
    milliseconds[phase] = time.median;
    lowest[phase] = time.least;
    floors[phase] = floor.median;
    ratios[phase] = time.median / floor.median;
    walker[phase] = time.median * 1e3 / problem.walkers;
    rates[phase] = work[phase].flops / time.median * 1e-6;
    print_line(fmt::format("  {:<13}{:>9.1f}{:>9.1f}{:>9.1f}{:>9.1f}{:>11.2f}{:>11.2f}{:>9.1f}", phase, time.least,
                           time.median, time.most, floor.median, time.median / floor.median,
                           time.median * 1e3 / problem.walkers, work[phase].flops / time.median * 1e-6));
  }
  return {{"particles", problem.particles}, {"walkers", problem.walkers}, {"sweeps", problem.sweeps},
          {"threads", problem.threads}, {"precision", problem.precision}, {"steps", options.steps},
          {"isa", name(chosen_isa())}, {"parameters", graph.parameter_count()}, {"energy", measured.energy},
          {"milliseconds", milliseconds}, {"minimum", lowest}, {"floor", floors}, {"time_over_floor", ratios},
          {"microseconds_per_walker", walker}, {"gflops", rates}, {"peak_gflops", json_of(spread(measured.gflops))},
          {"tanh_ns", json_of(spread(measured.tanh_ns))},
          {"gflop_per_step", work["total"].flops * 1e-9}, {"tanh_per_step", work["total"].tanh}};
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
  kato::Session session(kato::bench::input_of(options.problem));
  static_cast<void>(session.pretrain());  // thermalises
  const auto measured = kato::bench::measure(options, session);
  kato::bench::print_result(kato::bench::report(options, session.wave_function().graph(), measured));
  return 0;
}
