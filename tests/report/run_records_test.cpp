// SPDX-License-Identifier: Apache-2.0
#include "report/run_records.hpp"

#include <gmock/gmock.h>

#include "message.hpp"
#include "record/run_directory.hpp"
#include "report_files.hpp"

namespace kato {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Records = ReportFiles;

TEST_F(Records, of_a_run_that_has_ended_are_all_read) {
  const auto run = make_run("a", 3);
  summarise("a", example_summary());
  const auto records = read_run(run);
  EXPECT_EQ(records.status, "finished");
  EXPECT_EQ(records.title, "two");
  EXPECT_EQ(records.history.size(), 3U);
  ASSERT_TRUE(records.summary && records.reference);
  EXPECT_EQ(records.reference->energy, 10.8914219);
  EXPECT_THAT(records.warnings, IsEmpty());
}

TEST_F(Records, a_directory_without_a_run_is_a_mistake) {
  EXPECT_TRUE(has(message_of([&] { read_run(directory); }), "holds no run"));
  EXPECT_TRUE(has(message_of([&] { read_run(directory / "nowhere"); }), "no such directory"));
}

TEST_F(Records, a_run_that_has_just_begun_has_an_input_and_no_more) {
  const auto run = make_run("a", 0);
  std::filesystem::remove(run / "history.csv");
  const auto records = read_run(run);
  EXPECT_EQ(records.status, "interrupted");
  EXPECT_TRUE(records.history.empty());
  EXPECT_FALSE(records.summary);
}

TEST_F(Records, a_run_under_way_is_seen_by_its_lock) {
  const auto path = make_run("a", 3);
  auto run = RunDirectory::open(path);
  run.lock();
  EXPECT_EQ(read_run(path).status, "running");
  EXPECT_THAT(read_run(path).warnings, IsEmpty());
  const auto before = fingerprint({path});
  run = RunDirectory::open(path);
  EXPECT_EQ(read_run(path).status, "interrupted");
  EXPECT_NE(fingerprint({path}), before);
}

TEST_F(Records, a_summary_of_an_earlier_state_is_not_taken_for_this_one) {
  const auto run = make_run("a", 9);
  summarise("a", example_summary());  // of step 3
  const auto records = read_run(run);
  EXPECT_FALSE(records.summary);
  EXPECT_EQ(records.status, "interrupted");
  EXPECT_THAT(records.reason, HasSubstr("no summary of step 9"));
}

TEST_F(Records, files_that_cannot_be_read_cost_their_part_alone) {
  const auto run = make_run("a", 3);
  write("a/summary.json", "{\"status\": ");
  write("a/evaluation.h5", "no HDF5");
  const auto records = read_run(run);
  EXPECT_EQ(records.history.size(), 3U);
  ASSERT_EQ(records.warnings.size(), 3U);
  EXPECT_THAT(records.warnings[0], HasSubstr("summary.json: is not the summary of a run"));
  EXPECT_THAT(records.warnings[1], HasSubstr("evaluation.h5: is not an HDF5 file"));
  EXPECT_THAT(records.warnings[2], HasSubstr("kato resume"));
}

TEST_F(Records, the_input_may_give_the_reference) {
  const auto run = make_run("a", 3);
  write("a/input.toml", "[reference]\nenergy = 3\n");
  ASSERT_TRUE(read_run(run).reference);
  EXPECT_EQ(read_run(run).reference->energy, 3.0);
  write("a/input.toml", "[reference]\nenergy = \"exact\"\n");
  EXPECT_FALSE(read_run(run).reference);
}

TEST_F(Records, of_several_runs_have_names_of_their_own) {
  std::filesystem::create_directories(directory / "x");
  std::filesystem::create_directories(directory / "y");
  make_run("x/a", 1), make_run("y/a", 1), make_run("b", 1);
  std::vector<std::string> names;
  for (const auto& run : read_records({directory / "x/a", directory / "y/a", directory / "b" / ""}))
    names.push_back(run.name);
  EXPECT_THAT(names, ElementsAre((directory / "x/a").string(), (directory / "y/a").string(), "b"));
}

TEST_F(Records, their_fingerprint_changes_with_a_file_and_not_by_itself) {
  const auto run = make_run("a", 3);
  const auto before = fingerprint({run});
  EXPECT_EQ(fingerprint({run}), before);
  make_run("a", 4);
  EXPECT_NE(fingerprint({run}), before);
}

}  // namespace
}  // namespace kato
