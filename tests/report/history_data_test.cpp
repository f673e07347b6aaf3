// SPDX-License-Identifier: Apache-2.0
#include "report/history_data.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace kato {
namespace {

TEST(HistoryData, numbers_have_the_digits_that_can_be_seen) {
  EXPECT_EQ(rounded(1.0 / 3, 4), 0.3333);
  EXPECT_EQ(rounded(-123456, 2), -120000);
  EXPECT_TRUE(std::isnan(rounded(NAN, 4)));
  EXPECT_EQ(numbers_data(std::vector<double>{1.0, 0.25, NAN, INFINITY, 1e300}, 4).dump(), "[1,0.25,null,null,1e+300]");
}

TEST(HistoryData, an_empty_history_has_empty_axes) {
  const auto data = history_data({}, 600);
  EXPECT_TRUE(data["step"].empty());
  EXPECT_FALSE(data.contains("energy"));
  EXPECT_EQ(data["rows_per_point"], 1);
}

TEST(HistoryData, the_band_of_the_energy_holds_every_step_with_its_error) {
  const std::vector<HistoryRow> rows{{.step = 1, .energy = 4, .std_err = 1, .seconds = 0.5},
                                     {.step = 2, .energy = 6, .std_err = 1, .seconds = 1},
                                     {.step = 3, .energy = 5, .std_err = 0.5, .seconds = 1.5},
                                     {.step = 4, .energy = NAN, .seconds = 2}};
  const auto data = history_data(rows, 2);
  EXPECT_EQ(data["rows_per_point"], 2);
  EXPECT_EQ(data["step"].dump(), "[2,4]");
  EXPECT_EQ(data["seconds"].dump(), "[1,2]");
  EXPECT_EQ(data["energy"]["mean"].dump(), "[5,5]");
  EXPECT_EQ(data["energy"]["low"].dump(), "[3,4.5]");
  EXPECT_EQ(data["energy"]["high"].dump(), "[7,5.5]");
  EXPECT_EQ(data["energy"]["error"].dump(), "[0.707,0.5]");
}

TEST(HistoryData, what_was_never_measured_is_left_out) {
  const auto data = history_data({{.step = 1, .energy = 4, .learning_rate = 0.1}}, 600);
  EXPECT_TRUE(data.contains("learning_rate"));
  EXPECT_FALSE(data.contains("tau"));
  EXPECT_FALSE(data.contains("gradient_norm"));
}

TEST(HistoryData, a_new_stage_is_marked_where_it_begins) {
  const std::vector<HistoryRow> rows{{.step = 1},
                                     {.step = 2, .stage = 1, .seconds = 3},
                                     {.step = 3, .stage = 1},
                                     {.step = 4, .stage = 2, .seconds = 5}};
  EXPECT_EQ(history_data(rows, 600)["stages"].dump(), R"([{"step":2,"seconds":3.0},{"step":4,"seconds":5.0}])");
}

}  // namespace
}  // namespace kato
