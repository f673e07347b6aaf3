// SPDX-License-Identifier: Apache-2.0
#include "input/tables.hpp"

#include <gtest/gtest.h>

#include <set>

#include "input/check.hpp"

namespace kato {
namespace {

void expect_sound(const std::string& where, const std::vector<Option>& options) {
  std::set<std::string> names;
  for (const auto& option : options) {
    const auto path = where + "." + option.name;
    EXPECT_TRUE(names.insert(option.name).second) << path << " is there twice";
    EXPECT_FALSE(option.summary.empty()) << path;
    EXPECT_NE(option.name, "kind") << path << " is taken";
    if (option.required || option.optional) continue;
    const auto node = parse_value(toml_text(option.fallback), path);
    EXPECT_EQ(checked(option, node, path, registry()), option.fallback) << path;
  }
}

TEST(Tables, every_default_is_one_that_the_checks_accept) {
  for (const auto& table : input_tables()) expect_sound(table.metadata.name, table.metadata.options);
  for (const auto& entry : registry().entries()) expect_sound(entry.metadata.name, entry.metadata.options);
}

TEST(Tables, inner_tables_are_found_by_their_path) {
  EXPECT_EQ(inner_tables("system"), (std::vector<std::string>{"potential", "interaction"}));
  EXPECT_EQ(inner_tables("train"), (std::vector<std::string>{"stop", "reweight", "stage"}));
  EXPECT_TRUE(inner_tables("run").empty());
  EXPECT_EQ(inner_tables("").size() + 6, input_tables().size());  // the top itself and the five above
}

}  // namespace
}  // namespace kato
