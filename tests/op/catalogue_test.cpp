// SPDX-License-Identifier: Apache-2.0
#include "op/catalogue.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include "message.hpp"
#include "op/ops.hpp"

namespace kato {
namespace {

TEST(Catalogue, ops_are_found_by_their_names) {
  std::set<std::string> names;
  for (const auto* op : all_ops()) {
    EXPECT_EQ(&find_op(op->name), op);
    names.insert(op->name);
  }
  EXPECT_EQ(names.size(), all_ops().size());
  EXPECT_EQ(&find_op("linear"), &linear_op);
}

// An op is declared by the list that the catalogue is made of; one that is missing there is known to nobody.
TEST(Catalogue, every_file_of_an_op_is_in_it) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(KATO_TEST_DATA "/../../src/op")) {
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (entry.path().extension() != ".cpp" || text.find("KATO_KERNELS(") == std::string::npos) continue;
    ++files;
    EXPECT_NO_THROW(find_op(entry.path().stem().string()));
  }
  EXPECT_EQ(files, all_ops().size());
}

TEST(Catalogue, a_misspelt_op_is_answered_with_the_nearest) {
  EXPECT_TRUE(has(message_of([] { find_op("linaer"); }), "unknown op 'linaer'", "did you mean 'linear'?"));
  EXPECT_TRUE(has(message_of([] { find_op("xyzzy"); }), "unknown op 'xyzzy'", "log_sum_exp"));
}

TEST(Catalogue, attributes_have_names_and_words) {
  const auto celu = attributes_from(pointwise_op, {{"function", "celu"}, {"a", 0.75}});
  EXPECT_EQ(celu.kind, static_cast<int>(Pointwise::celu));
  EXPECT_EQ(celu.a, 0.75);
  EXPECT_EQ(celu.b, 0);
  const auto named = named_attributes(reduce_op, {.kind = 1, .a = 0.5, .first = 2, .rows = 3});
  EXPECT_EQ(named, (NamedAttributes{{"others", "yes"}, {"factor", 0.5}, {"first", 2.0}, {"rows", 3.0}}));
  EXPECT_EQ(attributes_from(pair_jastrow_op, {{"form", "levelled"}}).kind, static_cast<int>(PairForm::levelled));
  EXPECT_EQ(attributes_from(concat_op, {{"rows", "pairs"}}).kind, static_cast<int>(Rows::pairs));
}

// Each function by its own word, in the order of `Pointwise`.
TEST(Catalogue, functions_have_the_words_that_graphs_are_built_with) {
  for (const auto& [function, word] : {std::pair{Pointwise::tanh, "tanh"},
                                       {Pointwise::sigmoid, "sigmoid"},
                                       {Pointwise::silu, "silu"},
                                       {Pointwise::gelu, "gelu"},
                                       {Pointwise::softplus, "softplus"},
                                       {Pointwise::exp, "exp"},
                                       {Pointwise::log, "log"},
                                       {Pointwise::sin, "sin"},
                                       {Pointwise::cos, "cos"},
                                       {Pointwise::square, "square"},
                                       {Pointwise::sqrt, "sqrt"},
                                       {Pointwise::reciprocal, "reciprocal"},
                                       {Pointwise::power, "power"},
                                       {Pointwise::affine, "scale"}})
    EXPECT_EQ(attributes_from(pointwise_op, {{"function", word}}).kind, static_cast<int>(function)) << word;
}

TEST(Catalogue, what_is_no_attribute_or_no_value_of_one_is_refused) {
  const auto problem = [](const OpInfo& op, const NamedAttributes& named) {
    return message_of([&] { attributes_from(op, named); });
  };
  EXPECT_TRUE(has(problem(distance_op, {{"softning", 0.1}}), "distance: has no attribute 'softning'",
                  "did you mean 'softening'?"));
  EXPECT_TRUE(has(problem(peak_op, {{"width", 1.0}}), "peak: has no attribute 'width'; it has none"));
  EXPECT_TRUE(has(problem(pointwise_op, {{"function", "tahn"}}), "pointwise: function cannot be 'tahn'",
                  "did you mean 'tanh'?"));
  EXPECT_TRUE(has(problem(pointwise_op, {{"function", 1.0}}), "pointwise: function must be a word"));
  EXPECT_TRUE(has(problem(distance_op, {{"softening", "no"}}), "distance: softening must be a number"));
  EXPECT_TRUE(has(problem(linear_op, {{"width", 2.5}}), "linear: width must be a whole number", "got 2.5"));
  EXPECT_TRUE(has(problem(linear_op, {{"width", 1e300}}), "linear: width must be a whole number"));
}

}  // namespace
}  // namespace kato
