// SPDX-License-Identifier: Apache-2.0
#include "graph/print.hpp"

#include <iterator>
#include <sstream>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  return {std::istream_iterator<std::string>(stream), {}};
}

// The published network: A = 4, two layers of 64.
Graph network() {
  return registry().factory<Ansatz>("equivariant-slater")({.count = 4, .dimensions = 1},
                                                          default_settings("ansatz", "equivariant-slater"));
}

TEST(Print, the_table_has_a_line_for_every_node_and_every_parameter) {
  const Graph graph = network();
  const auto lines = lines_of(graph_table(graph));
  ASSERT_GT(lines.size(), graph.nodes().size() + graph.parameters().size());
  for (std::size_t n = 0; n < graph.nodes().size(); ++n) EXPECT_EQ(words_of(lines[n + 1]).at(0), std::to_string(n));
  EXPECT_TRUE(has(lines[1], "coordinates", "A x 1", "own particle"));
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    const auto words = words_of(lines[graph.nodes().size() + 3 + p]);
    EXPECT_EQ(words.at(0), graph.parameters()[p].name);
    EXPECT_EQ(words.back(), std::to_string(graph.parameters()[p].size));
  }
}

TEST(Print, inputs_lanes_and_outputs_of_a_node_are_told) {
  Graph graph(3, 1);
  const Node x = graph.coordinates();
  const Node a = square(x), b = tanh(x), y = a + b;
  graph.output("amplitude", y);
  const auto lines = lines_of(graph_table(graph));
  EXPECT_TRUE(has(lines[2], "square"));
  EXPECT_TRUE(has(lines[3], "tanh"));
  EXPECT_TRUE(has(lines[4], "add", "1, 2", "-> amplitude"));
  EXPECT_EQ(words_of(lines[1]).at(7), "3");  // value, one derivative, Laplacian
}

TEST(Print, what_depends_on_sampled_labels_alone_says_so) {
  for (const bool sampled : {true, false}) {
    Graph graph(2, 1);
    const Node s = sampled ? graph.labels(1) : graph.labels({1, -1});
    const Node seen = tanh(s);
    graph.output("amplitude", sum(seen * graph.coordinates()));
    const auto lines = lines_of(graph_table(graph));
    EXPECT_TRUE(has(lines[1], "labels", "A x 1", sampled ? "labels" : "nothing"));
    EXPECT_TRUE(has(lines[2], "tanh", sampled ? "labels" : "nothing"));
    EXPECT_EQ(lines[1].find("nothing") == std::string::npos, sampled);
    EXPECT_TRUE(has(lines[4], "multiply", "own particle"));
  }
}

// layer2 multiplies 4 rows and the one pooled row by 64 x 64 each: 2 64 64 (4 + 1) = 2 x 20480 operations.
TEST(Print, the_second_layer_of_the_published_network_costs_what_it_does_by_hand) {
  bool found = false;
  for (const auto& line : lines_of(graph_table(network()))) {
    if (line.find("layer2.weight layer2.bias") == std::string::npos) continue;
    EXPECT_TRUE(has(line, "linear", "A x 64", " 40960 "));
    EXPECT_TRUE(has(line, " " + std::to_string(40960 * 6) + " "));  // value, four derivatives, Laplacian
    found = true;
  }
  EXPECT_TRUE(found);
}

TEST(Print, the_cost_is_the_sum_over_nodes) {
  Graph graph(4, 1);
  const Node x = graph.coordinates();
  const Node h = linear("h", {x}, 8);  // 2 * 1 * 8 * 4 = 64 operations, own particle: 3 lanes
  const Node y = tanh(h);              // 20 * 8 * 4 = 640, 3 lanes
  const Node z = sum(y);               // 8 * 4 = 32, all: 6 lanes
  const auto cost = cost_of(graph);
  EXPECT_EQ(z.shape().pattern, Pattern::all);
  EXPECT_EQ(cost.value, 64 + 640 + 32);
  EXPECT_EQ(cost.laplacian, 3 * 64 + 3 * 640 + 6 * 32);
  EXPECT_EQ(cost.pullback, 3 * cost.value);
}

}  // namespace
}  // namespace kato
