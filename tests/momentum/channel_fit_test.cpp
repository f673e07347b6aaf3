// SPDX-License-Identifier: Apache-2.0
#include "momentum/channel_fit.hpp"

#include <cmath>

#include "momentum/reference_rows.hpp"

namespace kato {
namespace {

ChannelNetwork network(std::uint64_t seed) {
  ChannelNetwork psi(
      registry().factory<MomentumAnsatz>("channel-network")(2, default_settings("momentum-ansatz", "channel-network")),
      tangential_mesh(64, 2, 30));
  psi.set_parameters(published_parameters(psi.graph(), seed));
  return psi;
}

TEST(ChannelFit, the_waves_have_their_norms_and_shapes) {
  const auto mesh = tangential_mesh(64, 2, 30);
  const auto waves = oscillator_waves(mesh, 2, 2.0);
  double s = 0, d = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    const double weight = mesh.w[i] * mesh.q[i] * mesh.q[i];
    s += weight * waves[i] * waves[i];
    d += weight * waves[64 + i] * waves[64 + i];
  }
  EXPECT_NEAR(s, 1, 1e-12);
  EXPECT_NEAR(d, 0.05, 1e-12);
  EXPECT_LT(waves[64 + 10], 0);
  EXPECT_NEAR(waves[20] / waves[10], std::exp(-2 * (mesh.q[20] * mesh.q[20] - mesh.q[10] * mesh.q[10])), 1e-12);
}

TEST(ChannelFit, brings_the_network_to_the_waves_from_every_seed) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto psi = network(seed);
    const auto target = oscillator_waves(psi.mesh(), 2, 3.0);
    const auto report = fit_channels(psi, target, 300, [](int, double) { return true; });
    EXPECT_GT(report.first_loss, 10) << seed;
    EXPECT_LT(report.last_loss, 0.02) << seed;
    std::vector<double> values(psi.size());
    psi.values(values);
    double loss = 0;
    for (std::size_t k = 0; k < values.size(); ++k)
      loss += psi.mesh().w[k % 64] * std::pow(psi.mesh().q[k % 64] * (values[k] - target[k]), 2);
    EXPECT_NEAR(loss, report.last_loss, 1e-12);
  }
}

TEST(ChannelFit, stops_where_it_is_told_to) {
  auto psi = network(1);
  const auto report =
      fit_channels(psi, oscillator_waves(psi.mesh(), 2, 3.0), 50, [](int step, double) { return step < 3; });
  EXPECT_FALSE(report.complete);
  EXPECT_EQ(report.steps, 3);
}

}  // namespace
}  // namespace kato
