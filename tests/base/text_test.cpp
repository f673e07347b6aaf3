// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "base/random.hpp"

namespace kato {
namespace {

TEST(Text, the_nearest_name_is_the_one_that_was_meant) {
  const std::vector<std::string> names{"metropolis", "langevin", "learning_rate"};
  EXPECT_EQ(nearest("metropolis", names), "metropolis");
  EXPECT_EQ(nearest("metroplis", names), "metropolis");
  EXPECT_EQ(nearest("lerning_rat", names), "learning_rate");
}

TEST(Text, an_exchange_of_neighbours_is_one_edit) {
  EXPECT_EQ(nearest("srpnig", {"spring"}), "spring");  // two exchanges
  EXPECT_EQ(nearest("adma", {"sgda", "adam"}), "adam");
}

TEST(Text, a_name_like_none_of_them_has_no_nearest) {
  EXPECT_EQ(nearest("walkers", {"sr", "adam", "spring"}), "");
  EXPECT_EQ(nearest("adam", {}), "");
}

TEST(Text, a_name_has_no_nearest_when_more_than_a_third_of_it_is_wrong) {
  EXPECT_EQ(nearest("abcdefghi", {"abcdefxyz"}), "abcdefxyz");
  EXPECT_EQ(nearest("abcdefghi", {"abcdewxyz"}), "");
}

TEST(Text, alternatives_read_as_in_a_sentence) {
  EXPECT_EQ(alternatives({}), "");
  EXPECT_EQ(alternatives({"a"}), "a");
  EXPECT_EQ(alternatives({"a", "b"}), "a or b");
  EXPECT_EQ(alternatives({"a", "b", "c"}), "a, b or c");
}

TEST(Text, a_number_reads_back_to_the_same_bits) {
  std::vector<double> numbers(1000);
  fill_normal({.seed = 4}, 0, 0, numbers);
  numbers.insert(numbers.end(), {0.0, -0.0, 0.1, 1.0 / 3, 1e300, -2.5e-300, std::numeric_limits<double>::denorm_min(),
                                 std::numeric_limits<double>::max(), std::numeric_limits<double>::infinity(),
                                 -std::numeric_limits<double>::infinity()});
  for (const double number : numbers) {
    const double back = std::strtod(exact_text(number).c_str(), nullptr);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(back), std::bit_cast<std::uint64_t>(number)) << exact_text(number);
  }
}

TEST(Text, a_number_is_printed_in_its_shortest_form) {
  EXPECT_EQ(exact_text(0.1), "0.1");
  EXPECT_EQ(exact_text(-10), "-10");
  EXPECT_EQ(exact_text(std::numeric_limits<double>::quiet_NaN()), "nan");
  EXPECT_EQ(exact_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(Text, what_is_not_finite_has_a_name) {
  EXPECT_EQ(nonfinite_text(-std::numeric_limits<double>::quiet_NaN()), "not a number");
  EXPECT_EQ(nonfinite_text(-std::numeric_limits<double>::infinity()), "infinite");
}

TEST(Text, suggestion_names_the_nearest_or_lists_all) {
  EXPECT_EQ(suggestion("rnage", {"strength", "range"}), "did you mean 'range'?");
  EXPECT_EQ(suggestion("zzzzzz", {"strength", "range", "kind"}), "there are strength, range or kind");
  EXPECT_EQ(suggestion("zzzzzz", {}), "there are none");
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
