// SPDX-License-Identifier: Apache-2.0
#include "input/method.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "input/describe.hpp"
#include "input/test_kinds.hpp"
#include "message.hpp"

namespace kato {
namespace {

const std::string on_a_mesh = "[system]\nspace = \"momentum\"\n";

Input resolved(const std::string& text, const Registry& kinds = test_kinds()) {
  return resolve_input(parse_toml(text, "input.toml"), {}, kinds);
}

// A third method, of the usual space: it takes inputs of two particles, and has a table.
Registry with_pairs() {
  auto kinds = test_kinds();
  const Option depth{.name = "depth", .fallback = 1.5, .summary = "how deep", .lower = 0};
  kinds.add<Method>({.name = "pairs", .summary = "two by two"},
                    {.spaces = {"trap"},
                     .tables = {{.metadata = {.name = "pair", .summary = "of pairs", .options = {depth}}}},
                     .takes = [](const Input& input) { return input.system.integer("particles") == 2; }});
  return kinds;
}

TEST(Methods, take_the_inputs_of_their_spaces) {
  const auto kinds = test_kinds();
  const auto* mesh = &kinds.factory<Method>("mesh");
  EXPECT_EQ(&method_of(resolved(on_a_mesh), kinds), mesh);
  EXPECT_NE(&method_of(resolved("[system]\nparticles = 2\n"), kinds), mesh);
  EXPECT_EQ(energy_unit_of("momentum", kinds), "MeV");
  EXPECT_EQ(energy_unit_of("trap", kinds), "hbar omega");
}

TEST(Methods, that_choose_their_inputs_go_before_the_one_that_takes_the_rest) {
  const auto kinds = with_pairs();
  EXPECT_EQ(&method_of(resolved("[system]\nparticles = 2\n", kinds), kinds), &kinds.factory<Method>("pairs"));
  EXPECT_EQ(&method_of(resolved("[system]\nparticles = 3\n", kinds), kinds), &kinds.factory<Method>("walkers"));
}

TEST(Methods, add_tables_of_their_own_to_the_inputs_of_their_space) {
  const auto kinds = with_pairs();
  const auto input = resolved("[system]\nparticles = 3\n[pair]\ndepth = 2\n", kinds);
  EXPECT_EQ(input.further.at("pair").real("depth"), 2);
  EXPECT_EQ(resolve_input(parse_toml(to_toml(input, kinds), "again"), {}, kinds), input);
  EXPECT_EQ(resolved("[system]\nparticles = 3\n", kinds).further.at("pair").real("depth"), 1.5);
  EXPECT_TRUE(has(message_of([&] { resolved("[system]\nparticles = 3\n[pair]\ndepth = -1\n", kinds); }),
                  "input.toml:4: pair.depth = -1 is out of bounds"));
  EXPECT_TRUE(has(message_of([&] { resolved(on_a_mesh + "[pair]\ndepth = 2\n", kinds); }), "pair is unknown"));
  EXPECT_TRUE(has(describe_text("pair", kinds), "[pair]: of pairs", "depth = 1.5"));
}

TEST(Methods, replace_the_usual_tables_and_their_defaults) {
  const auto input = resolved(on_a_mesh);
  EXPECT_EQ(input.optimizer.kind, "adam");
  EXPECT_EQ(input.optimizer.settings.real("learning_rate"), 0.25);
  EXPECT_EQ(input.further.at("mesh").integer("points"), 64);
  EXPECT_EQ(input.sampler.kind, "");
  EXPECT_EQ(resolve_input(parse_toml(to_toml(input, test_kinds()), "again"), {}, test_kinds()), input);
  EXPECT_TRUE(has(message_of([] { resolved(on_a_mesh + "[sampler]\nwalkers = 3\n"); }), "sampler is unknown"));
  EXPECT_TRUE(has(message_of([] { resolved(on_a_mesh + "particles = 3\n"); }), "system.particles is unknown"));
}

TEST(Methods, make_their_spaces_known_where_none_is_named) {
  const auto tables = tables_of("nowhere", test_kinds());
  const auto& options = find_table(tables, "system")->metadata.options;
  const auto space = std::ranges::find(options, "space", &Option::name);
  ASSERT_NE(space, options.end());
  EXPECT_EQ(space->choices, (std::vector<std::string>{"trap", "box", "free", "momentum"}));
  EXPECT_TRUE(has(describe_text("optimizer", test_kinds()), "[optimizer]: ", "kind = \"spring\"",
                  "[optimizer] where system.space = \"momentum\"", "kind = \"adam\""));
}

}  // namespace
}  // namespace kato
