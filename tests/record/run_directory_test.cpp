// SPDX-License-Identifier: Apache-2.0
#include "record/run_directory.hpp"

#include "input/input.hpp"
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

// What the command writes as the input of two particles.
std::string resolved_input(const std::filesystem::path& written) { return to_toml(load_input(written)); }

TEST_F(RunDirectories, an_input_of_a_person_is_never_replaced) {
  const auto job = write("input.toml", "# why: see my notes\n[system]\nparticles = 2\n");
  const auto mine = read(job);
  for (const bool force : {false, true}) {
    const auto message = message_of([&] { RunDirectory::create(directory, force, "seed = 3\n"); });
    EXPECT_TRUE(has(message, "input.toml: is an input itself", "choose another directory", "-o"));
  }
  const auto resolved = resolved_input(job);
  for (const auto& edited : {"# a note\n" + resolved, resolved + "\n", std::string("[system]\nparticels = 2\n")}) {
    write("input.toml", edited);
    write("history.csv", "step\n");
    message_of([&] { RunDirectory::create(directory, true, "seed = 3\n"); });
    EXPECT_EQ(read(job), edited);
    EXPECT_EQ(read(directory / "history.csv"), "step\n");
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 2);
}

TEST_F(RunDirectories, the_input_of_an_earlier_run_is_replaced_if_forced) {
  const auto input = write("input.toml", "[system]\nparticles = 2\n");
  write("input.toml", resolved_input(input));
  EXPECT_TRUE(has(message_of([&] { RunDirectory::create(directory, false, "seed = 3\n"); }), "holds a run already"));
  RunDirectory::create(directory, true, "seed = 3\n");
  EXPECT_EQ(read(input), "seed = 3\n");
}

// An earlier version knew fewer settings.
TEST_F(RunDirectories, the_input_of_an_earlier_version_is_replaced_if_forced_where_its_records_are) {
  const auto input = write("input.toml", "[system]\nparticles = 2\n");
  auto text = resolved_input(input);
  const auto line = text.find("require_closed_shell");
  ASSERT_NE(line, std::string::npos);
  text.erase(line, text.find('\n', line) + 1 - line);
  write("input.toml", text);
  EXPECT_TRUE(has(message_of([&] { RunDirectory::create(directory, true, "seed = 3\n"); }), "is an input itself"));
  write("log.txt", "");
  RunDirectory::create(directory, true, "seed = 3\n");
  EXPECT_EQ(read(input), "seed = 3\n");
}

TEST_F(RunDirectories, force_keeps_links_and_removes_what_they_lead_to) {
  std::filesystem::create_directories(directory / "large");
  std::filesystem::create_directories(directory / "run");
  write("large/c.h5", "old");
  write("large/mine", "mine");
  std::filesystem::create_symlink("../large/c.h5", directory / "run/checkpoint.h5");
  std::filesystem::create_symlink("/dev/null", directory / "run/log.txt");
  RunDirectory::create(directory / "run", true, "seed = 3\n");
  EXPECT_TRUE(std::filesystem::is_symlink(directory / "run/checkpoint.h5"));
  EXPECT_FALSE(std::filesystem::exists(directory / "large/c.h5"));
  EXPECT_TRUE(std::filesystem::is_symlink(directory / "run/log.txt"));
  EXPECT_EQ(read(directory / "large/mine"), "mine");
}

TEST_F(RunDirectories, a_refusal_leaves_no_new_file) {
  std::filesystem::create_directories(directory / "history.csv/inside");
  EXPECT_TRUE(has(message_of([&] { RunDirectory::create(directory, true, "seed = 3\n"); }), "history.csv",
                  "there is a directory of this name"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 1);
}

TEST_F(RunDirectories, a_lock_is_for_one_and_clears_up_after_one_that_was_killed) {
  RunDirectory::create(directory, false, "seed = 1\n");
  write("checkpoint.h5.tmp", "half");
  write("notes.tmp", "mine");
  auto run = RunDirectory::open(directory);
  run.lock();
  EXPECT_FALSE(std::filesystem::exists(directory / "checkpoint.h5.tmp"));
  EXPECT_TRUE(std::filesystem::exists(directory / "notes.tmp"));
  EXPECT_TRUE(has(message_of([&] { DirectoryLock second(directory); }), "is in use by another kato"));
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
