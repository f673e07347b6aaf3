// SPDX-License-Identifier: Apache-2.0
#include "record/run_directory.hpp"

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using RunDirectories = TemporaryDirectory;

TEST_F(RunDirectories, a_new_one_holds_the_resolved_input) {
  const auto run = RunDirectory::create(directory / "a" / "b", false, "seed = 1\n");
  EXPECT_EQ(read(run.input()), "seed = 1\n");
  EXPECT_EQ(RunDirectory::open(directory / "a" / "b").path(), run.path());
}

TEST_F(RunDirectories, one_that_holds_a_run_is_refused_and_left_as_it_is) {
  const auto history = write("history.csv", "step\n");
  EXPECT_TRUE(has(message_of([&] { RunDirectory::create(directory, false, "seed = 2\n"); }), "holds a run already",
                  "history.csv", "--force", "kato resume"));
  EXPECT_EQ(read(history), "step\n");
  EXPECT_FALSE(std::filesystem::exists(directory / "input.toml"));
}

TEST_F(RunDirectories, force_removes_what_a_run_writes_and_nothing_else) {
  const auto notes = write("notes.txt", "mine");
  for (const char* name : {"input.toml", "history.csv", "checkpoint.h5", "checkpoint.prev.h5", "summary.json",
                           "log.txt", "evaluation.h5", "summary.json.tmp", "checkpoint.h5.tmp", "input.toml.tmp"})
    write(name, "old");
  RunDirectory::create(directory, true, "seed = 3\n");
  EXPECT_EQ(read(notes), "mine");
  EXPECT_EQ(read(directory / "input.toml"), "seed = 3\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 2);
}

TEST_F(RunDirectories, a_place_that_cannot_be_written_is_named) {
  const auto file = write("file", "mine");
  EXPECT_TRUE(has(message_of([&] { RunDirectory::create(file / "run", false, ""); }), "cannot be made", "-o"));
  EXPECT_TRUE(has(message_of([&] { RunDirectory::create(file, true, ""); }), "cannot be made", "-o"));
  EXPECT_TRUE(has(message_of([&] { RunDirectory::create("/proc/kato/run", false, ""); }), "cannot be made", "-o"));
  EXPECT_EQ(read(file), "mine");
}

TEST_F(RunDirectories, what_holds_no_run_cannot_be_opened) {
  EXPECT_TRUE(has(message_of([&] { RunDirectory::open(directory); }), "holds no run", "kato run"));
  EXPECT_TRUE(has(message_of([&] { RunDirectory::open(directory / "none"); }), "no such directory"));
}

TEST_F(RunDirectories, the_default_place_is_named_for_the_input) {
  EXPECT_EQ(RunDirectory::default_path("examples/demo.toml"), std::filesystem::path("runs/demo"));
}

}  // namespace
}  // namespace kato
