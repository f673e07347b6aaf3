// SPDX-License-Identifier: Apache-2.0
#include "run/hdf5_file.hpp"

#include "message.hpp"
#include "run/files.hpp"
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

TEST_F(Hdf5Files, every_flipped_byte_of_the_numbers_is_noticed) {
  Hdf5Writer writer;
  writer.write("array", std::vector<double>(50, 0.1));
  const auto bytes = writer.bytes();
  const double tenth = 0.1;
  const auto at = bytes.find(std::string(reinterpret_cast<const char*>(&tenth), 8));
  ASSERT_NE(at, std::string::npos);
  for (std::size_t n = 0; n < 400; n += 37) {
    auto damaged = bytes;
    damaged[at + n] ^= 1;
    const Hdf5Reader reader(write("damaged.h5", damaged));
    EXPECT_TRUE(has(message_of([&] { reader.reals("array"); }), "damaged")) << n;
  }
}

TEST_F(Hdf5Files, other_files_are_told_apart) {
  EXPECT_TRUE(has(message_of([&] { Hdf5Reader reader(directory / "none.h5"); }), "none.h5: does not exist"));
  EXPECT_TRUE(has(message_of([&] { Hdf5Reader reader(write("text.h5", "text")); }), "is not an HDF5 file"));
}

}  // namespace
}  // namespace kato
