// SPDX-License-Identifier: Apache-2.0
#include "momentum/tables.hpp"

#include <gtest/gtest.h>

#include "input/check.hpp"
#include "input/method.hpp"

namespace kato {
namespace {

TEST(MomentumTables, every_default_is_one_that_the_checks_accept) {
  for (const auto& table : momentum_tables())
    for (const auto& option : table.metadata.options) {
      const auto path = table.metadata.name + "." + option.name;
      EXPECT_FALSE(option.summary.empty()) << path;
      EXPECT_EQ(checked(option, parse_value(toml_text(option.fallback), path), path, registry()), option.fallback);
    }
}

TEST(MomentumTables, are_those_of_inputs_in_momentum_space) {
  const auto input = resolve_input(
      parse_toml("[system]\nspace = \"momentum\"\n[[system.interaction]]\nkind = \"yamaguchi\"\n", "in.toml"), {},
      registry());
  EXPECT_EQ(input.optimizer.kind, "minsr");
  EXPECT_EQ(input.optimizer.settings.real("learning_rate"), 1.0);
  EXPECT_EQ(input.ansatz.kind, "channel-network");
  EXPECT_EQ(input.system.text("mesh"), "auto");
  EXPECT_EQ(input.train.text("metric"), "kinetic");
  EXPECT_EQ(energy_unit_of("momentum"), "MeV");
  EXPECT_FALSE(input.run.contains("precision"));
}

}  // namespace
}  // namespace kato
