// SPDX-License-Identifier: Apache-2.0
#include "observe/crystal_cell.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/random.hpp"
#include "system/box_walkers.hpp"

namespace kato {
namespace {

// The sites in a box of this side, all shifted.
std::vector<double> sites(double side, int particles, const std::array<double, 3>& shift) {
  auto x = crystal_sites(3, particles);
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = side * x[k] + shift[k % 3];
  return x;
}

TEST(CrystalCell, counts_places_that_symmetry_makes_equal_as_one) {
  const double side = 6;
  const CrystalCell cell(side, 2, 4);  // a = 3, voxels of 3/8
  const double u[] = {0.2, 0.5, 1.3};
  const std::size_t of = cell.class_of(u);
  EXPECT_EQ(of, cell.class_of(0, 1, 3));
  const double a = cell.a();
  EXPECT_DOUBLE_EQ(a, 3);
  const double equal[][3] = {{0.5, 0.2, 1.3},
                             {1.3, 0.5, 0.2},
                             {-0.2, 0.5, -1.3},
                             {a + 0.2, 0.5, 1.3 - 2 * a},
                             {a / 2 + 0.2, a / 2 - 0.5, a / 2 + 1.3}};
  for (const auto& v : equal) {
    EXPECT_EQ(cell.class_of(v), of);
    EXPECT_NEAR(cell.squared_distance(v), 0.04 + 0.25 + 1.69, 1e-12);
  }
  const double other[] = {0.2, 0.2, 1.3};
  EXPECT_NE(cell.class_of(other), of);
}

// 4^3 voxels: i <= j <= k makes 20, and the exchange of corners and centres 10 of them.
TEST(CrystalCell, has_the_whole_cell_in_its_classes) {
  const CrystalCell cell(1, 1, 4);
  EXPECT_EQ(cell.classes(), 10u);
  double volume = 0;
  for (std::size_t of = 0; of < cell.classes(); ++of) volume += 1 / cell.density_of(of);
  EXPECT_NEAR(volume, 1, 1e-12);
  EXPECT_DOUBLE_EQ(cell.density_of(cell.class_of(0, 0, 0)), 32);  // itself and the one at the centre
  EXPECT_EQ(cell.class_of(0, 0, 0), cell.class_of(3, 3, 3));
  EXPECT_EQ(cell.class_of(0, 0, 0), cell.class_of(-1, 0, -1));
  EXPECT_EQ(cell.class_of(0, 0, 0), cell.class_of(7, 0, 0));  // the next corner
}

TEST(CrystalCell, finds_the_sites_of_a_crystal_wherever_it_stands) {
  const double side = 5;
  for (const int n : {1, 2, 3}) {
    const CrystalCell cell(side, n, 4);
    for (const auto& shift : {std::array{0.0, 0.0, 0.0}, {0.3, -1.7, 22.1}, {2.4, 0.9, 0.1}}) {
      auto u = sites(side, 2 * n * n * n, shift);
      cell.to_frame(u);
      for (std::size_t k = 0; k < u.size(); k += 3) {
        EXPECT_NEAR(cell.squared_distance(&u[k]), 0, 1e-24) << n;
        EXPECT_EQ(cell.class_of(&u[k]), cell.class_of(0, 0, 0));
      }
    }
  }
}

// One particle beside its site, of a crystal of which the others stand still: it is seen where it is.
TEST(CrystalCell, sees_a_particle_from_the_sites_of_the_others) {
  const CrystalCell cell(5, 2, 8);
  auto u = sites(5, 16, {0.4, 0.2, -0.3});
  u[3 * 5] += 0.3, u[3 * 5 + 1] -= 0.2;
  cell.to_frame(u);
  EXPECT_NEAR(cell.squared_distance(&u[15]), 0.09 + 0.04, 1e-12);
  EXPECT_GT(cell.squared_distance(&u[0]), 1e-6);  // the others see it pull
  EXPECT_LT(cell.squared_distance(&u[0]), 1e-3);
}

}  // namespace
}  // namespace kato
