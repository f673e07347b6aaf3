// SPDX-License-Identifier: Apache-2.0
#include "momentum/network.hpp"

#include <algorithm>
#include <cmath>

#include "momentum/reference_rows.hpp"

namespace kato {
namespace {

ChannelNetwork network(const Settings& changes, int channels = 2) {
  return {registry().factory<MomentumAnsatz>("channel-network")(
              channels, default_settings("momentum-ansatz", "channel-network", changes)),
          tangential_mesh(12, 1, 10)};
}

TEST(Network, parameters_start_in_the_published_ranges) {
  auto psi = network(Settings({{"hidden", std::int64_t{200}}}));
  const auto theta = published_parameters(psi.graph(), 5);
  for (const auto& parameter : psi.graph().parameters()) {
    const auto [least, most] =
        std::minmax_element(theta.begin() + static_cast<std::ptrdiff_t>(parameter.offset),
                            theta.begin() + static_cast<std::ptrdiff_t>(parameter.offset + parameter.size));
    const double lower = parameter.name == "last.weight" ? 0 : -1, upper = parameter.name == "first.weight" ? 0 : 1;
    EXPECT_GT(*least, lower) << parameter.name;
    EXPECT_LT(*least, lower + 0.05) << parameter.name;
    EXPECT_LT(*most, upper) << parameter.name;
    EXPECT_GT(*most, upper - 0.05) << parameter.name;
  }
}

TEST(Network, one_hidden_layer_for_both_channels_has_four_parameters_a_unit) {
  EXPECT_EQ(network(Settings({{"hidden", std::int64_t{30}}})).graph().parameter_count(), 120u);
  EXPECT_EQ(network(Settings({{"hidden", std::int64_t{30}}, {"channels", std::string("separate")}}))
                .graph()
                .parameter_count(),
            180u);
}

TEST(Network, a_softplus_network_is_its_formula) {
  auto psi = network(Settings({{"hidden", std::int64_t{2}}, {"momentum_unit", 0.5}}));
  psi.set_parameters({-0.3, -0.7, 0.2, -0.1, 0.5, -0.6, 0.9, 0.4});  // W1, b, W2 [unit, channel]
  std::vector<double> values(psi.size());
  psi.values(values);
  for (std::size_t i = 0; i < 12; ++i) {
    const double q = psi.mesh().q[i] / 0.5, a = std::log1p(std::exp(-0.3 * q + 0.2)),
                 b = std::log1p(std::exp(-0.7 * q - 0.1));
    EXPECT_NEAR(values[i], 0.5 * a + 0.9 * b, 1e-12);
    EXPECT_NEAR(values[12 + i], -0.6 * a + 0.4 * b, 1e-12);
  }
}

// Every architecture and activation: the Jacobian against differences, the pullback against the Jacobian.
TEST(Network, jacobian_and_pullback_are_the_derivatives) {
  for (const std::string activation : {"softplus", "sigmoid", "tanh", "celu", "silu"}) {
    for (const std::string channels : {"shared", "separate"}) {
      for (const std::int64_t layers : {1, 2}) {
        auto psi = network(Settings(
            {{"hidden", std::int64_t{3}}, {"layers", layers}, {"channels", channels}, {"activation", activation}}));
        const auto theta = published_parameters(psi.graph(), 8);
        const std::size_t count = theta.size(), size = psi.size();
        psi.set_parameters(theta);
        std::vector<double> rows(size * count), seed(size), bar(count), up(size), down(size);
        psi.jacobian(rows);
        for (std::size_t k = 0; k < size; ++k) seed[k] = std::sin(1.0 + static_cast<double>(k));
        psi.pullback(seed, bar);
        double largest = 0;
        for (std::size_t p = 0; p < count; ++p) {
          auto moved = theta;
          moved[p] += 1e-5;
          psi.set_parameters(moved);
          psi.values(up);
          moved[p] -= 2e-5;
          psi.set_parameters(moved);
          psi.values(down);
          double sum = 0;
          for (std::size_t k = 0; k < size; ++k) {
            const double slope = (up[k] - down[k]) / 2e-5;
            EXPECT_NEAR(rows[k * count + p], slope, 1e-7 * (1 + std::abs(slope))) << activation << channels << layers;
            sum += seed[k] * rows[k * count + p];
            largest = std::max(largest, std::abs(slope));
          }
          EXPECT_NEAR(bar[p], sum, 1e-10 * (1 + std::abs(sum))) << activation << channels << layers;
        }
        EXPECT_GT(largest, 0.01);
      }
    }
  }
}

TEST(Network, separate_networks_share_no_parameter) {
  auto psi = network(Settings({{"hidden", std::int64_t{4}}, {"channels", std::string("separate")}}));
  psi.set_parameters(published_parameters(psi.graph(), 2));
  const std::size_t count = psi.parameters().size(), n = psi.mesh().size();
  std::vector<double> rows(psi.size() * count);
  psi.jacobian(rows);
  for (std::size_t p = 0; p < count; ++p) EXPECT_TRUE(rows[p] == 0 || rows[n * count + p] == 0) << p;
}

}  // namespace
}  // namespace kato
