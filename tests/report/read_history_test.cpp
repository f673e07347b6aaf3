// SPDX-License-Identifier: Apache-2.0
#include "report/read_history.hpp"

#include <cmath>

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using ReadHistory = TemporaryDirectory;

TEST_F(ReadHistory, what_was_appended_reads_back_to_the_same_bits) {
  const HistoryRow first{.step = 1, .stage = 0, .energy = 1.0 / 3, .std_err = 1e-17, .seconds = 0.25};
  const HistoryRow second{.step = 2, .stage = 1, .energy = -INFINITY, .tau = 4.5, .seconds = 1e6};
  History history(directory / "history.csv");
  history.append(first);
  history.append(second);
  const auto rows = read_history(directory / "history.csv");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].energy, 1.0 / 3);
  EXPECT_EQ(rows[0].std_err, 1e-17);
  EXPECT_TRUE(std::isnan(rows[0].variance));
  EXPECT_EQ(rows[1].step, 2);
  EXPECT_EQ(rows[1].stage, 1);
  EXPECT_EQ(rows[1].energy, -INFINITY);
  EXPECT_EQ(rows[1].seconds, 1e6);
}

TEST_F(ReadHistory, a_row_that_is_being_written_is_left_out) {
  const auto path = write("history.csv", "step,stage,energy,seconds\n1,0,2.5,0.1\n2,0,2.4,0.");
  ASSERT_EQ(read_history(path).size(), 1U);
  write("history.csv", "step,stage,energy,seconds\n1,0,2.5,0.1\n2,0,2.4,0.2\n");
  EXPECT_EQ(read_history(path).size(), 2U);
}

TEST_F(ReadHistory, rows_that_cannot_be_read_are_left_out) {
  const auto path = write("history.csv", "step,energy\n1,2\n2,two\n3\n4,5,6\n5,7\n");
  const auto rows = read_history(path);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].step, 5);
}

TEST_F(ReadHistory, columns_are_found_by_their_names) {
  const auto rows = read_history(write("history.csv", "energy,novelty,step\n-1.5,9,7\n"));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].step, 7);
  EXPECT_EQ(rows[0].energy, -1.5);
  EXPECT_TRUE(std::isnan(rows[0].acceptance));
}

TEST_F(ReadHistory, a_file_that_is_not_there_has_no_rows_and_another_file_is_refused) {
  EXPECT_TRUE(read_history(directory / "history.csv").empty());
  EXPECT_TRUE(read_history(write("history.csv", "")).empty());
  const auto path = write("history.csv", "a,b\n1,2\n");
  EXPECT_TRUE(has(message_of([&] { read_history(path); }), "is not the history of a run"));
}

}  // namespace
}  // namespace kato
