// SPDX-License-Identifier: Apache-2.0
#include "report/measured.hpp"

#include <gmock/gmock.h>

#include "base/files.hpp"
#include "message.hpp"
#include "record/hdf5_file.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

class MeasuredFile : public TemporaryDirectory {
 protected:
  Measured written() const {
    write_file(directory / "evaluation.h5", file.bytes());
    return read_measured(directory / "evaluation.h5");
  }
  void write_curve(const std::string& name, std::vector<double> x, std::vector<double> mean) {
    file.write(name + "/axis", std::string("x [a_ho]"));
    file.write(name + "/x", x);
    file.write(name + "/mean", mean);
    file.write(name + "/std_err", std::vector<double>(mean.size(), 0.5));
  }
  Hdf5Writer file;
};

TEST_F(MeasuredFile, a_file_that_is_not_there_holds_nothing) {
  EXPECT_TRUE(read_measured(directory / "evaluation.h5").curves.empty());
}

TEST_F(MeasuredFile, a_curve_of_any_kind_is_found_with_its_part) {
  file.write("energy/total/mean", std::vector{1.0});
  write_curve("density.up", {1, 2, 3}, {4, 5, 6});
  const auto measured = written();
  ASSERT_EQ(measured.curves.size(), 1U);  // the energy is none
  const auto& curve = measured.curves[0];
  EXPECT_EQ(curve.kind, "density");
  EXPECT_EQ(curve.part, "up");
  EXPECT_EQ(curve.axis, "x [a_ho]");
  EXPECT_THAT(curve.mean, ElementsAre(4, 5, 6));
  EXPECT_THAT(curve.std_err, ElementsAre(0.5, 0.5, 0.5));
}

TEST_F(MeasuredFile, a_number_needs_no_axis) {
  file.write("virial/what", std::string("2 T / (2 V_trap - ...)"));
  file.write("virial/mean", std::vector{1.25});
  const auto measured = written();
  ASSERT_EQ(measured.curves.size(), 1U);
  EXPECT_EQ(measured.curves[0].x.size(), 1U);
  EXPECT_THAT(measured.curves[0].mean, ElementsAre(1.25));
  EXPECT_EQ(measured.curves[0].what, "2 T / (2 V_trap - ...)");
}

TEST_F(MeasuredFile, what_has_two_axes_is_a_grid) {
  file.write("pairs/axis", std::string("x1 [a_ho]"));
  file.write("pairs/axis_y", std::string("x2 [a_ho]"));
  file.write("pairs/x", std::vector{0.0, 1.0});
  file.write("pairs/y", std::vector{0.0, 1.0, 2.0});
  file.write("pairs/mean", std::vector<double>{1, 2, 3, 4, -6, 5}, std::vector<std::size_t>{2, 3});
  file.write("pairs/std_err", std::vector<double>{1, 2, 3, 4, 0.25, 6}, std::vector<std::size_t>{2, 3});
  const auto measured = written();
  ASSERT_EQ(measured.grids.size(), 1U);
  EXPECT_TRUE(measured.curves.empty());
  EXPECT_EQ(measured.grids[0].y_axis, "x2 [a_ho]");
  EXPECT_THAT(measured.grids[0].mean, ElementsAre(1, 2, 3, 4, -6, 5));
  EXPECT_EQ(measured.grids[0].error_at_peak, 0.25);
}

TEST_F(MeasuredFile, what_does_not_fit_its_axis_is_refused) {
  write_curve("density", {1, 2, 3}, {4, 5});
  EXPECT_TRUE(has(message_of([&] { written(); }), "density: the curve does not fit its axis"));
}

TEST_F(MeasuredFile, a_file_cut_short_is_refused) {
  write_curve("density", {1, 2, 3}, {4, 5, 6});
  const auto bytes = file.bytes();
  write_file(directory / "evaluation.h5", std::string_view(bytes).substr(0, 100));
  EXPECT_NE(message_of([&] { read_measured(directory / "evaluation.h5"); }), "");
}

TEST_F(MeasuredFile, wave_functions_in_momentum_space_end_where_nothing_is_seen) {
  file.write("mesh/q", std::vector{0.1, 1.0, 10.0, 100.0});
  for (const char* state : {"psi", "exact"}) {
    file.write(std::string(state) + "/S", std::vector{10.0, 1.0, 0.005, 1e-9});
    file.write(std::string(state) + "/D", std::vector{0.0, -0.1, 0.001, 1e-9});
  }
  const auto measured = written();
  ASSERT_EQ(measured.curves.size(), 4U);
  EXPECT_THAT(measured.curves[0].x, ElementsAre(0.1, 1, 10));
  EXPECT_EQ(measured.curves[0].part, "D");
  EXPECT_FALSE(measured.curves[0].exact);
  EXPECT_TRUE(measured.curves[3].exact);
}

TEST(CoarserGrid, its_mean_is_that_of_the_grid) {
  const MeasuredGrid grid{"pairs", "", "", "x", "y", {0, 1, 2, 3}, {0, 1}, {1, 2, 3, 4, 5, 6, 7, 8}};
  const auto coarse = coarser(grid, 2);
  EXPECT_THAT(coarse.x, ElementsAre(0.5, 2.5));
  EXPECT_THAT(coarse.y, ElementsAre(0, 1));
  EXPECT_THAT(coarse.mean, ElementsAre(DoubleEq(2), DoubleEq(3), DoubleEq(6), DoubleEq(7)));
  EXPECT_EQ(coarser(grid, 4).mean, grid.mean);
}

}  // namespace
}  // namespace kato
