// SPDX-License-Identifier: Apache-2.0
#include "report/settings_text.hpp"

#include <gmock/gmock.h>

#include "message.hpp"

namespace kato {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr const char* input =
    "seed = 1\n[system]\nparticles = 4\n[[system.interaction]]\nkind = \"gaussian\"\n[evaluate]\nobservables = "
    "[\"density\"]\n";

TEST(SettingsText, paths_are_those_of_the_command_line) {
  EXPECT_THAT(settings_of(input, "input.toml"),
              ElementsAre(Pair("evaluate.observables", "[\"density\"]"), Pair("seed", "1"),
                          Pair("system.interaction.0.kind", "\"gaussian\""), Pair("system.particles", "4")));
}

TEST(SettingsText, what_is_not_toml_is_refused) {
  EXPECT_TRUE(has(message_of([] { settings_of("a = = 1", "input.toml"); }), "input.toml:1: not valid TOML"));
}

TEST(SettingsText, only_what_differs_or_is_missing_somewhere_is_named) {
  const SettingList a{{"seed", "1"}, {"x", "2"}}, b{{"seed", "1"}, {"x", "3"}, {"y", "4"}};
  EXPECT_THAT(differing({a, b}), ElementsAre("x", "y"));
  EXPECT_THAT(differing({b, a}), ElementsAre("x", "y"));
  EXPECT_TRUE(differing({a, a}).empty());
  EXPECT_TRUE(differing({b}).empty());
  EXPECT_EQ(value_of(b, "y"), "4");
  EXPECT_EQ(value_of(a, "y"), "");
}

}  // namespace
}  // namespace kato
