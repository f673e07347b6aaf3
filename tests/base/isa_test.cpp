// SPDX-License-Identifier: Apache-2.0
#include "base/isa.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "base/processor.hpp"
#include "base/random_kernel.hpp"
#include "message.hpp"

namespace kato {
namespace {

TEST(Isa, has_the_names_that_the_environment_takes) {
  EXPECT_EQ(name(Isa::portable), "portable");
  EXPECT_EQ(name(Isa::avx2), "avx2");
  EXPECT_EQ(name(Isa::avx512), "avx512");
}

TEST(Isa, the_usable_ones_are_the_portable_one_and_then_wider_ones_that_run_here) {
  const auto usable = usable_isas();
  EXPECT_EQ(usable.front(), Isa::portable);
  EXPECT_EQ(std::ranges::adjacent_find(usable, std::greater_equal()), usable.end());
  EXPECT_LE(usable.back(), isa_of_processor());
}

// Whatever the build, a narrow one beside the processor's own is either in the program or refused.
TEST(Isa, a_table_gives_the_kernels_that_were_built_and_refuses_the_others) {
  static constexpr int numbers[] = {10, 20, 30};
  constexpr const int* whole[] = {&numbers[0], &numbers[1], &numbers[2]};
  for (const Isa isa : usable_isas()) EXPECT_EQ(*at_isa(whole, isa), 10 * (1 + static_cast<int>(isa)));
  constexpr const int* none[] = {nullptr, nullptr, nullptr};
  EXPECT_TRUE(has(message_of([&] { at_isa(none, Isa::portable); }), "no kernels for portable", "-DKATO_ISAS=all"));
}

TEST(Isa, the_kernels_of_every_usable_one_are_in_the_program) {
  for (const Isa isa : usable_isas()) EXPECT_NE(random_kernel(isa), nullptr);
}

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
  for (const Isa isa : {Isa::avx2, Isa::avx512}) {
    const bool usable = std::ranges::count(usable_isas(), isa) > 0;
    EXPECT_EXIT(exit_with_choice(name(isa).data()), testing::ExitedWithCode(usable ? static_cast<int>(isa) : 99),
                usable ? "" : "KATO_ISA: this (processor does not run|program has no kernels for) avx");
  }
  EXPECT_EXIT(exit_with_choice("sse9"), testing::ExitedWithCode(99), "unknown instruction set 'sse9'; use portable");
}

}  // namespace
}  // namespace kato
