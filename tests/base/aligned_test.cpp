// SPDX-License-Identifier: Apache-2.0
#include "base/aligned.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace kato {
namespace {

TEST(Aligned, every_vector_begins_at_a_cache_line) {
  for (const std::size_t size : {1, 7, 1000, 1000000}) {
    const AlignedVector<double> vector(size, 1.5);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(vector.data()) % 64, 0u);
    EXPECT_EQ(vector.back(), 1.5);
  }
}

}  // namespace
}  // namespace kato
