// SPDX-License-Identifier: Apache-2.0
#include "observe/bins.hpp"

#include <algorithm>
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

TEST(Bins, of_a_box_end_at_half_its_side) {
  System box;
  box.space = {.kind = Space::box, .side = 3};
  EXPECT_EQ(extent_of(Settings({{"extent", 0.0}}), box, 5), 1.5);
}

// A new observable is covered by being registered: in a box it either measures or says that it does not.
TEST(Observables, in_a_box_measure_or_say_what_does) {
  System crystal{{.space = {.kind = Space::box, .side = 3}, .dimensions = 3, .particles = 16}};
  crystal.species = {{"up", 8}, {"down", 8}};
  System ring{{.space = {.kind = Space::box, .side = 3}, .dimensions = 1, .particles = 2}};
  ring.species = {{"up", 1}, {"down", 1}};
  const auto make = [&](const std::string& kind) {
    return registry().factory<Observable>(kind)(kind == "contact-density" ? ring : crystal, 8,
                                                default_settings("observable", kind));
  };
  const std::vector<std::string> measured{"pair-correlation", "structure-factor", "momentum-distribution",
                                          "crystal-density",  "virial",           "contact-density"};
  for (const auto& kind : measured) EXPECT_NO_THROW(make(kind)) << kind;
  for (const auto& kind : registry().names("observable")) {
    if (std::ranges::count(measured, kind) > 0) continue;
    const auto message = message_of([&] { make(kind); });
    EXPECT_TRUE(has(message, "observable " + kind, "in a box", "instead")) << kind;
    for (const auto& other : measured) EXPECT_TRUE(has(message, other));
  }
}

}  // namespace
}  // namespace kato
