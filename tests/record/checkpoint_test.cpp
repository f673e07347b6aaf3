// SPDX-License-Identifier: Apache-2.0
#include "record/checkpoint.hpp"

#include <bit>
#include <cstdio>
#include <limits>

#include "base/files.hpp"
#include "base/version.hpp"
#include "message.hpp"
#include "record/hdf5_file.hpp"
#include "record/old_checkpoint.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using Checkpoints = TemporaryDirectory;

Checkpoint example(std::int64_t step = 41) {
  Checkpoint checkpoint;
  checkpoint.version = version;
  checkpoint.seed = 0xfedcba9876543210U;
  checkpoint.stage = 1;
  checkpoint.step = step;
  checkpoint.parameters = {
      {"b.weight", {2, 3}, {1.0 / 3, -0.0, 5e-324, 1e308, -7, 0.1}}, {"a/bias", {1}, {2}}, {"none", {0}, {}}};
  checkpoint.optimizer = "spring";
  checkpoint.optimizer_state = {{"steps", {41}}, {"last", {0.1, 0.2, 0.3}}, {"empty", {}}};
  checkpoint.walkers = {.particles = 2,
                        .dimensions = 3,
                        .x = {0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 1, 2, 3, 4, 5, 6},
                        .log_abs = std::vector<double>(2)};
  checkpoint.sampler = "metropolis";
  checkpoint.sampler_state = {{"width", {0.7}}};
  checkpoint.training_state = {{"trust", {0.5}}, {"good.optimizer.empty", {}}};
  checkpoint.seconds = {{"sampling", 1.5}, {"total", 3.25}};
  checkpoint.counters = {{"resampled", 3}};
  checkpoint.input = "seed = 1\n[system]\nparticles = 4\n";
  checkpoint.graph = "{\"nodes\": []}";
  checkpoint.beginning = {.settings = "seed = 1\n", .changes = {}, .state = {{"thermalised", {20}}, {"fit.first", {}}}};
  checkpoint.measuring = {.settings = "evaluate.samples = 5\nseed = 1\n",
                          .changes = {"evaluate.samples=5", "seed=1"},
                          .state = {{"total", {0.1, 1.0 / 3}}, {"observable.density", {1, 2}}}};
  return checkpoint;
}

TEST_F(Checkpoints, one_reads_back_bit_for_bit) {
  const auto path = directory / "checkpoint.h5";
  save_checkpoint(path, example());
  std::string warning = "old";
  const auto again = load_checkpoint(path, warning);
  EXPECT_EQ(again, example());
  EXPECT_EQ(warning, "");
  for (std::size_t n = 0; n < 6; ++n)
    EXPECT_EQ(std::bit_cast<std::uint64_t>(again.parameters[0].values[n]),
              std::bit_cast<std::uint64_t>(example().parameters[0].values[n]));
  EXPECT_NE(again, example(42));
}

// Spin and isospin of two particles.
TEST_F(Checkpoints, labels_of_walkers_read_back) {
  auto checkpoint = example();
  checkpoint.walkers.labels = {1, 0, 0, 1, -128, 127, 3, 2};
  const auto again = decoded(encoded(checkpoint), "c.h5");
  EXPECT_EQ(again, checkpoint);
  EXPECT_EQ(again.walkers.labels_each(), 4u);
  EXPECT_EQ(again.walkers.dimensions, 3);
  EXPECT_NE(again, example());
}

// Continuing needs the coordinates alone.
TEST_F(Checkpoints, one_from_before_labels_has_its_walkers_without_particles) {
  const auto again = decoded(from_before_labels(example()), "c.h5");
  auto expected = example();
  expected.version = "0.1.0";
  expected.graph = "";
  expected.beginning = expected.measuring = {};
  expected.walkers.particles = 6;
  expected.walkers.dimensions = 1;
  EXPECT_EQ(again, expected);
  EXPECT_EQ(again.walkers.count(), 2u);
  EXPECT_TRUE(again.walkers.labels.empty());
}

