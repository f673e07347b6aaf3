// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "energy/recorded.hpp"
#include "observe/observable.hpp"
#include "psi/wave_function.hpp"
#include "sample/sampler.hpp"
#include "settings.hpp"

namespace kato {

/// What an observable finds on the state of a graph, from walkers moved by the default sampler.
inline std::map<std::string, Curve> sampled(const System& system, const Graph& graph, const std::vector<double>& theta,
                                            Observable& observable, std::size_t count = 1000,
                                            std::uint32_t steps = 100) {
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters(theta);
  const auto sampler = registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
  auto walkers = first_walkers(system, count, 0.8, system.core(), 2);
  StreamKey stream{.seed = 6, .stage = 0, .step = 0, .purpose = Purpose::test};
  LocalEnergies energies;
  for (; stream.step < 20; ++stream.step) sampler->sweep(psi.sampling(), walkers, stream, 10, true);
  for (; stream.step < 20 + steps; ++stream.step) {
    sampler->sweep(psi.sampling(), walkers, stream, 5, false);
    local_energies(psi, system, walkers, energies);
    const auto parts = recorded(system, walkers, energies);
    StreamKey own = stream;
    own.purpose = Purpose::observable;
    observable.measure(
        walkers,
        {.psi = &psi, .values = energies.psi, .gradient = energies.gradient, .kinetic = parts.kinetic, .stream = own});
  }
  return observable.results();
}

/// An observable with its default settings, some changed.
inline std::unique_ptr<Observable> make_observable(const std::string& kind, const System& system, std::size_t walkers,
                                                   const Settings& changes = {}) {
  return registry().factory<Observable>(kind)(system, walkers, default_settings("observable", kind, changes));
}

/// Whether a value is within five and a half of its errors (probability 4e-8) and `slack` of the exact one, and the
/// error below a bound, so that it can fail.
inline testing::AssertionResult is_near(double mean, double std_err, double exact, double most, double slack = 0) {
  if (!(std_err <= most)) return testing::AssertionFailure() << "the error bar is " << std_err << ", above " << most;
  if (std::abs(mean - exact) <= 5.5 * std_err + slack) return testing::AssertionSuccess();
  return testing::AssertionFailure() << mean << " +- " << std_err << " is not " << exact;
}

}  // namespace kato
