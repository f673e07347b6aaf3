// SPDX-License-Identifier: Apache-2.0
#include "graph/symmetry.hpp"

#include <gtest/gtest.h>

#include "graph/build.hpp"

namespace kato {
namespace {

TEST(Symmetry, a_wave_function_changes_its_sign_by_determinants_and_pfaffians_alone) {
  Graph determinant(2, 1), pfaffian(2, 1), positive(2, 1);
  determinant.output("amplitude", slogdet(linear("m", {determinant.coordinates()}, 2)));
  pfaffian.output("amplitude", slogpf(linear("m", {pair_difference(pfaffian.coordinates())}, 1)));
  positive.output("amplitude", linear("m", {sum(square(positive.coordinates()))}, 2));
  EXPECT_TRUE(has_determinants(determinant));
  EXPECT_TRUE(has_determinants(pfaffian));
  EXPECT_FALSE(has_determinants(positive));
}

}  // namespace
}  // namespace kato
