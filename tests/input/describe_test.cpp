// SPDX-License-Identifier: Apache-2.0
#include "input/describe.hpp"

#include <fstream>

#include "input/test_kinds.hpp"
#include "message.hpp"

namespace kato {
namespace {

TEST(Describe, list_shows_every_kind_below_its_category) {
  const auto text = list_text("", test_kinds());
  EXPECT_TRUE(has(text, "ansatz\n  equivariant-slater", "optimizer\n  spring", "  adam", "moments"));
  EXPECT_FALSE(has(list_text("sampler", test_kinds()), "adam"));
  EXPECT_TRUE(has(message_of([] { list_text("samler", test_kinds()); }), "did you mean 'sampler'?"));
}

TEST(Describe, a_kind_is_shown_with_defaults_units_and_bounds) {
  EXPECT_TRUE(has(describe_text("gaussian", test_kinds()), "interaction gaussian", "strength = required", "range = 0.5",
                  "above 0 (a_ho)"));
  EXPECT_TRUE(has(describe_text("sampler", test_kinds()), "[sampler]", "kind = \"metropolis\""));
  EXPECT_TRUE(has(describe_text("train.stage", test_kinds()), "[[train.stage]]", "steps = required", "set = {}"));
  EXPECT_TRUE(has(describe_text("input", test_kinds()), "seed = 1"));
  EXPECT_TRUE(has(message_of([] { describe_text("trian", test_kinds()); }), "did you mean 'train'?"));
}

TEST(Describe, the_reference_page_names_every_table_and_kind) {
  EXPECT_TRUE(has(reference_page(test_kinds()), "## `[system]`", "## `[[system.interaction]]`", "### optimizer `adam`",
                  "| `moments` | `[0.9, 0.999]` |", "## Kinds of observable"));
}

TEST(Describe, the_reference_page_of_the_documentation_is_the_one_the_program_prints) {
  std::ifstream file(KATO_TEST_DATA "/../../docs/input-reference.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(page == reference_page()) << "print it again: kato describe --markdown > docs/input-reference.md";
}

}  // namespace
}  // namespace kato
