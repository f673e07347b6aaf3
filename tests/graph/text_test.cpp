// SPDX-License-Identifier: Apache-2.0
#include "graph/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/error.hpp"
#include "base/random.hpp"
#include "evaluated.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

void expect_the_same(const Graph& a, const Graph& b) {
  EXPECT_EQ(a.particles(), b.particles());
  EXPECT_EQ(a.dimensions(), b.dimensions());
  EXPECT_EQ(a.sampled_labels(), b.sampled_labels());
  EXPECT_EQ(a.outputs(), b.outputs());
  ASSERT_EQ(a.parameters().size(), b.parameters().size());
  for (std::size_t p = 0; p < a.parameters().size(); ++p) {
    const auto &one = a.parameters()[p], &other = b.parameters()[p];
    EXPECT_EQ(one.name, other.name);
    EXPECT_EQ(one.shape, other.shape);
    EXPECT_EQ(one.offset, other.offset);
    EXPECT_EQ(one.trainable, other.trainable);
    EXPECT_EQ(one.trainable_offset, other.trainable_offset);
  }
  EXPECT_EQ(a.initial_parameters(5), b.initial_parameters(5));
  ASSERT_EQ(a.nodes().size(), b.nodes().size());
  for (std::size_t n = 0; n < a.nodes().size(); ++n) {
    const auto &one = a.nodes()[n], &other = b.nodes()[n];
    EXPECT_EQ(one.op, other.op);
    EXPECT_EQ(one.inputs, other.inputs);
    EXPECT_EQ(one.parameters, other.parameters);
    EXPECT_EQ(one.constants, other.constants);
    const auto &x = one.attributes, &y = other.attributes;
    EXPECT_TRUE(x.kind == y.kind && x.count == y.count && x.first == y.first && x.rows == y.rows) << one.op->name;
    EXPECT_TRUE(std::memcmp(&x.a, &y.a, sizeof x.a) == 0 && std::memcmp(&x.b, &y.b, sizeof x.b) == 0) << one.op->name;
    EXPECT_TRUE(one.shape.rows == other.shape.rows && one.shape.features == other.shape.features &&
                one.shape.pattern == other.shape.pattern);
  }
}

