// SPDX-License-Identifier: Apache-2.0
// What a user pays for: independent samples a second of each sampler, from the autocorrelation of the local energy and
// of x^2 (in a box, of the potential energy) over long chains and the time of a sweep.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ctime>
#include <memory>

#include "measure.hpp"
#include "run/starting_walkers.hpp"
#include "run/system_from_input.hpp"
#include "run/vmc_session.hpp"
#include "stats/autocorrelation.hpp"

namespace kato::bench {
namespace {

struct Options {
  std::vector<int> particles{2, 4, 6};
  std::vector<std::string> ansatz{"equivariant-slater", "slater"};
  std::vector<double> targets;         ///< acceptances besides each sampler's own
  std::vector<std::string> samplers;   ///< all, if there is none
  std::vector<std::int64_t> moved{0};  ///< particles that metropolis moves at once
  std::string input;                   ///< a file, in place of the trap with V0
  std::vector<std::string> changes;    ///< of the file
  std::string precision = "double";
  double strength = 10;
  int walkers = 256, sweeps = 1000, between = 1, pretrain = 300, train = 0, rounds = 40;
};

// A sampler with its walkers.
struct Chain {
  std::string kind;
  std::int64_t moved;
  double target;
  std::unique_ptr<Sampler> sampler;
  Walkers walkers;
  StreamKey stream{.seed = 5, .purpose = Purpose::evaluation};
  double acceptance = 0, tau_energy = 0, tau_square = 0;

  double sweep(Amplitude& psi, int sweeps, bool adapt) {
    const auto report = sampler->sweep(psi, walkers, stream, sweeps, adapt);
    ++stream.step;
    return report.acceptance;
  }
};

Input input_of(const Options& options, int particles, const std::string& ansatz) {
  const auto text = fmt::format(
      "[run]\nthreads = 1\nprecision = \"{}\"\n[system]\nparticles = {}\n"
      "[[system.interaction]]\nkind = \"gaussian\"\nstrength = {}\n"
      "[ansatz]\nkind = \"{}\"\n[pretrain]\nsteps = {}\n[train]\nsteps = 1000000\n",
      options.precision, particles, options.strength, ansatz, options.pretrain);
  return resolve_input(parse_toml(text, "benchmark"), {}, registry());
}

Settings settings_of(const std::string& kind) {
  Settings settings;
  for (const auto& option : registry().find("sampler", kind).metadata.options)
    settings.set(option.name, option.fallback);
  return settings;
}

// A sampler at one setting with walkers of its own; none if it cannot move walkers of this wave function.
void add_chain(std::vector<Chain>& chains, const std::string& kind, const Settings& settings, const Walkers& walkers,
               WaveFunction& psi) {
  Chain chain{.kind = kind,
              .moved = settings.contains("moved") ? settings.integer("moved") : 0,
              .target = settings.contains("target_acceptance") ? settings.real("target_acceptance") : 1,
              .sampler = registry().factory<Sampler>(kind)(settings),
              .walkers = walkers};
  try {
    chain.sampler->check(psi.sampling());
  } catch (const std::exception&) {
    return;
  }
  chains.push_back(std::move(chain));
}

// Every sampler that was asked for, at its own acceptance or those asked for, and with so many particles moved at once.
std::vector<Chain> chains_for(const Options& options, const Walkers& walkers, WaveFunction& psi) {
  std::vector<Chain> chains;
  for (const auto& kind : options.samplers.empty() ? registry().names("sampler") : options.samplers) {
    auto settings = settings_of(kind);
    const bool moves = settings.contains("target_acceptance"), some = settings.contains("moved");
    auto targets = moves ? options.targets : std::vector{1.0};
    if (targets.empty()) targets.push_back(settings.real("target_acceptance"));
    for (const std::int64_t moved : some ? options.moved : std::vector{std::int64_t{0}})
      for (const double target : targets) {
        if (moves) settings.set("target_acceptance", target);
        if (some) settings.set("moved", moved);
        add_chain(chains, kind, settings, walkers, psi);
      }
  }
  return chains;
}

// Autocorrelation times in sweeps, measured after every so many sweeps with the width held fixed.
void measure_memory(const Options& options, const System& system, WaveFunction& psi, Chain& chain) {
  for (int n = 0; n < 60; ++n) chain.sweep(psi.sampling(), 10 * options.between, true);
  const std::size_t count = chain.walkers.count(), d = chain.walkers.coordinates();
  std::vector<double> energies, squares, potential(count);
  LocalEnergies local;
  for (int n = 0; n < options.sweeps; ++n) {
    chain.acceptance += chain.sweep(psi.sampling(), options.between, false) / options.sweeps;
    local_energies(psi, system, chain.walkers, local);
    energies.insert(energies.end(), local.total.begin(), local.total.end());
    if (system.space.periodic()) {
      system.potential_energy(chain.walkers, potential);
      squares.insert(squares.end(), potential.begin(), potential.end());
      continue;
    }
    for (std::size_t w = 0; w < count; ++w) {
      double sum = 0;
      for (std::size_t k = w * d; k < (w + 1) * d; ++k) sum += chain.walkers.x[k] * chain.walkers.x[k];
      squares.push_back(sum);
    }
  }
  chain.tau_energy = options.between * autocorrelation_time(energies, count);
  chain.tau_square = options.between * autocorrelation_time(squares, count);
}

// Microseconds of a walker's sweep, ten sweeps a call as in a training step; all samplers in turns. Time of the
// processor, one thread: what other programs take meanwhile does not count.
std::vector<Spread> times_of(const Options& options, WaveFunction& psi, std::vector<Chain>& chains) {
  std::vector<std::vector<double>> microseconds(chains.size());
  for (int round = 0; round < options.rounds; ++round)
    for (std::size_t c = 0; c < chains.size(); ++c) {
      const auto begin = std::clock();
      chains[c].sweep(psi.sampling(), 10, false);
      const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
      microseconds[c].push_back(1e6 * seconds / (10.0 * options.walkers));
    }
  std::vector<Spread> times;
  for (auto& numbers : microseconds) times.push_back(spread(std::move(numbers)));
  return times;
}

void report(const Chain& chain, const Spread& time, int particles, const std::string& ansatz) {
  const auto state = chain.sampler->state();
  const double width = state.contains("width") ? state.at("width")[0] : 0;
  const double energies = 1e6 / (chain.tau_energy * time.least), squares = 1e6 / (chain.tau_square * time.least);
  print_line(fmt::format("  {:<16}{:>6}{:>7.2f}{:>9.3f}{:>11.2f}{:>9.2f}{:>9.2f}{:>9.2f}{:>13.0f}{:>11.0f}", chain.kind,
                         chain.moved == 0 ? "all" : std::to_string(chain.moved), chain.acceptance, width,
                         chain.tau_energy, chain.tau_square, time.least, time.median, energies, squares));
  print_result({{"particles", particles},
                {"ansatz", ansatz},
                {"sampler", chain.kind},
                {"moved", chain.moved},
                {"target_acceptance", chain.target},
                {"acceptance", chain.acceptance},
                {"width", width},
                {"tau_energy", chain.tau_energy},
                {"tau_square", chain.tau_square},
                {"microseconds_per_walker_sweep", json_of(time)},
                {"independent_energies_per_second", energies},
                {"independent_squares_per_second", squares}});
}

void compare(const Options& options, int particles, const std::string& ansatz) {
  Input input =
      options.input.empty() ? input_of(options, particles, ansatz) : load_input(options.input, options.changes);
  VmcSession session(input);
  static_cast<void>(session.begin());
  for (int step = 0; step < options.train; ++step) static_cast<void>(session.advance());
  WaveFunction psi(session.wave_function().graph(), precision_from(options.precision), 1);
  const auto theta = session.wave_function().parameters();
  psi.set_parameters({theta.begin(), theta.end()});
  input.sampler.settings.set("walkers", std::int64_t{options.walkers});
  auto chains = chains_for(options, starting_walkers(input, session.stage().system), psi);
  for (auto& chain : chains) measure_memory(options, session.stage().system, psi, chain);
  const auto times = times_of(options, psi, chains);
  const bool periodic = session.stage().system.space.periodic();
  print_line(
      fmt::format("{}, A = {}, {}, {}: tau in sweeps, microseconds of a walker's sweep, independent samples "
                  "a second on one thread\n  {:<16}{:>6}{:>7}{:>9}{:>11}{:>9}{:>9}{:>9}{:>13}{:>11}",
                  ansatz, particles, options.input.empty() ? fmt::format("V0 = {}", options.strength) : options.input,
                  options.precision, "sampler", "moved", "accept", "width", "tau energy",
                  periodic ? "tau V" : "tau x^2", "us min", "median", "energies/s", periodic ? "V/s" : "x^2/s"));
  for (std::size_t c = 0; c < chains.size(); ++c) report(chains[c], times[c], particles, ansatz);
}

}  // namespace
}  // namespace kato::bench

