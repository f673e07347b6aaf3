// SPDX-License-Identifier: Apache-2.0
#include "run/system_from_input.hpp"

#include <gtest/gtest.h>

#include "message.hpp"

namespace kato {
namespace {

// Only the system is read here: the rest of an input may name kinds that this test does not need.
Input input_of(const std::string& space, int interactions) {
  Input input;
  input.system = Settings({{"space", space}, {"dimensions", std::int64_t{2}}, {"particles", std::int64_t{3}}});
  for (int n = 0; n < interactions; ++n)
    input.interactions.push_back({"gaussian", Settings({{"strength", 2.0}, {"range", 0.5}})});
  return input;
}

TEST(SystemFromInput, one_interaction_has_a_plain_name_and_several_are_numbered) {
  const auto one = system_from_input(input_of("trap", 1));
  EXPECT_EQ(one.particles, 3);
  EXPECT_EQ(one.dimensions, 2);
  EXPECT_EQ(one.space, System::Space::trap);
  ASSERT_EQ(one.interactions.size(), 1U);
  EXPECT_EQ(one.interactions[0].name, "interaction");
  const auto two = system_from_input(input_of("free", 2));
  EXPECT_EQ(two.space, System::Space::free);
  ASSERT_EQ(two.interactions.size(), 2U);
  EXPECT_EQ(two.interactions[1].name, "interaction.1");
}

TEST(SystemFromInput, the_interaction_is_the_one_that_was_named) {
  const auto system = system_from_input(input_of("free", 1));
  const std::vector<double> together(6, 0.0);
  std::vector<double> energy(1);
  system.potential_energy({together, 3, 2}, energy);
  EXPECT_NEAR(energy[0], 3 * 2.0 / (2 * 3.141592653589793 * 0.25), 1e-12);
}

TEST(SystemFromInput, a_box_says_which_spaces_work) {
  EXPECT_TRUE(has(message_of([] { system_from_input(input_of("box", 0)); }), "\"box\" does not work yet", "\"trap\""));
}

}  // namespace
}  // namespace kato
