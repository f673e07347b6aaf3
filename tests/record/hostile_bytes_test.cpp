// SPDX-License-Identifier: Apache-2.0
#include "record/hostile_bytes.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/random.hpp"
#include "message.hpp"

namespace kato {
namespace {

using namespace std::string_literals;

// What the fuzzers (`make fuzz`) do without end, a little of it in every build: seeds, changed at random places.
class Mutations {
 public:
  explicit Mutations(std::uint64_t seed) : seed_(seed) {}

  std::string of(std::string bytes) {
    const auto edits = 1 + number(6);
    for (std::size_t n = 0; n < edits; ++n) {
      const auto at = number(bytes.size() + 1);
      switch (number(4)) {
        case 0: bytes.insert(at, 1, static_cast<char>(number(256))); break;
        case 1: bytes.erase(at, number(12)); break;
        case 2: bytes.insert(at, bytes.substr(number(bytes.size() + 1), number(40))); break;
        default:
          if (at < bytes.size()) bytes[at] = static_cast<char>(number(256));
      }
    }
    return bytes;
  }

 private:
  std::size_t number(std::size_t below) {
    double u = 0;
    fill_uniform({.seed = seed_, .purpose = Purpose::test}, 0, 2 * drawn_++, {&u, 1});
    return std::min(below - 1, static_cast<std::size_t>(u * static_cast<double>(below)));
  }
  std::uint64_t seed_;
  std::uint32_t drawn_ = 0;
};

TEST(HostileBytes, no_input_does_worse_than_being_refused) {
  const std::string seed =
      "title = \"a \\\"b\\\"\"\nseed = 3\n[system]\nparticles = 2\n[[system.interaction]]\nkind = \"gaussian\"\n"
      "strength = 0.1\n[ansatz]\nenvelope = true\n[optimizer]\nkind = \"adam\"\nmoments = [0.1, 0.7]\n[train]\n"
      "steps = 7\n[[train.stage]]\nsteps = 5\nset = { \"system.interaction.0.strength\" = 0.2 }\n[evaluate]\n"
      "observables = [\"density\"]\ndensity.bins = 17\n";
  const std::string changes = "\0system.particles=4\0optimizer.moments=[0.5]\0title=x"s;
  ASSERT_TRUE(read_hostile_input(seed));
  ASSERT_TRUE(read_hostile_input(seed + changes));
  Mutations mutations(1);
  int accepted = 0, refused = 0;
  for (int n = 0; n < 4000; ++n) (read_hostile_input(mutations.of(seed + changes)) ? accepted : refused)++;
  EXPECT_GT(accepted, 10);
  EXPECT_GT(refused, 1000);
}

TEST(HostileBytes, the_inputs_of_the_examples_pass_or_are_refused) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(KATO_TEST_DATA "/../../examples")) {
    std::ifstream file(entry.path(), std::ios::binary);
    if (entry.is_regular_file()) read_hostile_input(std::string(std::istreambuf_iterator<char>(file), {}));
  }
}

TEST(HostileBytes, deep_nests_are_refused_before_the_stack_is_full) {
  for (const std::string open : {"[", "{ a = "}) {
    std::string text = "x = ";
    for (int n = 0; n < 100'000; ++n) text += open;
    EXPECT_FALSE(read_hostile_input(text));
    EXPECT_FALSE(read_hostile_input("[system]\nparticles = 2\n\0x="s + text.substr(4)));
  }
  std::string path = "a";
  for (int n = 0; n < 100'000; ++n) path += ".a";
  EXPECT_FALSE(read_hostile_input(path + " = 1\n"));
  EXPECT_FALSE(read_hostile_input("[system]\nparticles = 2\n\0"s + path + "=1"));
}

TEST(HostileBytes, no_checkpoint_does_worse_than_being_refused) {
  const std::string good(64, '\0');
  ASSERT_TRUE(read_hostile_checkpoint(good));
  Mutations mutations(2);
  int accepted = 0, refused = 0;
  for (int n = 0; n < 400; ++n) (read_hostile_checkpoint(mutations.of(good)) ? accepted : refused)++;
  EXPECT_GT(accepted, 10);
  EXPECT_GT(refused, 10);
  const auto whole = hostile_checkpoint("");
  EXPECT_TRUE(read_hostile_checkpoint("\1" + whole));
  for (int n = 0; n < 2000; ++n) {
    const auto damaged = mutations.of(whole);
    EXPECT_EQ(read_hostile_checkpoint("\1" + damaged), damaged == whole);
  }
}

// Found by the fuzzer: a number that is not finite in what is under way.
TEST(HostileBytes, a_state_under_way_that_is_not_finite_is_told) {
  const auto bytes = "@\n\x14"s + std::string(42, '\0') + ".\0Y\4\5\5\0\x88\x34\0\xfb"s;
  EXPECT_TRUE(read_hostile_checkpoint(bytes));
  const auto checkpoint = decoded(hostile_checkpoint(std::string_view(bytes).substr(1)), "checkpoint.h5");
  EXPECT_TRUE(has(nonfinite_part(checkpoint), "under way"));
}

}  // namespace
}  // namespace kato