TEST_F(Checkpoints, labels_that_are_none_are_refused) {
  for (const double label : {0.5, 128.0, -129.0, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_TRUE(has(message_of([&] { labels_from(std::vector{0.0, label}); }), "checkpoint: holds a label")) << label;
  EXPECT_EQ(labels_from(std::vector{-128.0, 127.0}), (std::vector<LabelValue>{-128, 127}));
}

TEST_F(Checkpoints, the_one_before_is_kept) {
  const auto path = directory / "checkpoint.h5";
  for (const int step : {1, 2, 3}) save_checkpoint(path, example(step));
  std::string warning;
  EXPECT_EQ(load_checkpoint(path, warning).step, 3);
  EXPECT_EQ(load_checkpoint(directory / "checkpoint.prev.h5", warning).step, 2);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 2);
}

TEST_F(Checkpoints, a_damaged_one_is_replaced_by_the_one_before_with_a_warning) {
  const auto path = directory / "checkpoint.h5";
  for (const int step : {1, 2}) save_checkpoint(path, example(step));
  const auto whole = read(path);
  std::string warning;
  for (std::size_t length = 0; length < whole.size(); length += length < 64 || length + 64 > whole.size() ? 1 : 173) {
    write("checkpoint.h5", whole.substr(0, length));
    EXPECT_EQ(load_checkpoint(path, warning).step, 1) << length;
    EXPECT_TRUE(has(warning, "checkpoint.h5: ", "going on from", "checkpoint.prev.h5, at step 1"));
  }
  std::filesystem::remove(path);
  EXPECT_EQ(load_checkpoint(path, warning).step, 1);
  EXPECT_TRUE(has(warning, "cannot be read (No such file"));
}

TEST_F(Checkpoints, every_flipped_bit_is_noticed) {
  const auto path = directory / "checkpoint.h5";
  for (const int step : {1, 2}) save_checkpoint(path, example(step));
  const auto whole = read(path);
  std::string warning;
  EXPECT_EQ(load_checkpoint(path, warning).step, 2);
  for (std::size_t at = 0; at < whole.size(); at += 101) {
    auto damaged = whole;
    damaged[at] ^= 4;
    write("checkpoint.h5", damaged);
    EXPECT_EQ(load_checkpoint(path, warning).step, 1) << at;
    EXPECT_NE(warning, "");
  }
}

TEST_F(Checkpoints, a_damaged_one_never_takes_the_place_of_the_one_before) {
  const auto path = directory / "checkpoint.h5";
  for (const int step : {1, 2}) save_checkpoint(path, example(step));
  write("checkpoint.h5", "damaged");
  save_checkpoint(path, example(3));
  std::string warning;
  EXPECT_EQ(load_checkpoint(path, warning).step, 3);
  EXPECT_EQ(load_checkpoint(directory / "checkpoint.prev.h5", warning).step, 1);
}

TEST_F(Checkpoints, without_one_before_damage_is_an_error) {
  const auto path = directory / "checkpoint.h5";
  save_checkpoint(path, example());
  write("checkpoint.h5", read(path).substr(0, 1000));
  std::string warning;
  EXPECT_TRUE(has(message_of([&] { load_checkpoint(path, warning); }), "checkpoint.h5"));
  EXPECT_TRUE(has(message_of([&] { load_checkpoint(directory / "other.h5", warning); }),
                  "other.h5: cannot be read (No such file"));
}

TEST_F(Checkpoints, where_both_are_damaged_the_message_says_what_to_do) {
  const auto path = directory / "checkpoint.h5";
  for (const int step : {1, 2}) save_checkpoint(path, example(step));
  write("checkpoint.h5", "cut");
  write("checkpoint.prev.h5", "short");
  std::string warning;
  for (const bool there : {true, false}) {
    if (!there) std::filesystem::remove(path);
    EXPECT_TRUE(has(message_of([&] { load_checkpoint(path, warning); }),
                    "checkpoint.h5: is damaged or missing, and so is checkpoint.prev.h5", "put a copy",
                    (directory / "input.toml").string() + " -o " + directory.string() + " --force"));
  }
}

// The new one is put where the old one was in one step: a second name for it is made before.
TEST_F(Checkpoints, the_last_one_is_never_missing_while_it_is_replaced) {
  const auto path = directory / "checkpoint.h5";
  save_checkpoint(path, example(1));
  const auto first = read(path);
  keep_file(path, directory / "checkpoint.prev.h5");
  EXPECT_EQ(read(path), first);
  EXPECT_EQ(read(directory / "checkpoint.prev.h5"), first);
  save_checkpoint(path, example(2));
  EXPECT_EQ(read(directory / "checkpoint.prev.h5"), first);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 2);
}

// The checksum behind a checkpoint, FNV-1a.
std::string with_seal(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1099511628211U;
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return bytes + text;
}

