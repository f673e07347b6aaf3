// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <fcntl.h>

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
