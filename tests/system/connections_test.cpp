// SPDX-License-Identifier: Apache-2.0
#include "system/connections.hpp"

#include <gtest/gtest.h>

#include <array>

namespace kato {
namespace {

TEST(Connections, of_other_walkers_keep_their_order_and_their_places) {
  Connections all(2), more(2);
  all.move(0, 1, std::array{1.0, 2.0}, 10, Enters::density);
  more.exchange(0, 0, 2, 1, -1, 3);
  more.move(1, 2, std::array{3.0, 4.0}, 20, Enters::ratio);
  all.append(more, 5);
  ASSERT_EQ(all.all().size(), 3u);
  EXPECT_EQ(all.all()[1].walker, 5u);
  EXPECT_EQ(all.all()[1].labels, 1u);
  EXPECT_EQ(all.all()[1].channel, 3);
  EXPECT_EQ(all.all()[2].walker, 6u);
  EXPECT_EQ(all.place(all.all()[0])[1], 2);
  EXPECT_EQ(all.place(all.all()[2])[0], 3);
  EXPECT_EQ(all.place(all.all()[2])[1], 4);
}

}  // namespace
}  // namespace kato
