// SPDX-License-Identifier: Apache-2.0
#include "record/hdf5_file.hpp"

#include "base/files.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using Hdf5Files = TemporaryDirectory;

TEST_F(Hdf5Files, what_is_written_reads_back) {
  Hdf5Writer writer;
  const std::vector<double> values{1, 2, 3, 4, 5, 6};
  const std::vector<std::size_t> shape{2, 3};
  const std::string long_text(100'000, 'x');
  writer.write("group/inner/array", values, shape);
  writer.write("group/empty", std::vector<double>{});
  writer.write("number", std::int64_t{-9007199254740993});
  writer.write("text", std::string("a\nb ü"));
  writer.write("no text", std::string());
  writer.write("long text", long_text);
  const auto path = directory / "file.h5";
  write_file(path, writer.bytes());
  const Hdf5Reader reader(path);
  EXPECT_EQ(reader.reals("group/inner/array"), values);
  EXPECT_EQ(reader.shape("group/inner/array"), shape);
  EXPECT_TRUE(reader.reals("group/empty").empty());
  EXPECT_EQ(reader.integer("number"), -9007199254740993);
  EXPECT_EQ(reader.text("text"), "a\nb ü");
  EXPECT_EQ(reader.text("no text"), "");
  EXPECT_EQ(reader.text("long text"), long_text);
  EXPECT_TRUE(reader.contains("group/inner/array"));
  EXPECT_FALSE(reader.contains("group/outer/array"));
  EXPECT_TRUE(has(message_of([&] { reader.reals("missing"); }), "file.h5: missing"));
  EXPECT_TRUE(has(message_of([&] { reader.integer("text"); }), "file.h5: text"));
}

TEST_F(Hdf5Files, a_shape_that_does_not_fit_is_refused) {
  Hdf5Writer writer;
  const std::vector<double> values{1, 2, 3};
  const std::vector<std::size_t> shape{2, 2};
  EXPECT_TRUE(has(message_of([&] { writer.write("a", values, shape); }), "the shape does not fit"));
}

TEST_F(Hdf5Files, two_can_be_made_at_once) {
  Hdf5Writer first, second;
  first.write("a", std::int64_t{1});
  second.write("a", std::int64_t{2});
  EXPECT_EQ(Hdf5Reader(write("first.h5", first.bytes())).integer("a"), 1);
  EXPECT_EQ(Hdf5Reader(write("second.h5", second.bytes())).integer("a"), 2);
}

TEST_F(Hdf5Files, other_files_are_told_apart) {
  EXPECT_TRUE(
      has(message_of([&] { Hdf5Reader reader(directory / "none.h5"); }), "none.h5: cannot be read (No such file"));
  EXPECT_TRUE(has(message_of([&] { Hdf5Reader reader(write("text.h5", "text")); }), "is not an HDF5 file"));
}

}  // namespace
}  // namespace kato