int main(int argc, char** argv) {
  kato::bench::Options options;
  CLI::App app("Independent samples a second of each sampler.");
  app.add_option("--particles", options.particles, "A");
  app.add_option("--ansatz", options.ansatz);
  app.add_option("--targets", options.targets, "acceptances to adapt to, in place of each sampler's own");
  app.add_option("--samplers", options.samplers, "in place of all");
  app.add_option("--moved", options.moved, "particles that metropolis moves at once, 0 for all");
  app.add_option("--precision", options.precision)->check(CLI::IsMember({"double", "float", "mixed"}));
  app.add_option("--strength", options.strength, "V0");
  app.add_option("--walkers", options.walkers)->check(CLI::PositiveNumber);
  app.add_option("--sweeps", options.sweeps, "measurements of each walker")->check(CLI::PositiveNumber);
  app.add_option("--between", options.between, "sweeps from one measurement to the next")->check(CLI::PositiveNumber);
  app.add_option("--pretrain", options.pretrain, "steps towards the oscillator's orbitals; 0 leaves them random");
  app.add_option("--train", options.train, "steps before the measurement");
  app.add_option("--input", options.input, "of a run, in place of the trap with V0; its ansatz and particles");
  app.add_option("--set", options.changes, "settings of that file, as key.path=value")->needs("--input");
  app.add_option("--rounds", options.rounds, "how often each is timed")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  if (!options.input.empty()) {
    const auto input = kato::load_input(options.input, options.changes);
    kato::bench::compare(options, kato::system_from_input(input).particles, input.ansatz.kind);
    return 0;
  }
  for (const auto& ansatz : options.ansatz)
    for (const int particles : options.particles) kato::bench::compare(options, particles, ansatz);
  return 0;
}
