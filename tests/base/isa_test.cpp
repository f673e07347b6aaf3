// SPDX-License-Identifier: Apache-2.0
#include "base/isa.hpp"

#include <cstdlib>

#include "message.hpp"

namespace kato {
namespace {

TEST(Isa, has_the_names_that_the_environment_takes) {
  EXPECT_EQ(name(Isa::portable), "portable");
  EXPECT_EQ(name(Isa::avx2), "avx2");
  EXPECT_EQ(name(Isa::avx512), "avx512");
}

TEST(Isa, the_chosen_one_runs_here) { EXPECT_LE(chosen_isa(), widest_isa()); }

// The choice is made once a process: a child of its own for each.
void exit_with_choice(const char* wanted) {
  ::setenv("KATO_ISA", wanted, 1);
  try {
    std::exit(static_cast<int>(chosen_isa()));
  } catch (const std::exception& problem) {
    std::fputs(problem.what(), stderr);
    std::exit(99);
  }
}

TEST(IsaDeathTest, the_environment_chooses) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(exit_with_choice("portable"), testing::ExitedWithCode(static_cast<int>(Isa::portable)), "");
  EXPECT_EXIT(exit_with_choice(""), testing::ExitedWithCode(static_cast<int>(widest_isa())), "");
  EXPECT_EXIT(exit_with_choice("sse9"), testing::ExitedWithCode(99), "unknown instruction set 'sse9'; use portable");
}

}  // namespace
}  // namespace kato