TEST_F(Checkpoints, another_format_is_an_error_even_with_one_before) {
  const auto path = directory / "checkpoint.h5";
  save_checkpoint(directory / "checkpoint.prev.h5", example());
  std::string warning;
  Hdf5Writer newer;
  newer.write("format", std::string("kato checkpoint"));
  newer.write("format_version", std::int64_t{99});
  newer.write("version", std::string("9.9.9"));
  write_file(path, with_seal(newer.bytes()));
  EXPECT_TRUE(
      has(message_of([&] { load_checkpoint(path, warning); }), "format 99", "kato 9.9.9", "reads format 3 or 4"));
  Hdf5Writer other;
  other.write("data", std::vector<double>{1});
  write_file(path, with_seal(other.bytes()));
  EXPECT_TRUE(has(message_of([&] { load_checkpoint(path, warning); }), "is no checkpoint of kato"));
}

// Files with a right checksum whose parts are missing, of another type, too large, or do not fit together.
TEST_F(Checkpoints, contents_that_do_not_fit_together_are_refused) {
  const auto message = [](const auto& change) {
    auto checkpoint = example();
    change(checkpoint);
    return message_of([&] { decoded(encoded(checkpoint), "c.h5"); });
  };
  constexpr const char* counts = "counts do not fit together";
  EXPECT_TRUE(has(message([](Checkpoint& c) { c.walkers.log_abs.resize(5); }), counts, "5 walkers of 12"));
  EXPECT_TRUE(has(message([](Checkpoint& c) { c.walkers.log_abs.clear(); }), counts));
  for (const int particles : {-1, 0, 4, 7})
    EXPECT_TRUE(has(message([&](Checkpoint& c) { c.walkers.particles = particles; }), counts)) << particles;
  EXPECT_TRUE(has(message([](Checkpoint& c) { c.walkers.labels.resize(6); }), counts));
  EXPECT_TRUE(has(message([](Checkpoint& c) { c.walkers = {.labels = {1}}; }), counts));
  EXPECT_TRUE(has(message([](Checkpoint& c) { c.step = -1; }), counts, "step -1"));
  Hdf5Writer other;
  other.write("format", std::string("kato checkpoint"));
  other.write("format_version", std::int64_t{3});
  EXPECT_TRUE(has(message_of([&] { decoded(with_seal(other.bytes()), "c.h5"); }), "c.h5: version", "damaged"));
  EXPECT_EQ(decoded(encoded(example()), "c.h5"), example());
  EXPECT_EQ(sealed("abc"), with_seal("abc"));
}

TEST_F(Checkpoints, what_is_none_is_refused) {
  std::string warning;
  Hdf5Writer other;
  other.write("data", std::vector<double>{1});
  for (const auto& bytes : {other.bytes(), std::string("text"), std::string()}) {
    const auto path = write("checkpoint.h5", bytes);
    EXPECT_TRUE(has(message_of([&] { load_checkpoint(path, warning); }), "is damaged or no checkpoint of kato"));
  }
}

TEST_F(Checkpoints, a_number_that_is_not_finite_is_refused_and_nothing_is_written) {
  const auto path = directory / "checkpoint.h5";
  save_checkpoint(path, example(1));
  const auto refused = [&](auto change) {
    auto checkpoint = example(2);
    change(checkpoint);
    const auto message = message_of([&] { save_checkpoint(path, checkpoint); });
    std::string warning;
    EXPECT_EQ(load_checkpoint(path, warning).step, 1);
    return message;
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(
      has(refused([](Checkpoint& c) { c.parameters[0].values[3] = nan; }), "parameter 'b.weight'", "not finite"));
  EXPECT_TRUE(has(refused([](Checkpoint& c) { c.optimizer_state["last"][0] = inf; }), "optimiser state 'last'"));
  EXPECT_TRUE(has(refused([](Checkpoint& c) { c.sampler_state["width"][0] = -inf; }), "sampler state 'width'"));
  EXPECT_TRUE(has(refused([](Checkpoint& c) { c.training_state["trust"][0] = inf; }), "training state 'trust'"));
  EXPECT_TRUE(has(refused([](Checkpoint& c) { c.beginning.state["fit"] = {1, nan}; }), "pretraining under way 'fit'"));
  EXPECT_TRUE(has(refused([](Checkpoint& c) { c.measuring.state["total"] = {inf}; }), "measurement under way 'total'"));
  EXPECT_TRUE(has(refused([](Checkpoint& c) { c.walkers.x[3] = nan; }), "a walker"));
  EXPECT_FALSE(std::filesystem::exists(directory / "checkpoint.prev.h5"));
}

TEST_F(Checkpoints, a_place_that_cannot_be_written_is_named) {
  const auto path = write("file", "mine") / "checkpoint.h5";
  EXPECT_TRUE(has(message_of([&] { save_checkpoint(path, example()); }), "checkpoint.h5", "cannot be written"));
}

}  // namespace
}  // namespace kato
