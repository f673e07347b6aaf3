// SPDX-License-Identifier: Apache-2.0
// What the wave functions of quantum dots cost: a sweep of moves and a local energy against the number of electrons,
// and the share of the processor's peak at which a local energy does its matrix products. The published program that
// they are compared with moves one coordinate and takes a local energy in a cycle.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <ctime>

#include "measure.hpp"
#include "peak.hpp"
#include "problem.hpp"
#include "run/vmc_session.hpp"

namespace kato::bench {
namespace {

struct Options {
  std::vector<int> particles{2, 6, 12, 20, 30};
  std::vector<std::string> ansatz{"slater-jastrow",         "rbm-slater tied",       "rbm-slater untied",
                                  "rbm-slater untied none", "equivariant-slater 32", "equivariant-slater 64"};
  std::string precision = "double";
  int walkers = 1024, sweeps = 10, rounds = 15;
};

// An ansatz in words: its kind, whether it is tied, and its factor of pairs; or the width of its layers.
std::string table_of(const std::string& ansatz) {
  if (ansatz == "slater-jastrow") return "kind = \"slater-jastrow\"\n";
  if (ansatz.starts_with("equivariant-slater"))
    return fmt::format("hidden = {}\n", ansatz.substr(ansatz.find(' ') + 1));
  const bool untied = ansatz.find("untied") != std::string::npos, none = ansatz.find("none") != std::string::npos;
  return fmt::format("kind = \"rbm-slater\"\ntied = {}\njastrow = \"{}\"\n", !untied, none ? "none" : "pade");
}

Input input_of(const Options& options, int particles, const std::string& ansatz) {
  const auto text = fmt::format(
      "[run]\nthreads = 1\nprecision = \"{}\"\n[system]\ndimensions = 2\nup = {}\ndown = {}\n"
      "[[system.interaction]]\nkind = \"coulomb\"\n[ansatz]\n{}[sampler]\nwalkers = {}\n[train]\nsteps = 1\n",
      options.precision, particles / 2, particles / 2, table_of(ansatz), options.walkers);
  return resolve_input(parse_toml(text, "benchmark"), {}, registry());
}

struct Cost {
  Spread sweep, energy;  ///< microseconds of a walker
  double flops;          ///< of the matrix products of a local energy
  double peak;           ///< GFLOP/s, the best of the run
};

// Time of the processor, one thread: what other programs take meanwhile does not count.
Cost cost_of(const Options& options, int particles, const std::string& ansatz) {
  const Input input = input_of(options, particles, ansatz);
  const Stage stage(input);
  const System& system = stage.system;
  WaveFunction psi(stage.graph, precision_from(options.precision), 1);
  psi.set_parameters(psi.graph().initial_parameters(1));
  auto walkers = first_walkers(system, static_cast<std::size_t>(options.walkers), system.length(), 0, 1);
  const auto sampler = registry().factory<Sampler>("metropolis")(input.sampler.settings);
  StreamKey stream{.seed = 5, .purpose = Purpose::evaluation};
  const auto sweep = [&](int sweeps, bool adapt) {
    sampler->sweep(psi.sampling(), walkers, stream, sweeps, adapt);
    ++stream.step;
  };
  for (int n = 0; n < 20; ++n) sweep(10, true);
  LocalEnergies energies;
  const auto microseconds = [&](auto&& call, int repeated) {
    const auto begin = std::clock();
    call();
    return 1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / (1.0 * repeated * options.walkers);
  };
  std::vector<double> sweeps, local;
  SpeedMeter<double> meter;
  Speed peak;
  for (int round = -1; round < options.rounds; ++round) {
    const double s = microseconds([&] { sweep(options.sweeps, false); }, options.sweeps);
    const double e = microseconds(
        [&] {
          for (int n = 0; n < 10; ++n) local_energies(psi, system, walkers, energies);
        },
        10);
    peak = better(peak, meter.measure());
    if (round >= 0) sweeps.push_back(s), local.push_back(e);
  }
  return {spread(sweeps), spread(local), laplacian_work(psi.graph()).flops, peak.gflops};
}

// time = constant A^exponent through the first and the last point.
void report_exponent(const std::vector<std::pair<double, double>>& points) {
  if (points.size() < 2) return;
  const auto [a, t] = points.front();
  const auto [b, u] = points.back();
  const double exponent = std::log(u / t) / std::log(b / a);
  print_line(fmt::format("  local energy: {:.3f} A^{:.2f} microseconds from A = {:.0f} to {:.0f}",
                         t / std::pow(a, exponent), exponent, a, b));
}

void measure(const Options& options, const std::string& ansatz) {
  print_line(fmt::format("{}, {}: microseconds a walker, least (median)\n  {:>4}{:>18}{:>18}{:>20}{:>24}{:>10}", ansatz,
                         options.precision, "A", "sweep", "local energy", "sweep and energy", "the same, a particle",
                         "of peak"));
  std::vector<std::pair<double, double>> points;
  for (const int particles : options.particles) {
    const Cost cost = cost_of(options, particles, ansatz);
    const double both = cost.sweep.least + cost.energy.least;
    const double share = 1e-3 * cost.flops / cost.energy.least / cost.peak;
    points.push_back({particles, cost.energy.least});
    print_line(fmt::format("  {:>4}{:>9.3f} ({:>6.3f}){:>9.3f} ({:>6.3f}){:>20.3f}{:>24.3f}{:>8.0f} %", particles,
                           cost.sweep.least, cost.sweep.median, cost.energy.least, cost.energy.median, both,
                           both / particles, 100 * share));
    print_result({{"ansatz", ansatz},
                  {"precision", options.precision},
                  {"particles", particles},
                  {"microseconds_per_walker_sweep", json_of(cost.sweep)},
                  {"microseconds_per_walker_energy", json_of(cost.energy)},
                  {"flops_of_products", cost.flops},
                  {"peak_gflops", cost.peak},
                  {"share_of_peak", share}});
  }
  report_exponent(points);
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("What the wave functions of quantum dots cost");
  app.add_option("--particles", options.particles, "electrons, even numbers");
  app.add_option("--ansatz", options.ansatz,
                 "slater-jastrow, rbm-slater with tied or untied and, if so, none, or equivariant-slater and a width");
  app.add_option("--precision", options.precision, "double, mixed or float");
  app.add_option("--walkers", options.walkers, "walkers");
  app.add_option("--rounds", options.rounds, "measurements of each");
  CLI11_PARSE(app, argc, argv);
  for (const auto& ansatz : options.ansatz) measure(options, ansatz);
  return 0;
}

}  // namespace
}  // namespace kato::bench

int main(int argc, char** argv) { return kato::bench::run(argc, argv); }
