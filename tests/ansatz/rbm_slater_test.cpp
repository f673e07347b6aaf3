// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "ansatz/dot.hpp"

namespace kato {
namespace {

Settings with(bool tied, const char* jastrow = "none", std::int64_t hidden = 4) {
  return Settings({{"tied", tied}, {"jastrow", jastrow}, {"hidden", hidden}, {"spread", 0.3}});
}

TEST(RbmSlater, without_weights_is_the_ground_state_of_electrons_that_do_not_interact) {
  for (const bool tied : {true, false})
    for (const auto& [system, energy] :
         {std::pair{dot({1, 1}, 3, 3, false), 10.0}, std::pair{dot({0.5, 2}, 1, 1, false), 2.5}}) {
      auto psi = state_of("rbm-slater", system, with(tied), {{"visible.bias", 0}, {"hidden.weight", 0}});
      for (const double each : energies_at(psi, system, walkers_of(system, 40)).total)
        EXPECT_NEAR(each, energy, 1e-8 * energy);
    }
}

// ln F in one dimension for two particles of different species, whose determinants are constants.
double log_marginal(const double* x, bool tied, double sigma) {
  const double a[2] = {0.3, tied ? 0.3 : -0.2}, w[2][2] = {{0.7, -0.4}, {tied ? 0.7 : 0.5, tied ? -0.4 : 0.1}},
               b[2] = {0.2, -0.6}, s2 = sigma * sigma;
  double log = 0;
  for (int i = 0; i < 2; ++i) log -= (x[i] - a[i]) * (x[i] - a[i]) / (2 * s2);
  for (int j = 0; j < 2; ++j) {
    const double one = x[0] * w[0][j] / s2, other = x[1] * w[1][j] / s2;
    log += tied ? std::log1p(std::exp(b[j] + one)) + std::log1p(std::exp(b[j] + other))
                : std::log1p(std::exp(b[j] + one + other));
  }
  return log;
}

TEST(RbmSlater, is_the_marginal_of_its_machine) {
  for (const bool tied : {true, false}) {
    const System system = dot({1}, 1, 1, false);
    Settings settings = with(tied, "none", 2);
    settings.set("sigma", 0.8);
    const Graph graph = registry().factory<Ansatz>("rbm-slater")(particles_of(system),
                                                                 default_settings("ansatz", "rbm-slater", settings));
    WaveFunction psi(graph, Precision::double_, 1);
    psi.set_parameters(tied ? std::vector<double>{0.3, 0.7, -0.4, 0.2, -0.6}
                            : std::vector<double>{0.3, -0.2, 0.7, -0.4, 0.5, 0.1, 0.2, -0.6});
    const auto x = walkers_of(system, 10);
    const auto found = values(psi, x);
    for (std::size_t w = 1; w < 10; ++w)
      EXPECT_NEAR(found[w].first - found[0].first, log_marginal(&x[2 * w], tied, 0.8) - log_marginal(&x[0], tied, 0.8),
                  1e-12);
  }
}

TEST(RbmSlater, with_tied_weights_is_antisymmetric_within_a_species) {
  const System system = dot({1, 1}, 3, 3);
  const auto x = walkers_of(system, 12);
  for (const char* jastrow : {"pade", "simple", "none"}) {
    auto psi = state_of("rbm-slater", system, with(true, jastrow), {{"jastrow.slope", 0.4}});
    const auto before = values(psi, x), after = values(psi, exchanged(x, system, 3, 5));
    for (std::size_t w = 0; w < 12; ++w) {
      EXPECT_NEAR(after[w].first, before[w].first, 1e-11) << jastrow;
      EXPECT_EQ(after[w].second, -before[w].second);
    }
  }
}

TEST(RbmSlater, with_the_published_untied_weights_is_not_antisymmetric) {
  const System system = dot({1, 1}, 3, 3);
  const auto x = walkers_of(system, 12);
  auto psi = state_of("rbm-slater", system, with(false, "pade"));
  const auto before = values(psi, x), after = values(psi, exchanged(x, system, 3, 5));
  for (std::size_t w = 0; w < 12; ++w) EXPECT_GT(std::abs(after[w].first - before[w].first), 1e-4);
}

TEST(RbmSlater, keeps_the_cusps_of_pade_whatever_its_weights) {
  const System system = dot({1, 1}, 2, 2);
  for (const bool tied : {true, false}) {
    auto psi = state_of("rbm-slater", system, with(tied, "pade"));
    const auto near = [&](double distance) {
      auto x = walkers_of(system, 1);
      x[0] = x[6] + distance, x[1] = x[7];  // the first up and the last down
      return energies_at(psi, system, x).total[0];
    };
    EXPECT_NEAR(near(1e-4), near(1e-3), 0.5);
  }
}

TEST(RbmSlater, has_as_many_parameters_as_published_without_ties) {
  const System system = dot({1, 1}, 3, 3);
  const auto count = [&](bool tied, const char* jastrow) {
    return state_of("rbm-slater", system, with(tied, jastrow, 5)).graph().parameter_count();
  };
  EXPECT_EQ(count(false, "none"), 12u + 12 * 5 + 5);
  EXPECT_EQ(count(true, "none"), 2u + 2 * 5 + 5);
  EXPECT_EQ(count(false, "simple") - count(false, "none"), 15u);
  EXPECT_EQ(count(true, "simple") - count(true, "none"), 2u);
  EXPECT_EQ(count(true, "pade") - count(true, "none"), 2u);
}

}  // namespace
}  // namespace kato
