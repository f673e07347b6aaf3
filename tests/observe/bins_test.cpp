// SPDX-License-Identifier: Apache-2.0
#include "observe/bins.hpp"

#include <string>
#include <vector>

#include "base/error.hpp"
#include "message.hpp"
#include "observe/observable.hpp"
#include "settings.hpp"
#include "terms.hpp"

namespace kato {
namespace {

System with_frequency(double omega) {
  System system;
  system.dimensions = 2;
  system.particles = 2;
  set_potential(system, "harmonic", Settings({{"frequency", std::vector{omega}}}));
  return system;
}

TEST(Bins, hold_their_lower_edge_and_not_their_upper_one) {
  const Bins bins{-1, 1, 4};
  EXPECT_EQ(bins.width(), 0.5);
  EXPECT_EQ(bins.centres(), (std::vector{-0.75, -0.25, 0.25, 0.75}));
  EXPECT_EQ(bins.of(-1), 0u);
  EXPECT_EQ(bins.of(-0.51), 0u);
  EXPECT_EQ(bins.of(0), 2u);
  for (const double beyond : {-1.001, 1.0, 7.0}) EXPECT_EQ(bins.of(beyond), 4u);
}

TEST(Bins, reach_to_so_many_lengths_of_the_trap_unless_they_are_told) {
  const Settings unsaid({{"extent", 0.0}}), said({{"extent", 2.5}});
  EXPECT_DOUBLE_EQ(extent_of(unsaid, System{}), 6);
  EXPECT_DOUBLE_EQ(extent_of(unsaid, with_frequency(0.25), 5), 10);
  EXPECT_DOUBLE_EQ(extent_of(said, with_frequency(0.25)), 2.5);
}

TEST(Bins, are_labelled_with_the_unit_of_length_of_the_system) {
  EXPECT_EQ(length_text(System{}), "a_ho");
  EXPECT_EQ(length_text(System{}, -1), "1/a_ho");
  EXPECT_EQ(length_text(with_frequency(1), 2), "a_ho^2");
  EXPECT_EQ(length_text(with_frequency(0.25), -2), "a^-2");
}

// A new observable is covered by being registered: in a box it either measures or says that it does not.
TEST(Bins, of_a_box_end_at_half_its_side_and_what_means_nothing_there_is_refused) {
  System box;
  box.space = {.kind = Space::box, .side = 3};
  box.particles = 2;
  box.species = {{"up", 1}, {"down", 1}};
  const auto made = [&](const std::string& kind) {
    const auto settings = default_settings("observable", kind);
    return message_of([&] { registry().factory<Observable>(kind)(box, 8, settings); });
  };
  EXPECT_EQ(extent_of(Settings({{"extent", 0.0}}), box, 5), 1.5);
  for (const auto& kind : registry().names("observable")) {
    if (kind == "pair-correlation" || kind == "virial" || kind == "contact-density") continue;
    EXPECT_TRUE(has(made(kind), "observable " + kind, "in a box")) << kind;
  }
  const auto settings = default_settings("observable", "pair-correlation");
  EXPECT_NO_THROW(registry().factory<Observable>("pair-correlation")(box, 8, settings));
}

}  // namespace
}  // namespace kato
