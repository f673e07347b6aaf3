// SPDX-License-Identifier: Apache-2.0
#include "record/session.hpp"

#include <gtest/gtest.h>

#include "record/newton_session.hpp"

namespace kato {
namespace {

class Sessions : public testing::Test {
 protected:
  static Input input(const std::vector<std::string>& changes = {}) {
    return resolve_input(parse_toml("seed = 4\ntitle = \"root\"\n[system]\nspace = \"numbers\"\n", "input.toml"),
                         changes, registry());
  }
  const bool registered = register_newton();
};

TEST_F(Sessions, are_made_by_the_method_that_takes_the_input) {
  const auto session = make_session(input({"root.of=9"}));
  ASSERT_NE(dynamic_cast<NewtonSession*>(session.get()), nullptr);
  EXPECT_EQ(session->begin(), "begun");
  while (!session->trained()) session->advance();
  EXPECT_EQ(session->steps_done(), 6);
  EXPECT_NEAR(session->evaluate()->summary.energy.mean, 3, 1e-6);
}

TEST_F(Sessions, that_are_restored_know_the_time_before) {
  const auto session = make_session(input());
  session->begin();
  session->advance();
  { const auto time = session->timers().measure("sampling"); }
  auto saved = session->save();
  EXPECT_EQ(saved.seed, 4U);
  EXPECT_EQ(saved.step, 1);
  EXPECT_EQ(saved.input, to_toml(input()));
  EXPECT_LE(saved.seconds.at("sampling"), saved.seconds.at("total"));
  saved.seconds = {{"total", 100}, {"sampling", 60}};
  const auto restored = make_session(input(), saved);
  EXPECT_GE(restored->seconds(), 100);
  EXPECT_LT(restored->seconds(), 150);
  EXPECT_EQ(restored->timers().seconds(), (std::map<std::string, double>{{"sampling", 60}}));
  EXPECT_EQ(restored->advance().row.energy, session->advance().row.energy);
}

TEST_F(Sessions, have_a_summary_at_any_time) {
  const auto session = make_session(input());
  auto found = session->summary();
  EXPECT_EQ(found.status, "stopped");
  EXPECT_EQ(found.reason, "measured before the training was done");
  EXPECT_EQ(found.title, "root");
  EXPECT_EQ(found.seed, 4U);
  EXPECT_EQ(found.energy.unit, "one");
  while (!session->trained()) session->advance();
  session->timers().add("optimizer", 2.5);
  found = session->summary();
  EXPECT_EQ(found.status, "finished");
  EXPECT_EQ(found.reason, "all steps were done");
  EXPECT_EQ(found.steps, 6);
  EXPECT_EQ(found.seconds.optimizer, 2.5);
  EXPECT_EQ(found.seconds.sampling, 0);
}

}  // namespace
}  // namespace kato
