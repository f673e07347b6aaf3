// SPDX-License-Identifier: Apache-2.0
#include "record/evaluation_file.hpp"

#include "base/files.hpp"
#include "record/hdf5_file.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

class EvaluationFile : public TemporaryDirectory {
 protected:
  const Measurement measurement{
      .energy = {.mean = 2.25, .std_err = 0.0625, .variance = 0.5, .tau = 3, .r_hat = 1.01, .samples = 64},
      .components = {{"kinetic", {.mean = 1, .std_err = 0.25}}, {"trap", {.mean = 1.25, .std_err = 0.5}}},
      .curves = {{"density", {.axis = "x [a_ho]", .x = {-1, 1}, .mean = {0.5, 1.5}, .std_err = {0.1, 0.2}}},
                 {"pairs",
                  {.axis = "x [a_ho]",
                   .x = {-1, 1},
                   .mean = {1, 2, 3, 4, 5, 6},
                   .std_err = {0, 0, 0, 0, 0, 1},
                   .y_axis = "y [a_ho]",
                   .y = {0, 1, 2},
                   .what = "pairs"}},
                 {"radius", {.mean = {1.5}, .std_err = {0.25}, .what = "<r> [a_ho]"}}}};
};

TEST_F(EvaluationFile, energies_and_their_components_read_back) {
  write_file(directory / "evaluation.h5", evaluation_file(measurement));
  const Hdf5Reader file(directory / "evaluation.h5");
  EXPECT_EQ(file.reals("energy/total/mean"), std::vector{2.25});
  EXPECT_EQ(file.reals("energy/trap/std_err"), std::vector{0.5});
  EXPECT_EQ(file.text("density/axis"), "x [a_ho]");
  EXPECT_EQ(file.shape("pairs/mean"), (std::vector<std::size_t>{2, 3}));
  EXPECT_FALSE(file.contains("radius/x"));
}

TEST_F(EvaluationFile, numbers_curves_and_grids_read_back) {
  write_file(directory / "evaluation.h5", evaluation_file(measurement));
  const auto curves = read_observables(directory / "evaluation.h5");
  ASSERT_EQ(curves.size(), measurement.curves.size());
  for (const auto& [name, written] : measurement.curves) {
    const auto& read = curves.at(name);
    EXPECT_EQ(read.axis, written.axis) << name;
    EXPECT_EQ(read.x, written.x) << name;
    EXPECT_EQ(read.y_axis, written.y_axis) << name;
    EXPECT_EQ(read.y, written.y) << name;
    EXPECT_EQ(read.mean, written.mean) << name;
    EXPECT_EQ(read.std_err, written.std_err) << name;
    EXPECT_EQ(read.what, written.what) << name;
  }
  EXPECT_TRUE(curves.at("radius").is_number());
  EXPECT_TRUE(curves.at("pairs").is_grid());
}

}  // namespace
}  // namespace kato
