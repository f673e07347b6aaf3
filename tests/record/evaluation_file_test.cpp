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

TEST_F(EvaluationFile, the_energy_and_every_observable_say_what_they_were_taken_from) {
  auto found = measurement;
  found.origin = {.samples = 64,
                  .sweeps = 3,
                  .burn_in = 2,
                  .seed = 18446744073709551615U,
                  .observables = {"density", "pairs", "radius"},
                  .date = "2026-01-31T09:30:00Z",
                  .program = "kato 1.2.3 (abc)",
                  .state = "0123"};
  write_file(directory / "evaluation.h5", evaluation_file(found));
  EXPECT_EQ(read_origin(directory / "evaluation.h5"), found.origin);
  EXPECT_EQ(read_origin(directory / "evaluation.h5", "pairs"), found.origin);
}

// An earlier file with three kinds, and one of the same state with one of them.
TEST_F(EvaluationFile, observables_of_the_same_state_that_are_not_measured_again_are_kept_with_their_origin) {
  auto earlier = measurement;
  earlier.curves["density.up"] = {.mean = {7}, .std_err = {1}};
  earlier.origin = {.samples = 64, .seed = 1, .observables = {"density", "pairs", "radius"}, .state = "0123"};
  const auto path = directory / "evaluation.h5";
  write_file(path, evaluation_file(earlier));
  auto later = measurement;
  later.energy.mean = 3;
  later.curves = {{"density", {.axis = "x [a_ho]", .x = {0}, .mean = {9}, .std_err = {0.5}}}};
  later.origin = {.samples = 128, .seed = 2, .observables = {"density"}, .state = "0123"};
  write_file(path, with_earlier_observables(evaluation_file(later), path));
  const auto curves = read_observables(path);
  ASSERT_EQ(curves.size(), 3u) << "density.up is of a kind that was measured again";
  EXPECT_EQ(curves.at("density").mean, std::vector{9.0});
  EXPECT_EQ(curves.at("pairs").mean, measurement.curves.at("pairs").mean);
  EXPECT_EQ(curves.at("radius").std_err, std::vector{0.25});
  EXPECT_EQ(read_origin(path).samples, 128);
  EXPECT_EQ(read_origin(path, "density"), later.origin);
  EXPECT_EQ(read_origin(path, "pairs"), earlier.origin);
  EXPECT_EQ(Hdf5Reader(path).reals("energy/total/mean"), std::vector{3.0});
  later.curves = {{"virial", {.mean = {1}, .std_err = {0}}}};
  later.origin.observables = {"virial"};
  write_file(path, with_earlier_observables(evaluation_file(later), path));
  EXPECT_EQ(read_observables(path).size(), 4u);
  EXPECT_EQ(read_origin(path, "pairs"), earlier.origin) << "kept twice";
}

TEST_F(EvaluationFile, observables_of_another_state_or_a_damaged_file_are_not_kept) {
  auto earlier = measurement;
  earlier.origin = {.observables = {"density", "pairs", "radius"}, .state = "0123"};
  auto later = measurement;
  later.curves.clear();
  later.origin = {.state = "4567"};
  const auto path = directory / "evaluation.h5";
  const auto bytes = evaluation_file(later);
  EXPECT_EQ(with_earlier_observables(bytes, path), bytes) << "there is none";
  write_file(path, evaluation_file(earlier));
  EXPECT_EQ(with_earlier_observables(bytes, path), bytes);
  write_file(path, evaluation_file(earlier).substr(0, 3000));
  later.origin.state = "0123";
  EXPECT_EQ(with_earlier_observables(bytes, path), bytes);
}

}  // namespace
}  // namespace kato
