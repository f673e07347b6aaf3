// SPDX-License-Identifier: Apache-2.0
#include "run/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.hpp"
#include "stats/equilibration.hpp"

namespace kato {
namespace {

// When to look at the error next: where it should be small enough, between 5 % and 100 % more than now. An estimate
// that is looked at all the time would be stopped where it is too small by chance.
std::int64_t next_look(std::int64_t done, double ratio) {
  const double now = static_cast<double>(done);
  return static_cast<std::int64_t>(std::ceil(std::clamp(now * ratio * ratio, 1.05 * now, 2 * now)));
}

}  // namespace

const std::vector<double>& numbers(const NamedArrays& state, const std::string& name, std::size_t count) {
  const auto found = state.find(name);
  require(found != state.end() && found->second.size() == count,
          "the measurement under way: has no " + name + " of this size (another input); measure anew");
  return found->second;
}

Averages::Averages(const System& system, std::size_t walkers)
    : total(walkers), kinetic(walkers), trap(walkers), terms(system.interactions.size(), WalkerStatistics(walkers)) {
  for (const auto& term : system.interactions)
    channels.emplace_back(term.interaction->channels().size(), WalkerStatistics(walkers));
}

void Averages::add(const LocalEnergies& energies, const RecordedEnergies& parts) {
  total.add(energies.total);
  kinetic.add(parts.kinetic);
  trap.add(energies.trap);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    terms[t].add(parts.terms[t]);
    for (std::size_t c = 0; c < channels[t].size(); ++c) channels[t][c].add(energies.channels[t][c]);
  }
}

void Averages::for_each(const std::function<void(const std::string& name, WalkerStatistics& statistics)>& f) {
  f("total", total);
  f("kinetic", kinetic);
  f("trap", trap);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    f(fmt::format("term.{}", t), terms[t]);
    for (std::size_t c = 0; c < channels[t].size(); ++c) f(fmt::format("channel.{}.{}", t, c), channels[t][c]);
  }
}

void Averages::write(const System& system, int sweeps, Measurement& result) const {
  const auto in_sweeps = [&](const WalkerStatistics& statistics) {
    auto estimate = statistics.estimate();
    estimate.tau *= sweeps;  // autocorrelation times come in measurements; the records have them in sweeps
    return estimate;
  };
  result.energy = in_sweeps(total);
  result.components.emplace_back("kinetic", in_sweeps(kinetic));
  if (system.trap() != nullptr) result.components.emplace_back("trap", in_sweeps(trap));
  for (std::size_t t = 0; t < terms.size(); ++t) {
    const auto& [name, interaction] = system.interactions[t];
    result.components.emplace_back(name, in_sweeps(terms[t]));
    for (std::size_t c = 0; c < channels[t].size(); ++c)
      result.components.emplace_back(name + "." + interaction->channels()[c], in_sweeps(channels[t][c]));
  }
}

void Series::add(const System& system, WaveFunction& psi, const Walkers& walkers, const LocalEnergies& energies,
                 StreamKey stream) {
  const auto parts = recorded(system, walkers, energies);
  averages.add(energies, parts);
  tails.add(energies.total);
  stream.purpose = Purpose::observable;
  const Surroundings around{.psi = &psi,
                            .values = energies.psi,
                            .gradient = energies.gradient,
                            .kinetic = parts.kinetic,
                            .stream = stream,
                            .threads = psi.threads()};
  for (auto& [kind, observable] : observables) observable->measure(walkers, around);
  ++done;
}

bool Series::reached(double target) {
  if (target <= 0 || done < look) return false;
  const double ratio = averages.total.estimate().std_err / target;
  look = next_look(done, ratio);
  return ratio <= 1;
}

bool Series::drifts() const {
  return averages.total.drift(equilibration(averages.total.step_means()).start) > significant_drift;
}

void Series::write(const System& system, int sweeps, Measurement& result) const {
  result.tails = tails.estimate();
  result.tails.error *= std::sqrt(std::max(1.0, averages.total.estimate().tau));  // of as many as are independent
  averages.write(system, sweeps, result);
  result.acceptance = acceptance / static_cast<double>(done);
  result.seconds = seconds;
  for (const auto& [kind, observable] : observables)
    for (auto& [name, curve] : observable->results())
      result.curves.emplace(name.empty() ? kind : kind + "." + name, std::move(curve));
}

bool Series::save(NamedArrays& state) {
  state["series"] = {static_cast<double>(done), static_cast<double>(look), acceptance, seconds};
  averages.for_each([&](const std::string& name, auto& statistics) { state[name] = statistics.state(); });
  state["tails"] = tails.state();
  for (const auto& [kind, observable] : observables) {
    const auto sums = observable->sums();
    if (sums.empty()) return false;
    auto& all = state["observable." + kind];
    for (const auto& part : sums) all.insert(all.end(), part.begin(), part.end());
  }
  return true;
}

void Series::restore(const NamedArrays& state) {
  const auto& counts = numbers(state, "series", 4);
  done = static_cast<std::int64_t>(counts[0]);
  look = static_cast<std::int64_t>(counts[1]);
  acceptance = counts[2];
  seconds = counts[3];
  averages.for_each([&](const std::string& name, auto& statistics) {
    const auto found = state.find(name);
    statistics.restore(found == state.end() ? std::vector<double>() : found->second);
  });
  if (const auto found = state.find("tails"); found != state.end()) tails.restore(found->second);
  for (const auto& [kind, observable] : observables) {
    const auto sums = observable->sums();
    std::size_t size = 0, at = 0;
    for (const auto& part : sums) size += part.size();
    const auto& all = numbers(state, "observable." + kind, size);
    for (const auto& part : sums)
      for (double& number : part) number = all[at++];
  }
}

}  // namespace kato
