// SPDX-License-Identifier: Apache-2.0
#include "record/warnings.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace kato {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct SummaryWarnings : testing::Test {
  SummaryWarnings() {
    summary.energy = {.mean = 10, .std_err = 0.01, .variance = 0.2, .samples = 1000, .tau = 2, .r_hat = 1.001};
    summary.components = {{"kinetic", 4, 0.1}, {"trap", 6, 0.2}};
    summary.evaluation = Summary::Evaluation{.tail_index = 3, .tail_index_error = 0.2, .largest_share = 0.3};
    summary.reference = Reference{10, 0, "exact"};
  }
  Summary summary;
};

TEST_F(SummaryWarnings, a_good_measurement_has_none) {
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  EXPECT_THAT(warnings_of(Summary{}), IsEmpty());
}

TEST_F(SummaryWarnings, an_energy_further_below_its_reference_than_chance_allows_is_wrong) {
  summary.energy.mean = 9.961;
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  summary.energy.mean = 9.959;
  EXPECT_THAT(warnings_of(summary), ElementsAre(HasSubstr("4.1 standard errors below the reference")));
  summary.energy.mean = 11;  // above it there may be any number
  EXPECT_THAT(warnings_of(summary), IsEmpty());
}

TEST_F(SummaryWarnings, the_uncertainty_of_the_reference_counts) {
  summary.energy.mean = 9.9;
  EXPECT_THAT(warnings_of(summary), testing::SizeIs(1));
  summary.reference->uncertainty = 0.03;
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  summary.reference->uncertainty = NAN;  // an approximation
  EXPECT_THAT(warnings_of(summary), IsEmpty());
}

TEST_F(SummaryWarnings, what_is_within_rounding_is_no_distance) {
  summary.energy.std_err = 1e-17;
  summary.energy.mean = 10 - 4e-15;
  EXPECT_TRUE(difference_of(summary)->rounding);
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  summary.precision = "float";
  summary.energy.mean = 10 - 4e-6;
  EXPECT_TRUE(difference_of(summary)->rounding);
  summary.energy.mean = 10 - 4e-4;
  EXPECT_FALSE(difference_of(summary)->rounding);
  EXPECT_THAT(warnings_of(summary), testing::SizeIs(1));
}

TEST_F(SummaryWarnings, an_energy_without_an_error_has_no_number_of_errors) {
  summary.energy.std_err = 0;
  summary.energy.mean = 9;
  EXPECT_EQ(difference_of(summary)->errors(), 0);
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  summary.reference.reset();
  EXPECT_FALSE(difference_of(summary));
}

TEST_F(SummaryWarnings, heavy_tails_are_told_from_those_of_nodes) {
  auto& found = *summary.evaluation;
  found.tail_index = 2;
  EXPECT_THAT(warnings_of(summary), ElementsAre(HasSubstr("heavy tails (index 2.0")));
  found.largest_share = 0.1;  // a tail that ends
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  found.largest_share = 0.3;
  found.tail_index = 2.4;
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  found.tail_index = 1.5;
  found.tail_index_error = 1;  // nothing is known
  EXPECT_THAT(warnings_of(summary), IsEmpty());
  found.tail_index_error = 0.1;
  summary.energy.variance = 1e-28;  // the rounding of an exact state
  EXPECT_THAT(warnings_of(summary), IsEmpty());
}

TEST_F(SummaryWarnings, each_trouble_is_named) {
  summary.energy.r_hat = 1.06;
  auto& found = *summary.evaluation;
  found.above_apart = 7;
  found.target_error = 0.001;
  found.discarded = 512;
  found.settled = false;
  found.lost_walkers = 1;
  summary.nonfinite_walkers = 1;
  summary.rejected_steps = 2;
  EXPECT_THAT(
      warnings_of(summary),
      ElementsAre(HasSubstr("R-hat 1.060"), HasSubstr("7 standard errors above that of the particles far apart"),
                  HasSubstr("not within its target of 0.001"), HasSubstr("first 512 samples were left out"),
                  HasSubstr("still drifted"), HasSubstr("1 walker was at one time where"),
                  HasSubstr("1 walker was not finite"), HasSubstr("2 steps were rejected")));
}

}  // namespace
}  // namespace kato
