// SPDX-License-Identifier: Apache-2.0
#include "ansatz/positive.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "evaluated.hpp"

namespace kato {
namespace {

TEST(Positive, has_the_sign_one_everywhere_even_where_it_vanishes) {
  Graph graph(2, 1);
  graph.output("amplitude", positive(sum(log(graph.coordinates()))));
  Executor<double> psi(graph);
  psi.set_parameters({});
  const auto found = values_at(psi, std::vector<double>{1, 2, 0, 1, -1, 3});
  EXPECT_EQ(found.sign, std::vector<double>(3, 1.0));
  EXPECT_NEAR(found.log_abs[0], std::log(2), 1e-15);
  EXPECT_FALSE(std::isfinite(found.log_abs[1]));
}

}  // namespace
}  // namespace kato
