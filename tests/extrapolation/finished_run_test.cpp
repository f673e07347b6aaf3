// SPDX-License-Identifier: Apache-2.0
#include "extrapolation/finished_run.hpp"

#include <cmath>
#include <numbers>

#include "extrapolation/rings.hpp"

namespace kato {
namespace {

using FinishedRuns = Rings;

TEST_F(FinishedRuns, a_free_gas_has_its_exact_energy) {
  start("a", ring(3));
  const auto run = read_finished_run(directory / "a");
  const auto found = finite_system(run);
  // T_inf = pi^2 n^2/24 of two species; of N on a ring (1 - 4/N^2) of it.
  const double infinite = std::pow(std::numbers::pi, 2) / 24;
  EXPECT_EQ(found.particles, 6);
  EXPECT_NEAR(found.kinetic_excess, -infinite / 9, 1e-15);
  EXPECT_NEAR(found.energy, infinite * 8 / 9, 1e-14);
  EXPECT_GT(found.std_err, 0);
  EXPECT_LT(found.std_err, 1e-14);
}

TEST_F(FinishedRuns, one_gas_is_of_one_density_and_the_same_forces) {
  start("a", ring(3));
  const auto with = [&](const std::string& name, const std::string& text, const std::string& why) {
    start(name, text);
    const auto message = message_of([&] {
      check_one_gas({read_finished_run(directory / "a"), read_finished_run(directory / name)});
    });
    EXPECT_TRUE(has(message, "different gases", why, (directory / name).string())) << message;
  };
  with("dense", ring(3, 3, 1.01), "densities of 1 and 1.01");
  with("uneven", ring(3, 1), "other shares");
  with("polarised", ring(3, 0), "other shares");
  with("contact", ring(3) + contact, "other interactions");
  with("plane", in_a_plane, "1 and 2 dimensions");
}

TEST_F(FinishedRuns, other_numbers_of_one_gas_belong_together) {
  start("a", ring(3)), start("b", ring(5));
  EXPECT_NO_THROW(check_one_gas({read_finished_run(directory / "a"), read_finished_run(directory / "b")}));
}

TEST_F(FinishedRuns, a_run_that_has_no_energy_is_refused) {
  const auto refused = [&](const std::string& name) {
    return message_of([&] { read_finished_run(directory / name); });
  };
  start("trap", "[system]\nparticles = 2\n" + in_no_time);
  EXPECT_TRUE(has(refused("trap"), "not in a periodic box", "\"trap\""));
  start("unmeasured", ring(3), {"evaluate.samples=0"});
  EXPECT_TRUE(has(refused("unmeasured"), "kato evaluate", "was not measured")) << refused("unmeasured");
  start("begun", ring(3));
  std::filesystem::remove(directory / "begun" / "summary.json");
  EXPECT_TRUE(has(refused("begun"), "has not ended", "kato resume"));
  start("stopped", ring(3));
  auto stopped = summary("stopped");
  stopped.status = "stopped", stopped.reason = "SIGTERM";
  write_summary(directory / "stopped" / "summary.json", stopped);
  EXPECT_TRUE(has(refused("stopped"), "is stopped (SIGTERM)", "kato resume"));
  EXPECT_TRUE(has(refused("nowhere"), "no such directory"));
}

TEST_F(FinishedRuns, a_state_that_was_trained_on_is_measured_first) {
  start("a", ring(3) + contact);
  const auto before = summary("a");
  ASSERT_EQ(resume({"train.steps=4"}, quietly("a")), 0);
  write_summary(directory / "a" / "summary.json", before);
  EXPECT_TRUE(has(message_of([&] { read_finished_run(directory / "a"); }), "has gone on since", "kato evaluate"));
  ASSERT_EQ(evaluate({}, quietly("a")), 0);
  EXPECT_NO_THROW(read_finished_run(directory / "a"));
}

}  // namespace
}  // namespace kato
