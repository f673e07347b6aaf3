// SPDX-License-Identifier: Apache-2.0
#include "run/update_times.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "run/vmc_session.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

TEST(UpdateTimes, a_power_law_goes_on_and_is_at_most_quadratic) {
  EXPECT_NEAR(extrapolated(1, 4, 4, 2), 8, 1e-12);        // linear
  EXPECT_NEAR(extrapolated(1, 16, 4, 4), 256, 1e-9);      // quadratic
  EXPECT_NEAR(extrapolated(1, 1000, 4, 4), 16000, 1e-9);  // a time that was disturbed
  EXPECT_NEAR(extrapolated(3, 3, 4, 100), 3, 1e-12);      // the same for any number
  EXPECT_NEAR(extrapolated(3, 1, 4, 100), 1, 1e-12);      // no number takes less
  EXPECT_NEAR(extrapolated(0, 2, 1, 5), 10, 1e-12);       // one number alone
  EXPECT_EQ(extrapolated(1, 7, 4, 1), 7);                 // all were tried
}

TEST(UpdateTimes, energies_and_their_rows_are_copied_in_turns) {
  LocalEnergies few{.total = {1, 2}, .kinetic = {}, .trap = {}, .terms = {}, .channels = {}, .psi = {}, .gradient = {}};
  const std::vector<double> place{0.5, 0.25};
  few.density.add(1, {.x = place, .particles = 2, .dimensions = 1}, 0.1);
  const auto all = copies_of(few, 5);
  EXPECT_EQ(all.total, (std::vector<double>{1, 2, 1, 2, 1}));
  EXPECT_EQ(all.density.walker, (std::vector<std::size_t>{1, 3}));  // the sixth walker would have the third
  EXPECT_EQ(all.density.energy, (std::vector<double>{0.1, 0.1}));
  EXPECT_EQ(all.density.places.x, (std::vector<double>{0.5, 0.25, 0.5, 0.25}));
}

TEST(UpdateTimes, every_optimiser_can_be_tried) {
  for (const auto& kind : registry().names("optimizer")) {
    const auto input = resolve_input(parse_toml(small_run, "input.toml"), {"optimizer.kind=" + kind}, registry());
    const VmcSession session(input);
    const PlannedRun plan{.input = session.input(),
                          .stages = {&session.last_stage(), 1},
                          .theta = session.wave_function().parameters(),
                          .walkers = session.walkers(),
                          .copied = {}};
    Trial few(plan, session.last_stage(), plan.theta, plan.walkers, 4);
    LocalEnergies energies;
    local_energies(few.psi, few.stage.system, few.walkers, energies);
    const auto times = update_times(plan, session.last_stage(), plan.theta, plan.walkers, energies, 0.01);
    EXPECT_TRUE(std::isfinite(times.gradient) && times.gradient > 0) << kind;
    EXPECT_TRUE(std::isfinite(times.optimizer) && times.optimizer > 0) << kind;
  }
}

}  // namespace
}  // namespace kato
