// SPDX-License-Identifier: Apache-2.0
#include "input/walker_inputs.hpp"

#include <gtest/gtest.h>

#include "message.hpp"

namespace kato {
namespace {

TEST(WalkerInputs, name_particles_in_one_of_two_forms) {
  const DocumentNode node{DocumentNode::Table{}, "in.toml:1"};
  const auto check = [](Settings system, const DocumentNode& where) {
    system.set("space", "trap");
    walker_inputs().check_system(system, where);
  };
  const std::int64_t none = 0, two = 2;
  EXPECT_NO_THROW(check(Settings({{"particles", two}}), node));
  EXPECT_NO_THROW(check(Settings({{"up", two}, {"down", none}}), node));
  EXPECT_TRUE(has(message_of([&] { check(Settings(), node); }), "in.toml:1: system.particles is missing"));
  EXPECT_TRUE(has(message_of([&] {
                    check(Settings({{"particles", two}, {"down", two}}), node);
                  }),
                  "system.particles and system.down are both given"));
  EXPECT_TRUE(has(message_of([&] { check(Settings({{"down", two}}), node); }), "system.up is missing"));
  EXPECT_TRUE(has(message_of([&] { check(Settings({{"up", none}, {"down", none}}), node); }), "at least one"));
}

TEST(WalkerInputs, of_bosons_have_another_wave_function_where_none_is_named) {
  const auto usual = find_table(walker_inputs().tables, "ansatz")->usual_kind;
  Settings system({{"space", std::string("trap")}, {"dimensions", std::int64_t{3}}});
  system.set("statistics", "boson");
  EXPECT_EQ(usual(system), "boson-jastrow");
  system.set("statistics", "fermion");
  EXPECT_EQ(usual(system), "");
  system.set("space", "box");
  EXPECT_EQ(usual(system), "message-passing-slater");
  system.set("dimensions", std::int64_t{1});
  EXPECT_EQ(usual(system), "");
}

TEST(WalkerInputs, have_a_potential_in_a_trap_alone) {
  const auto input = [](const std::string& space) {
    return resolve_input(
        parse_toml("[system]\nparticles = 2\nspace = \"" + space + "\"\npotential.kind = \"harmonic\"", "in.toml"), {},
        registry());
  };
  EXPECT_EQ(input("trap").potential.kind, "harmonic");
  EXPECT_TRUE(has(message_of([&] { input("free"); }), "system.potential is given", "\"free\" has none",
                  "set system.space = \"trap\""));
}

}  // namespace
}  // namespace kato
