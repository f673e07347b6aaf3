// SPDX-License-Identifier: Apache-2.0
#include "report/cropping.hpp"

#include <gmock/gmock.h>

namespace kato {
namespace {

using testing::ElementsAre;

// Cells of width 1 about 0, all 0 but for one of value 1, and for `edge` in a corner.
MeasuredGrid spot(std::size_t n, std::size_t at, double edge = 0) {
  MeasuredGrid grid{"density", "", "", "x [a_ho]", "y [a_ho]", {}, {}, std::vector<double>(n * n)};
  for (std::size_t i = 0; i < n; ++i) grid.x.push_back(static_cast<double>(i) - 0.5 * static_cast<double>(n - 1));
  grid.y = grid.x;
  grid.mean[at * n + at] = 1;
  grid.mean[0] = edge;
  return grid;
}

TEST(Cropping, keeps_the_square_about_the_centre_that_holds_nearly_all_and_a_tenth_more) {
  std::vector<MeasuredGrid> grids{spot(21, 10), spot(21, 7, 1e-3)};
  grids[1].kind = "pairs";
  crop(grids);
  EXPECT_THAT(grids[0].x, ElementsAre(-1, 0, 1));
  EXPECT_THAT(grids[0].mean, ElementsAre(0, 0, 0, 0, 1, 0, 0, 0, 0));
  EXPECT_THAT(grids[1].y, ElementsAre(-4, -3, -2, -1, 0, 1, 2, 3, 4));  // 3 from the centre
  EXPECT_EQ(grids[1].mean[1 * 9 + 1], 1);
}

TEST(Cropping, counts_what_lies_far_out_if_it_is_more_than_a_stray_particle) {
  std::vector<MeasuredGrid> grids{spot(20, 10, 0.01)};
  crop(grids);
  EXPECT_EQ(grids[0].x.size(), 20u);
}

TEST(Cropping, is_the_same_for_all_grids_of_a_kind) {
  std::vector<MeasuredGrid> grids{spot(20, 10), spot(20, 15)};
  crop(grids);
  EXPECT_EQ(grids[0].x, grids[1].x);
  EXPECT_EQ(grids[0].x.size(), 14u);
}

TEST(Cropping, leaves_indices_and_unlike_axes_as_they_are) {
  std::vector<MeasuredGrid> grids{spot(21, 10), spot(21, 10)};
  grids[0].x_axis = grids[0].y_axis = "orbital";
  grids[1].y[0] -= 1;
  crop(grids);
  for (const auto& grid : grids) EXPECT_EQ(grid.mean.size(), 21u * 21u);
}

}  // namespace
}  // namespace kato
