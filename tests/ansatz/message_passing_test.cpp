// SPDX-License-Identifier: Apache-2.0
#include "ansatz/message_passing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "base/random.hpp"
#include "evaluated.hpp"
#include "settings.hpp"

namespace kato {
namespace {

Particles ring(std::vector<Species> species) {
  Particles particles{.dimensions = 1, .species = std::move(species), .periodic = true};
  for (const auto& kind : particles.species) particles.count += kind.count;
  return particles;
}

// The network alone, with its nodes h_i as an output.
Graph network(const Particles& particles, const MessagePassing& how) {
  Graph graph(particles.count, particles.dimensions);
  const auto messages = pass_messages(graph.coordinates(), particles, how);
  graph.output("nodes", messages.nodes);
  graph.output("amplitude",
               concat({sum(sum_features(messages.nodes)), scale(sum_features(sum(graph.coordinates())), 0, 1)}));
  return graph;
}

std::vector<double> nodes_at(const Graph& graph, const std::vector<double>& theta, const std::vector<double>& x,
                             int width) {
  Executor<double> psi(graph);
  psi.set_parameters(theta);
  std::vector<double> numbers(static_cast<std::size_t>(graph.particles() * width));
  psi.output("nodes", x, numbers);
  return numbers;
}

double gelu_of(double x) { return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2)); }

// The equations of docs/message-passing.md, number by number.
class ByHand {
 public:
  ByHand(const Graph& graph, const std::vector<double>& theta) : graph_(graph), theta_(theta) {}

  using Vector = std::vector<double>;

  Vector parameter(const std::string& name) const {
    for (const auto& p : graph_.parameters())
      if (p.name == name)
        return {theta_.begin() + static_cast<long>(p.offset), theta_.begin() + static_cast<long>(p.offset + p.size)};
    ADD_FAILURE() << "there is no " << name;
    return {};
  }

  Vector linear(const std::string& name, const Vector& x, bool bias = true) const {
    const auto weights = parameter(name + ".weight");
    const std::size_t width = weights.size() / x.size();
    Vector y = bias ? parameter(name + ".bias") : Vector(width);
    for (std::size_t f = 0; f < x.size(); ++f)
      for (std::size_t n = 0; n < width; ++n) y[n] += x[f] * weights[f * width + n];
    return y;
  }

  Vector small(const std::string& name, const Vector& x) const {
    auto h = linear(name + ".1", x);
    for (double& each : h) each = gelu_of(each);
    return linear(name + ".2", h);
  }

 private:
  const Graph& graph_;
  const std::vector<double>& theta_;
};

std::vector<double> joined(std::vector<double> a, const std::vector<double>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(MessagePassing, is_its_equations) {
  const auto particles = ring({{"up", 2}, {"down", 1}});
  for (const bool attention : {true, false}) {
    const MessagePassing how{.iterations = 1, .nodes = 3, .pairs = 2, .hidden = 4, .attention = attention};
    const Graph graph = network(particles, how);
    const auto theta = graph.initial_parameters(5);
    const ByHand by_hand(graph, theta);
    const std::vector<double> x{0.3, 2.1, -1.4}, label{1, 1, -1};
    const auto h = by_hand.parameter("messages.particle"), pair = by_hand.parameter("messages.pair");
    const auto seen = [&](std::size_t i, std::size_t j) {
      const double v = x[i] - x[j];
      return std::vector<double>{std::cos(v), std::sin(v), std::pow(std::sin(v / 2), 2), label[i] * label[j]};
    };
    const auto message = [&](std::size_t i, std::size_t j) {
      const auto g = joined(seen(i, j), pair);
      const std::string name = "messages.1";
      if (!attention) {
        auto sum = by_hand.linear(name + ".pair", g);
        const auto first = by_hand.linear(name + ".first", h, false),
                   second = by_hand.linear(name + ".second", h, false);
        for (std::size_t n = 0; n < sum.size(); ++n) sum[n] = gelu_of(sum[n] + first[n] + second[n]);
        return by_hand.linear(name + ".out", sum);
      }
      std::vector<double> weight(2);
      for (std::size_t l = 0; l < 3; ++l) {
        const auto q = by_hand.linear(name + ".query", joined(seen(i, l), pair), false),
                   k = by_hand.linear(name + ".key", joined(seen(l, j), pair), false);
        for (std::size_t n = 0; n < 2; ++n) weight[n] += q[n] * k[n] / std::sqrt(3.0);
      }
      auto value = by_hand.small(name + ".value", g);
      for (std::size_t n = 0; n < 2; ++n) value[n] *= gelu_of(weight[n]);
      return value;
    };
    const auto found = nodes_at(graph, theta, x, 3);
    for (std::size_t i = 0; i < 3; ++i) {
      std::vector<double> heard(2);
      for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t n = 0; n < 2 && j != i; ++n) heard[n] += message(i, j)[n] / 2;
      const auto change = by_hand.small("messages.1.node", joined(heard, h));
      for (std::size_t n = 0; n < 3; ++n) EXPECT_NEAR(found[3 * i + n], h[n] + change[n], 1e-12) << attention;
    }
  }
}

