// SPDX-License-Identifier: Apache-2.0
#include "report/unit_text.hpp"

#include <gtest/gtest.h>

namespace kato {
namespace {

TEST(UnitText, has_greek_letters_and_raised_powers) {
  EXPECT_EQ(unit_text("hbar omega"), "\u0127\u03c9");
  EXPECT_EQ(unit_text("hbar^2/(m a^2)"), "\u0127\u00b2/(m a\u00b2)");
  EXPECT_EQ(unit_text("n(r) [a_ho^-3]"), "n(r) [a_ho\u207b\u00b3]");
  EXPECT_EQ(unit_text("2^10"), "2\u00b9\u2070");
}

TEST(UnitText, leaves_other_texts_and_fractions_as_they_are) {
  for (const char* text : {"phi(x) [a_ho^-1/2]", "psi(q) [fm^(3/2)]", "MeV", "", "a^", "a^-", "^b", "r^2.5"})
    EXPECT_EQ(unit_text(text), text);
}

}  // namespace
}  // namespace kato