void expect_the_same_bits(const Graph& a, const Graph& b) {
  std::vector<double> x(20 * static_cast<std::size_t>(a.coordinates_count())), theta = a.initial_parameters(2);
  fill_normal({.seed = 2, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  Executor<double> one(a), other(b);
  one.set_parameters(theta), other.set_parameters(theta);
  const auto found = derivatives_at(one, x), again = derivatives_at(other, x);
  EXPECT_EQ(found.log_abs, again.log_abs);
  EXPECT_EQ(found.sign, again.sign);
  EXPECT_EQ(found.gradient, again.gradient);
  EXPECT_EQ(found.laplacian, again.laplacian);
}

class EveryGraph : public testing::TestWithParam<std::string> {};

TEST_P(EveryGraph, is_the_same_after_it_was_written_and_read) {
  const std::vector<Particles> systems{
      {.count = 4, .dimensions = 1},
      {.count = 4, .dimensions = 2, .species = {{"up", 2}, {"down", 2}}, .cusp = PairCusp{.unlike = 1, .like = 0.3}},
      {.count = 3, .dimensions = 1, .statistics = Statistics::boson, .length = 1.7}};
  int made = 0;
  for (const auto& particles : systems) {
    const auto settings = default_settings("ansatz", GetParam());
    try {
      registry().factory<Ansatz>(GetParam())(particles, settings);
    } catch (const Error&) {
      continue;  // not for such particles
    }
    Graph graph = registry().factory<Ansatz>(GetParam())(particles, settings);
    expect_the_same(graph, graph_from_text(to_text(graph)));
    expect_the_same_bits(graph, graph_from_text(to_text(graph)));
    graph.freeze([](const Parameter& p) { return p.name.ends_with("weight"); });
    expect_the_same(graph, graph_from_text(to_text(graph)));
    EXPECT_EQ(to_text(graph), to_text(graph_from_text(to_text(graph))));
    ++made;
  }
  EXPECT_GT(made, 0);
}

INSTANTIATE_TEST_SUITE_P(Text, EveryGraph, testing::ValuesIn(registry().names("ansatz")), [](const auto& kind) {
  std::string name = kind.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

// Labels, two uses of the same weights, and numbers that a careless writer would round.
Graph small() {
  Graph graph(2, 1);
  const Node x = graph.coordinates(), labels = graph.labels(2);
  const int weight = graph.parameter("a \"name\"\\\n", {3, 2}, {.spread = 0.1, .shift = 1.0 / 3});
  const Node h = tanh(linear({concat({x, labels})}, 2, weight)), other = instance(h, x, scale(labels, -1));
  const Node sum_of_all = sum(sum_features(celu(h + other, 0.1 + 0.2)));
  graph.output("amplitude", concat({sum_of_all, scale(sum_of_all, 0, 1)}));
  graph.output("other", scale(x, -0.0, std::numeric_limits<double>::denorm_min()));
  return graph;
}

TEST(Text, keeps_names_labels_and_every_bit_of_numbers) {
  const Graph graph = small();
  expect_the_same(graph, graph_from_text(to_text(graph)));
  Graph fixed(2, 1);
  const std::vector<double> constants{-0.0, 1e300, 0.1, 123456789012345678.0};
  fixed.output("labels", fixed.labels(constants));
  const auto read = graph_from_text(to_text(fixed));
  ASSERT_EQ(read.nodes()[0].constants.size(), 4u);
  EXPECT_EQ(std::memcmp(read.nodes()[0].constants.data(), constants.data(), 4 * sizeof(double)), 0);
  EXPECT_EQ(read.sampled_labels(), 0);
}

TEST(Text, names_ops_attributes_and_functions) {
  EXPECT_TRUE(has(to_text(small()), R"({"op": "labels", "inputs": [], "attributes": {"count": 2.0})",
                  R"("function": "celu")", R"("width": 2.0)", R"("outputs": {"amplitude": )"));
}

TEST(Text, there_is_none_of_numbers_that_are_not_finite) {
  Graph graph(1, 1);
  scale(graph.coordinates(), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(has(message_of([&] { to_text(graph); }), "a number that is infinite"));
}

// What is wrong, in a text of `small` in which `from` was replaced.
std::string problem(const std::string& from, const std::string& to) {
  auto text = to_text(small());
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  return message_of([&] { graph_from_text(text); });
}

TEST(Text, that_is_damaged_is_refused_with_what_and_where) {
  EXPECT_TRUE(has(message_of([] { graph_from_text(""); }), "graph text: the text is not JSON"));
  EXPECT_TRUE(has(message_of([] { graph_from_text("[1, 2]"); }), "the text is not a table"));
  EXPECT_TRUE(has(problem("\"particles\"", "\"partikles\""), "the text has no 'particles'"));
  EXPECT_TRUE(has(problem("\"kato_graph\": 1", "\"kato_graph\": 2"), "is of version 2, and this program reads 1"));
  EXPECT_TRUE(has(problem("\"particles\": 2", "\"particles\": 0"), "at least one particle, got 0"));
  EXPECT_TRUE(has(problem("\"particles\": 2", "\"particles\": \"two\""), "has 'particles' that are not numbers"));
  EXPECT_TRUE(has(problem("\"shape\": [3, 2]", "\"shape\": [3, -2]"), "cannot have the shape 3x-2"));
  EXPECT_TRUE(
      has(problem("\"shape\": [3, 2]", "\"shape\": [4, 2]"), "node 3 does not fit", "linear", "8 numbers", "needs 6"));
  EXPECT_TRUE(has(problem("\"trainable\": true", "\"trainable\": 1"), "parameter 0 has a 'trainable'"));
  EXPECT_TRUE(has(problem("\"op\": \"linear\"", "\"op\": \"linaer\""), "node 3 does not fit", "unknown op 'linaer'",
                  "did you mean 'linear'?"));
  EXPECT_TRUE(has(problem("\"width\": 2.0", "\"width\": 2.5"), "node 3", "width must be a whole number"));
  EXPECT_TRUE(has(problem("\"width\": 2.0", "\"widht\": 2.0"), "node 3 ('attributes') has no 'width'"));
  EXPECT_TRUE(has(problem("\"function\": \"tanh\"", "\"function\": \"tangent\""), "node 4", "cannot be 'tangent'"));
  EXPECT_TRUE(has(problem("\"inputs\": [2]", "\"inputs\": [5]"), "node 3 reads node 5, which is not before it"));
  EXPECT_TRUE(has(problem("\"inputs\": [2]", "\"inputs\": [-1]"), "node 3 reads node -1"));
  EXPECT_TRUE(has(problem("\"inputs\": [2]", "\"inputs\": []"), "node 3", "needs at least 1 inputs, got 0"));
  EXPECT_TRUE(has(problem("\"parameters\": [0]", "\"parameters\": [1]"), "node 3", "no parameter number 1 among 1"));
  EXPECT_TRUE(has(problem("\"amplitude\": ", "\"amplitude\": 99"), "output 'amplitude' is no node of"));
  EXPECT_TRUE(has(problem(", \"constants\": []", ", \"constant\": []"), "node 0 has no 'constants'"));
  EXPECT_TRUE(has(problem(", \"constants\": []", ", \"constants\": [], \"more\": 1"), "node 0 has an unknown 'more'"));
}

TEST(Text, a_leaf_that_is_there_twice_is_refused) {
  EXPECT_TRUE(has(problem(R"({"op": "labels", "inputs": [], "attributes": {"count": 2.0})",
                          R"({"op": "coordinates", "inputs": [], "attributes": {})"),
                  "node 1 is the same leaf once more"));
}

// Bytes changed at random: a graph, or an error of ours, and no other end.
TEST(Text, that_is_damaged_at_random_is_refused_or_is_another_graph) {
  const auto whole = to_text(small());
  std::vector<double> u(3 * 4000);
  fill_uniform({.seed = 2, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, u);
  const std::string bytes = "0123456789-.,:[]{}\"ae \\";
  std::size_t refused = 0;
  for (std::size_t n = 0; n < u.size(); n += 3) {
    auto text = whole;
    const auto at = static_cast<std::size_t>(u[n] * static_cast<double>(text.size()));
    const char byte = bytes[static_cast<std::size_t>(u[n + 1] * static_cast<double>(bytes.size()))];
    if (u[n + 2] < 0.1)
      text.resize(at);
    else if (u[n + 2] < 0.3)
      text.insert(at, 1, byte);
    else
      text[at] = byte;
    try {
      graph_from_text(text);
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 2000u);
}

}  // namespace
}  // namespace kato
