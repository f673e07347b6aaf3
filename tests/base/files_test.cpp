// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <thread>

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using Files = TemporaryDirectory;

TEST_F(Files, a_file_is_replaced_whole_and_nothing_stays_beside_it) {
  const auto path = write("summary.json", "an old and longer text");
  write_file(path, std::string("new\0text", 8));
  EXPECT_EQ(read_file(path), std::string("new\0text", 8));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 1);
}

TEST_F(Files, a_refused_write_leaves_the_old_file) {
  const auto below_a_file = write("file", "old") / "summary.json";
  EXPECT_TRUE(has(message_of([&] { write_file(below_a_file, "new"); }), "summary.json", "cannot be written (", "-o"));
  EXPECT_EQ(read(directory / "file"), "old");
}

TEST_F(Files, a_refused_write_leaves_nothing_beside_the_file) {
  std::filesystem::create_directories(directory / "place");
  EXPECT_TRUE(
      has(message_of([&] { write_file(directory / "place", "new"); }), "place: there is a directory", "name a file"));
  { const NewFile never_put(directory / "page", "new"); }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 1);
}

TEST_F(Files, a_link_stays_and_what_it_leads_to_is_written) {
  const auto page = write("page", "old");
  std::filesystem::create_symlink("page", directory / "link");
  std::filesystem::create_symlink(directory / "link", directory / "link_to_link");
  write_file(directory / "link_to_link", "new");
  EXPECT_EQ(read(page), "new");
  std::filesystem::create_directories(directory / "below");
  std::filesystem::create_symlink("below/not_yet", directory / "ahead");
  write_file(directory / "ahead", "first");
  EXPECT_EQ(read(directory / "below/not_yet"), "first");
  for (const char* name : {"link", "link_to_link", "ahead"})
    EXPECT_TRUE(std::filesystem::is_symlink(directory / name)) << name;
  std::filesystem::create_symlink("circle", directory / "circle");
  EXPECT_TRUE(has(message_of([&] { write_file(directory / "circle", "new"); }), "circle: cannot be written (Too many"));
}

TEST_F(Files, what_is_no_ordinary_file_is_written_to_as_it_is) {
  const auto pipe = directory / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = read(pipe); });
  write_file(pipe, "through the pipe");
  reader.join();
  EXPECT_EQ(got, "through the pipe");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  std::filesystem::create_symlink("/dev/null", directory / "nowhere");
  write_file(directory / "nowhere", "lost");
  EXPECT_TRUE(std::filesystem::is_character_file(directory / "nowhere"));
  EXPECT_TRUE(std::filesystem::is_symlink(directory / "nowhere"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 2);
}

TEST_F(Files, a_name_of_an_open_file_appends_to_it) {
  const auto log = write("log", "before, ");
  const Descriptor file(log, O_WRONLY | O_APPEND);
  const auto name = std::to_string(file.get());
  write_file("/dev/fd/" + name, "then, ");
  write_file("/proc/self/fd/" + name, "after");
  EXPECT_EQ(read(log), "before, then, after");
  EXPECT_TRUE(is_stream("/dev/stdout"));
  EXPECT_FALSE(is_stream(log));
  EXPECT_FALSE(is_stream(directory / "1"));
}

TEST_F(Files, a_file_of_somebody_else_beside_it_stays) {
  const auto other = write("page.tmp", "mine");
  write_file(directory / "page", "new");
  EXPECT_EQ(read(other), "mine");
  EXPECT_EQ(read(directory / "page"), "new");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 2);
}

TEST_F(Files, a_kept_file_is_what_a_link_leads_to) {
  const auto target = write("target", "first");
  std::filesystem::create_symlink("target", directory / "link");
  keep_file(directory / "link", directory / "kept");
  write_file(directory / "link", "second");
  EXPECT_EQ(read(directory / "kept"), "first");
  EXPECT_EQ(read(target), "second");
  EXPECT_FALSE(std::filesystem::is_symlink(directory / "kept"));
}

// /dev/shm, which is memory, is another file system nearly everywhere.
TEST_F(Files, a_file_is_kept_on_another_file_system_as_a_copy) {
  const std::filesystem::path memory = "/dev/shm";
  const bool other = ::access(memory.c_str(), W_OK) == 0;
  const auto far = other ? memory / directory.filename() : directory / "far";
  write_file(far, "far away");
  std::filesystem::create_symlink(far, directory / "link");
  keep_file(directory / "link", directory / "kept");
  EXPECT_EQ(read(directory / "kept"), "far away");
  EXPECT_EQ(read(far), "far away");
  std::filesystem::remove(far);
}

TEST_F(Files, a_full_disk_says_so) {
  const Descriptor full("/dev/full", O_WRONLY);
  EXPECT_TRUE(has(message_of([&] { write_all(full.get(), "text", "history.csv"); }),
                  "history.csv: cannot be written (No space left on device)", "make room", "kato resume"));
}

TEST_F(Files, a_missing_file_is_named) {
  EXPECT_TRUE(has(message_of([&] { read_file(directory / "none"); }), "none: cannot be read (No such file"));
}

}  // namespace
}  // namespace kato
