// SPDX-License-Identifier: Apache-2.0
#include "base/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "base/error.hpp"

namespace kato {
namespace {

using testing::HasSubstr;

struct Shape {
  static constexpr std::string_view category = "shape";
  using Factory = std::function<int(const Settings&)>;
};
struct Colour {
  static constexpr std::string_view category = "colour";
  using Factory = std::function<int(const Settings&)>;
};

Registry shapes_and_colours() {
  Registry registry;
  registry.add<Shape>({.name = "triangle", .summary = "three sides"}, [](const Settings&) { return 3; });
  registry.add<Shape>({.name = "square", .summary = "four sides"}, [](const Settings&) { return 4; });
  registry.add<Colour>({.name = "orange", .summary = "and a fruit"}, [](const Settings&) { return 7; });
  return registry;
}

template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Registry, a_kind_is_found_by_its_category_and_name) {
  const auto registry = shapes_and_colours();
  EXPECT_EQ(registry.find("shape", "square").metadata.summary, "four sides");
  EXPECT_EQ(registry.factory<Shape>("square")({}), 4);
  EXPECT_EQ(registry.factory<Colour>("orange")({}), 7);
}

TEST(Registry, a_misspelt_kind_is_answered_with_the_nearest_one) {
  const auto registry = shapes_and_colours();
  const auto message = message_of([&] { registry.find("shape", "sqare"); });
  EXPECT_THAT(message, HasSubstr("unknown shape 'sqare'"));
  EXPECT_THAT(message, HasSubstr("did you mean 'square'?"));
}

TEST(Registry, a_kind_like_no_other_is_answered_with_all_of_its_category) {
  const auto registry = shapes_and_colours();
  const auto message = message_of([&] { registry.find("shape", "orange"); });
  EXPECT_THAT(message, HasSubstr("triangle or square"));
}

TEST(Registry, a_setting_is_read_as_the_type_it_has) {
  Settings settings({{"walkers", std::int64_t{512}}, {"rate", 0.1}});
  EXPECT_EQ(settings.integer("walkers"), 512);
  EXPECT_EQ(settings.real("rate"), 0.1);
  EXPECT_THROW(settings.real("walkers"), std::logic_error);
  EXPECT_THROW(settings.flag("missing"), std::logic_error);
  settings.set("rate", 0.2);
  EXPECT_EQ(settings.real("rate"), 0.2);
  EXPECT_TRUE(settings.contains("rate"));
  EXPECT_FALSE(settings.contains("missing"));
}

TEST(Registry, the_build_collects_every_kind_once) {
  std::vector<std::string> names;
  for (const auto& entry : registry().entries()) names.push_back(entry.category + " " + entry.metadata.name);
  EXPECT_THAT(names, testing::Contains("interaction gaussian"));
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(Registry, every_kind_and_every_option_says_what_it_is) {
  for (const auto& entry : registry().entries()) {
    EXPECT_FALSE(entry.metadata.summary.empty()) << entry.metadata.name;
    for (const auto& option : entry.metadata.options) {
      EXPECT_FALSE(option.summary.empty()) << entry.metadata.name << ", " << option.name;
      EXPECT_LT(option.lower, option.upper) << entry.metadata.name << ", " << option.name;
    }
  }
}

struct Tool {
  static constexpr std::string_view category = "tool";
  using Factory = std::function<int()>;
};

TEST(Registry, kinds_of_another_program_stand_beside_those_of_the_library) {
  extend_registry([](Registry& kinds) { kinds.add<Tool>({.name = "saw", .summary = "cuts"}, [] { return 7; }); });
  EXPECT_EQ(registry().factory<Tool>("saw")(), 7);
  EXPECT_NO_THROW(registry().find("interaction", "gaussian"));
}

}  // namespace
}  // namespace kato
