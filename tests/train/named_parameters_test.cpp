// SPDX-License-Identifier: Apache-2.0
#include "train/named_parameters.hpp"

#include <vector>

#include "base/error.hpp"
#include "message.hpp"

namespace kato {
namespace {

Graph with_parameters(std::vector<int> weights) {
  Graph graph(1, 2);
  graph.parameter("weights", std::move(weights), {});
  graph.parameter("bias", {2}, {});
  return graph;
}

Checkpoint saved(const Graph& graph, const std::vector<double>& theta) {
  Checkpoint checkpoint;
  checkpoint.parameters = named_parameters(graph, theta);
  return checkpoint;
}

TEST(NamedParameters, come_back_in_the_order_of_the_graph) {
  const auto graph = with_parameters({3, 2});
  const std::vector<double> theta{1, 2, 3, 4, 5, 6, 7, 8};
  auto checkpoint = saved(graph, theta);
  ASSERT_EQ(checkpoint.parameters.size(), 2u);
  EXPECT_EQ(checkpoint.parameters[0].name, "weights");
  EXPECT_EQ(checkpoint.parameters[0].shape, (std::vector<std::size_t>{3, 2}));
  EXPECT_EQ(checkpoint.parameters[1].values, (std::vector<double>{7, 8}));
  std::swap(checkpoint.parameters[0], checkpoint.parameters[1]);
  EXPECT_EQ(parameters_from(checkpoint, graph), theta);
}

TEST(NamedParameters, of_another_name_or_shape_are_refused) {
  const auto graph = with_parameters({3, 2});
  auto checkpoint = saved(graph, std::vector<double>(8));
  EXPECT_TRUE(has(message_of([&] { parameters_from(checkpoint, with_parameters({2, 3})); }), "weights", "2x3"));
  checkpoint.parameters[1].name = "offset";
  EXPECT_TRUE(has(message_of([&] { parameters_from(checkpoint, graph); }), "bias", "2"));
}

}  // namespace
}  // namespace kato
