// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

namespace kato {
namespace {

TEST(Text, nearest_finds_a_slip_and_refuses_what_is_far) {
  const std::vector<std::string> names{"strength", "range", "kind"};
  EXPECT_EQ(nearest("rnage", names), "range");
  EXPECT_EQ(nearest("strenght", names), "strength");
  EXPECT_EQ(nearest("temperature", names), "");
}

TEST(Text, suggestion_names_the_nearest_or_lists_all) {
  EXPECT_EQ(suggestion("rnage", {"strength", "range"}), "did you mean 'range'?");
  EXPECT_EQ(suggestion("zzzzzz", {"strength", "range", "kind"}), "there are strength, range or kind");
  EXPECT_EQ(suggestion("zzzzzz", {}), "there are none");
}

TEST(Text, exact_text_reads_back_to_the_same_bits) {
  for (const double value : {0.1, 1.0 / 3, -0.0, 5e-324, std::numeric_limits<double>::max(), 10.891421937}) {
    const double back = std::strtod(exact_text(value).c_str(), nullptr);
    EXPECT_EQ(back, value);
    EXPECT_EQ(std::signbit(back), std::signbit(value));
  }
}

TEST(Text, an_error_is_shown_in_the_last_digits) {
  EXPECT_EQ(with_error(10.89172, 0.00061), "10.8917(6)");
  EXPECT_EQ(with_error(10.89172, 0.000141), "10.89172(14)");
  EXPECT_EQ(with_error(-13.6682, 0.0012), "-13.6682(12)");
  EXPECT_EQ(with_error(-13.6682, 3.4), "-14(3)");
  EXPECT_EQ(with_error(1234.5, 56.0), "1234(56)");
  EXPECT_EQ(with_error(1.5, 0.0), "1.5");
  EXPECT_EQ(with_error(1.5, std::nan("")), "1.5");
}

}  // namespace
}  // namespace kato