TEST(MessagePassing, follows_an_exchange_of_two_particles_of_one_species) {
  const auto particles = ring({{"up", 3}, {"down", 2}});
  for (const bool attention : {true, false}) {
    const Graph graph =
        network(particles, {.iterations = 2, .nodes = 3, .pairs = 4, .hidden = 5, .attention = attention});
    const auto theta = graph.initial_parameters(2);
    const auto before = nodes_at(graph, theta, {0.1, 1.2, -0.7, 2.0, -2.2}, 3),
               after = nodes_at(graph, theta, {-0.7, 1.2, 0.1, 2.0, -2.2}, 3);
    for (const auto& [i, j] : {std::pair{0, 2}, {1, 1}, {2, 0}, {3, 3}, {4, 4}})
      for (int n = 0; n < 3; ++n)
        EXPECT_NEAR(before[static_cast<std::size_t>(3 * i + n)], after[static_cast<std::size_t>(3 * j + n)], 1e-12);
  }
}

TEST(MessagePassing, of_no_iterations_knows_nothing_of_other_particles) {
  const auto particles = ring({{"all", 3}});
  const Graph graph = network(particles, {.iterations = 0, .nodes = 3});
  const auto theta = graph.initial_parameters(2);
  EXPECT_EQ(nodes_at(graph, theta, {0.1, 1.2, -0.7}, 3), nodes_at(graph, theta, {2.1, -1.2, 0.4}, 3));
}

TEST(MessagePassing, sums_messages_where_it_is_asked_to) {
  const auto particles = ring({{"all", 2}});  // the mean of one other is the sum
  const MessagePassing mean{.iterations = 1, .nodes = 2, .pairs = 2, .hidden = 2},
      sum{.iterations = 1, .nodes = 2, .pairs = 2, .hidden = 2, .mean = false};
  const auto theta = network(particles, mean).initial_parameters(2);
  const std::vector<double> x{0.1, 1.2};
  EXPECT_EQ(nodes_at(network(particles, mean), theta, x, 2), nodes_at(network(particles, sum), theta, x, 2));
  const auto three = ring({{"all", 3}});
  const std::vector<double> y{0.1, 1.2, -0.4};
  EXPECT_NE(nodes_at(network(three, mean), theta, y, 2), nodes_at(network(three, sum), theta, y, 2));
}

TEST(MessagePassing, takes_its_settings) {
  const auto how = MessagePassing::from(default_settings("ansatz", "message-passing-slater",
                                                         Settings({{"iterations", std::int64_t{3}},
                                                                   {"attention", false},
                                                                   {"pool", std::string("sum")},
                                                                   {"distance", std::string("norm")}})));
  EXPECT_EQ(how.iterations, 3);
  EXPECT_EQ(how.pairs, 32);
  EXPECT_FALSE(how.attention);
  EXPECT_FALSE(how.mean);
  EXPECT_TRUE(how.norm);
}

}  // namespace
}  // namespace kato
