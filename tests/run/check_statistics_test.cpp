// SPDX-License-Identifier: Apache-2.0
#include "run/check_statistics.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "message.hpp"
#include "run/stage.hpp"

namespace kato {
namespace {

std::string problem(const std::string& system, const std::string& ansatz) {
  const auto text = "[system]\n" + system + "\n[ansatz]\nkind = \"" + ansatz + "\"\n";
  try {
    static_cast<void>(Stage(resolve_input(parse_toml(text, "input"), {}, registry())));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(CheckStatistics, determinants_are_refused_for_bosons_and_needed_for_fermions) {
  EXPECT_TRUE(has(problem("particles = 2\nstatistics = \"boson\"", "slater"), "ansatz slater", "boson-jastrow"));
  EXPECT_TRUE(has(problem("particles = 2", "boltzmann"), "ansatz boltzmann: is for bosons", "equivariant-slater"));
  EXPECT_TRUE(has(problem("up = 2\ndown = 1", "boson-jastrow"), "fermions of one kind"));
  EXPECT_EQ(problem("particles = 2", "slater"), "");
  EXPECT_EQ(problem("particles = 2\nstatistics = \"boson\"", "boltzmann"), "");
}

TEST(CheckStatistics, particles_that_are_all_different_may_have_either) {
  for (const char* ansatz : {"slater", "boltzmann", "boson-jastrow"})
    for (const char* statistics : {"fermion", "boson"})
      for (const char* particles : {"particles = 1", "up = 1\ndown = 1"})
        EXPECT_EQ(problem(std::string(particles) + "\nstatistics = \"" + statistics + "\"", ansatz), "");
}

TEST(CheckStatistics, bosons_have_a_wave_function_of_their_own_by_default) {
  const auto kind = [](const std::string& statistics) {
    return resolve_input(parse_toml("[system]\nparticles = 2\nstatistics = \"" + statistics + "\"", "input"), {},
                         registry())
        .ansatz.kind;
  };
  EXPECT_EQ(kind("boson"), "boson-jastrow");
  EXPECT_EQ(kind("fermion"), "equivariant-slater");
}

}  // namespace
}  // namespace kato
