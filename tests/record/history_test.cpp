// SPDX-License-Identifier: Apache-2.0
#include "record/history.hpp"

#include <algorithm>
#include <cstdlib>

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using Histories = TemporaryDirectory;

const std::string header =
    "step,stage,energy,std_err,variance,acceptance,tau,learning_rate,gradient_norm,resampled,seconds\n";

std::string row(int step) { return std::to_string(step) + ",0,1,2,3,4,5,6,7,1,8\n"; }

TEST_F(Histories, a_row_reads_back_to_the_same_bits) {
  const auto path = directory / "history.csv";
  History(path).append({.step = 1, .stage = 2, .energy = 1.0 / 3, .std_err = 0.1, .variance = 5e-324});
  const auto text = read(path);
  EXPECT_EQ(text, header + "1,2,0.3333333333333333,0.1,5e-324,nan,nan,nan,nan,1,0\n");
  EXPECT_EQ(std::strtod("0.3333333333333333", nullptr), 1.0 / 3);
}

TEST_F(Histories, a_step_says_whether_its_walkers_were_drawn) {
  const auto path = directory / "history.csv";
  History(path).append({.step = 1, .resampled = true});
  History(path).append({.step = 2, .resampled = false});
  EXPECT_TRUE(has(read(path), "1,0,nan,nan,nan,nan,nan,nan,nan,1,0\n", "2,0,nan,nan,nan,nan,nan,nan,nan,0,0\n"));
}

TEST_F(Histories, opened_again_it_is_appended_to) {
  const auto path = directory / "history.csv";
  History(path).append({.step = 1});
  History(path).append({.step = 2});
  const auto text = read(path);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_TRUE(text.starts_with(header + "1,"));
}

TEST_F(Histories, going_back_to_a_checkpoint_cuts_later_and_unfinished_rows) {
  const std::string rows = header + row(1) + row(2);
  const auto path = write("history.csv", rows + row(3) + row(10) + "1");
  History(path, 2).append({.step = 3, .energy = 7});
  EXPECT_TRUE(read(path).starts_with(rows + "3,0,7,nan,"));
  const auto torn = write("torn.csv", rows + "3,0,c");
  History(torn, 5);
  EXPECT_EQ(read(torn), rows);
  History(torn, 0);
  EXPECT_EQ(read(torn), header);
}

// What a machine that stopped may leave, and what an editor or a disk may do: half a row, zeros, a row twice, a row of
// another one's parts, a number that is none.
TEST_F(Histories, a_broken_row_costs_itself_and_no_other) {
  for (const std::string& broken :
       {std::string("3,0,1,2\n"), std::string(40, '\0') + "\n", std::string("x\n"), std::string("\n"), row(2),
        std::string("3,0,1,2,c,4,5,6,7,1,8\n"), std::string("3x,0,1,2,3,4,5,6,7,1,8\n"), row(-3)}) {
    const auto path = write("history.csv", header + row(1) + row(2) + broken + row(4) + row(5) + row(10));
    History history(path, 9);
    EXPECT_EQ(history.last_step(), 5);
    EXPECT_EQ(history.damaged(), 1) << broken;
    history.append({.step = 6, .energy = 7});
    EXPECT_TRUE(read(path).starts_with(header + row(1) + row(2) + row(4) + row(5) + "6,0,7,nan,")) << broken;
  }
}

TEST_F(Histories, a_row_without_its_end_takes_the_next_one_with_it) {
  const auto path = write("history.csv", header + row(1) + "2,0,1,2,3,4,5,6,7,1" + row(3) + row(4));
  EXPECT_EQ(History(path, 9).last_step(), 4);
  EXPECT_EQ(read(path), header + row(1) + row(4));
}

TEST_F(Histories, a_row_with_a_wrong_step_costs_no_other) {
  for (const int wrong : {1, 2, 7, 9, 12}) {
    const auto path = write("history.csv", header + row(1) + row(2) + row(wrong) + row(4) + row(5) + row(6));
    const History history(path, 9);
    EXPECT_EQ(history.damaged(), 1) << wrong;
    EXPECT_EQ(history.last_step(), 6) << wrong;
    EXPECT_EQ(read(path), header + row(1) + row(2) + row(4) + row(5) + row(6)) << wrong;
  }
}

TEST_F(Histories, rows_that_are_cut_are_not_damaged) {
  const auto path = write("history.csv", header + row(1) + row(2) + row(3) + "x\n" + row(4) + "1");
  const History history(path, 2);
  EXPECT_EQ(history.damaged(), 0);
  EXPECT_EQ(read(path), header + row(1) + row(2));
}

TEST_F(Histories, an_unfinished_first_line_is_written_anew) {
  const auto path = write("history.csv", header.substr(0, 20));
  EXPECT_EQ(History(path, 3).last_step(), 0);
  EXPECT_EQ(read(path), header);
}

TEST_F(Histories, rows_that_are_missing_show_in_the_last_step) {
  const auto path = write("history.csv", header + row(1) + row(2));
  EXPECT_EQ(History(path, 5).last_step(), 2);
  EXPECT_EQ(History(path, 1).last_step(), 1);
}

TEST_F(Histories, a_file_of_another_kind_is_left_alone) {
  const auto path = write("history.csv", "x,y\n1,2\n");
  EXPECT_TRUE(has(message_of([&] { History history(path, 0); }), "is not the history of a run"));
  EXPECT_EQ(read(path), "x,y\n1,2\n");
}

TEST_F(Histories, a_full_disk_says_so) {
  EXPECT_TRUE(has(message_of([] { History("/dev/full").append({}); }), "No space left on device", "kato resume"));
}

}  // namespace
}  // namespace kato
