// SPDX-License-Identifier: Apache-2.0
// How cost grows: the local energy with the number of particles, a step with threads, memory with walkers.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>

#include "base/threads.hpp"
#include "measure.hpp"
#include "problem.hpp"
#include "run/vmc_session.hpp"

namespace kato::bench {
namespace {

struct Cost {
  Spread microseconds;  ///< a walker
  double flops;         ///< of the products
};

Cost cost_of_local_energy(int particles, const std::string& precision, int rounds) {
  const Problem problem{.particles = particles, .walkers = std::max(128, 4096 / particles), .precision = precision};
  const Input input = input_of(problem);
  const Stage stage(input);
  const System& system = stage.system;
  WaveFunction psi(stage.graph, precision_from(precision), 1);
  psi.set_parameters(psi.graph().initial_parameters(1));
  const auto walkers = first_walkers(system, static_cast<std::size_t>(problem.walkers), 1, 0, 1);
  LocalEnergies energies;
  const std::vector<std::function<void()>> calls{[&] { local_energies(psi, system, walkers, energies); }};
  return {in_turns(calls, rounds, 1e-2)[0] / (1e-6 * problem.walkers), laplacian_work(psi.graph()).flops};
}

void particles_scaling(const std::string& precision, int rounds) {
  print_line(fmt::format("local energy, {}, one thread: microseconds a walker\n  {:>4}{:>10}{:>10}{:>10}{:>10}",
                         precision, "A", "min", "median", "max", "GFLOP/s"));
  std::vector<Point> points;
  for (const int particles : {2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20}) {
    const auto [time, flops] = cost_of_local_energy(particles, precision, rounds);
    const double rate = flops / time.median * 1e-3;
    points.push_back({static_cast<double>(particles), time.median});
    print_line(fmt::format("  {:>4}{:>10.2f}{:>10.2f}{:>10.2f}{:>10.1f}", particles, time.least, time.median, time.most,
                           rate));
    print_result({{"case", "local_energy"},
                  {"precision", precision},
                  {"particles", particles},
                  {"microseconds_per_walker", json_of(time)},
                  {"gflops", rate}});
  }
  const double all = exponent(points), last = exponent(std::span(points).last(6));
  print_line(fmt::format("  exponent {:.2f} from A = {} on, {:.2f} from A = {} on", all, points.front().particles, last,
                         points[points.size() - 6].particles));
  print_result({{"case", "exponent"},
                {"precision", precision},
                {"all", all},
                {"last", last},
                {"last_from", points[points.size() - 6].particles}});
}

double seconds_of_step(VmcSession& session) {
  const auto begin = std::chrono::steady_clock::now();
  static_cast<void>(session.advance());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void threads_scaling(int particles, const std::string& precision, int rounds) {
  const auto session = [&](int threads) {
    return VmcSession(input_of({.particles = particles, .threads = threads, .precision = precision}));
  };
  VmcSession one = session(1), two = session(2);
  std::vector<double> singles, doubles, ratios;
  for (int round = -1; round < rounds; ++round) {
    const double alone = seconds_of_step(one), shared = seconds_of_step(two);
    if (round < 0) continue;
    singles.push_back(1e3 * alone);
    doubles.push_back(1e3 * shared);
    ratios.push_back(alone / shared);
  }
  const auto alone = spread(singles), shared = spread(doubles), ratio = spread(ratios);
  print_line(
      fmt::format("a step, A = {}, {}: {:.1f} ms with one thread, {:.1f} with two; pair by pair {:.2f} times "
                  "({:.2f} to {:.2f}), by the fastest {:.2f} times",
                  particles, precision, alone.median, shared.median, ratio.median, ratio.least, ratio.most,
                  alone.least / shared.least));
  print_result({{"case", "threads"},
                {"particles", particles},
                {"precision", precision},
                {"one", json_of(alone)},
                {"two", json_of(shared)},
                {"ratio", json_of(ratio)},
                {"ratio_of_minima", alone.least / shared.least}});
}

// The most memory that a process of its own takes for a few steps, in MB.
double megabytes_of_steps(const Problem& problem) {
  const pid_t child = fork();
  if (child == 0) {
    VmcSession session(input_of(problem));
    for (int step = 0; step < 3; ++step) static_cast<void>(session.advance());
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) return NAN;
  return static_cast<double>(usage.ru_maxrss) * 1024e-6;
}

void memory(int walkers) {
  for (const auto* precision : {"double", "float", "mixed"}) {
    const Problem problem{.particles = 6, .walkers = walkers, .threads = available_threads(), .precision = precision};
    const double megabytes = megabytes_of_steps(problem);
    print_line(fmt::format("memory, A = 6, {} walkers, {}, {} thread(s): {:.0f} MB", walkers, precision,
                           problem.threads, megabytes));
    print_result({{"case", "memory"},
                  {"particles", 6},
                  {"walkers", walkers},
                  {"precision", precision},
                  {"threads", problem.threads},
                  {"megabytes", megabytes}});
  }
}

}  // namespace
}  // namespace kato::bench

int main(int argc, char** argv) {
  using namespace kato::bench;
  int rounds = 9, walkers = 4096;
  CLI::App app("Cost against particles and threads, and memory.");
  app.add_option("--rounds", rounds, "how often each is timed")->check(CLI::PositiveNumber);
  app.add_option("--walkers", walkers, "of the memory's case");
  CLI11_PARSE(app, argc, argv);
  memory(walkers);  // first: a process that has threads should not be forked
  for (const auto* precision : {"double", "float"}) particles_scaling(precision, rounds);
  for (const int particles : {4, 6})
    for (const auto* precision : {"double", "float"}) threads_scaling(particles, precision, rounds);
  return 0;
}
