// SPDX-License-Identifier: Apache-2.0
#include "run/reference_of.hpp"

#include <gtest/gtest.h>

namespace kato {
namespace {

Input input_of(Value energy) {
  Input input;
  input.run = Settings({{"threads", std::int64_t{1}}});
  input.system = Settings({{"space", "trap"}, {"dimensions", std::int64_t{1}}, {"particles", std::int64_t{3}}});
  input.reference = Settings({{"energy", std::move(energy)}, {"uncertainty", 0.25}});
  return input;
}

TEST(ReferenceOf, it_is_what_the_input_asks_for) {
  EXPECT_FALSE(reference_of(input_of("none")).has_value());
  const auto given = reference_of(input_of(-3.5));
  EXPECT_EQ(given->energy, -3.5);
  EXPECT_EQ(given->uncertainty, 0.25);
  const auto exact = reference_of(input_of("exact"));
  EXPECT_NEAR(exact->energy, 4.5, 1e-12);  // 1/2 + 3/2 + 5/2
}

}  // namespace
}  // namespace kato
