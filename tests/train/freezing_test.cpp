// SPDX-License-Identifier: Apache-2.0
#include "train/freezing.hpp"

#include "message.hpp"

namespace kato {
namespace {

Graph four_parameters() {
  Graph graph(2, 1);
  for (const auto* name : {"layer1.weight", "layer1.bias", "layer10.weight", "width"}) graph.parameter(name, {3}, {});
  return graph;
}

std::vector<std::string> frozen(const std::vector<std::string>& patterns) {
  Graph graph = four_parameters();
  graph.freeze(frozen_by(patterns, graph));
  std::vector<std::string> names;
  for (const auto& parameter : graph.parameters())
    if (!parameter.trainable) names.push_back(parameter.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Freezing, a_pattern_is_a_name_a_group_or_a_glob) {
  EXPECT_EQ(frozen({}), Names{});
  EXPECT_EQ(frozen({"width"}), Names{"width"});
  EXPECT_EQ(frozen({"layer1.bias"}), Names{"layer1.bias"});
  EXPECT_EQ(frozen({"layer1"}), (Names{"layer1.weight", "layer1.bias"}));
  EXPECT_EQ(frozen({"layer?"}), (Names{"layer1.weight", "layer1.bias"}));
  EXPECT_EQ(frozen({"layer*"}), (Names{"layer1.weight", "layer1.bias", "layer10.weight"}));
  EXPECT_EQ(frozen({"*.weight", "width"}), (Names{"layer1.weight", "layer10.weight", "width"}));
}

TEST(Freezing, a_pattern_that_names_nothing_is_an_error_that_lists_the_names) {
  EXPECT_TRUE(has(message_of([] {
                    frozen({"layer*", "orbital"});
                  }),
                  "train.freeze: \"orbital\" names no parameter", "layer1.weight, layer1.bias, layer10.weight, width"));
  EXPECT_TRUE(has(message_of([] { frozen({"layer"}); }), "\"layer\" names no parameter"));
  EXPECT_TRUE(has(message_of([] { frozen({""}); }), "\"\" names no parameter"));
}

TEST(Freezing, something_must_be_left_to_train) {
  EXPECT_TRUE(has(message_of([] { frozen({"*"}); }), "train.freeze: nothing is left to train"));
  EXPECT_TRUE(has(message_of([] { frozen({"layer*", "width"}); }), "nothing is left to train"));
}

}  // namespace
}  // namespace kato
