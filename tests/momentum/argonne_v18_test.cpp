// SPDX-License-Identifier: Apache-2.0
#include "momentum/argonne_v18.hpp"

#include "momentum/reference_rows.hpp"

namespace kato {
namespace {

// Points of the published potential: tests/data/av18-points.csv.
TEST(ArgonneV18, has_the_published_values_with_and_without_electromagnetic_terms) {
  int compared = 0;
  for (const auto& row : reference_rows("av18-points.csv")) {
    if (row.at(4) != "AV18+EM" && row.at(4) != "AV18 strong") continue;
    const auto v = argonne_v18(std::stod(row[0]), row[4] == "AV18+EM");
    EXPECT_NEAR(v.ss, std::stod(row[1]), 1e-7) << row[0] << " " << row[4];
    EXPECT_NEAR(v.sd, std::stod(row[2]), 1e-7) << row[0] << " " << row[4];
    EXPECT_NEAR(v.dd, std::stod(row[3]), 1e-7) << row[0] << " " << row[4];
    ++compared;
  }
  EXPECT_EQ(compared, 18);
}

TEST(ArgonneV18, is_smooth_where_the_electromagnetic_terms_change_from_series_to_closed_form) {
  const double r = 5 / 4.27, h = 1e-5;  // z = 5
  const auto below = argonne_v18(r - h, true), at = argonne_v18(r, true), above = argonne_v18(r + h, true);
  EXPECT_NEAR(below.sd - 2 * at.sd + above.sd, 0, 1e-6);
  EXPECT_NEAR(below.dd - 2 * at.dd + above.dd, 0, 1e-6);
}

}  // namespace
}  // namespace kato
