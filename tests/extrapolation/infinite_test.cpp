// SPDX-License-Identifier: Apache-2.0
#include "extrapolation/infinite.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "extrapolation/rings.hpp"

namespace kato {
namespace {

class Infinite : public Rings {
 protected:
  Infinite() { start("five", ring(5)), start("three", ring(3)), start("seven", ring(7)); }

  std::filesystem::path at(const std::string& name) const { return directory / name; }
  nlohmann::json found(const std::vector<std::filesystem::path>& runs, const GivenCoefficients& given = {}) const {
    return nlohmann::json::parse(infinite_system(runs, given, true));
  }

  const double kinetic = std::pow(std::numbers::pi, 2) / 24;  // T_inf at density 1
};

TEST_F(Infinite, rings_of_the_free_gas_have_its_energy) {
  const auto all = found({at("five"), at("three"), at("seven")});
  EXPECT_NEAR(all.at("energy").at("mean").get<double>(), kinetic, 1e-13);
  EXPECT_LT(all.at("energy").at("std_err").get<double>(), 1e-13);
  EXPECT_EQ(all.at("energy").at("unit"), "hbar^2/(m a^2)");
  EXPECT_NEAR(all.at("per_particle").at("mean").get<double>(), 1, 1e-12);
  EXPECT_EQ(all.at("per_particle").at("unit"), "E_FG");
  EXPECT_NEAR(all.at("b1").at("mean").get<double>(), 1, 1e-11);
  EXPECT_NEAR(all.at("b2").at("mean").get<double>(), 0, 1e-12);
  EXPECT_NEAR(all.at("free_gas").get<double>(), kinetic, 1e-15);
  EXPECT_EQ(all.at("b1").at("origin"), "fitted");
  EXPECT_EQ(all.at("degrees_of_freedom"), 0);
}

TEST_F(Infinite, runs_are_in_the_order_of_their_numbers) {
  const auto all = found({at("five"), at("three"), at("seven")});
  ASSERT_EQ(all.at("runs").size(), 3U);
  EXPECT_EQ(all.at("runs")[0].at("directory"), at("three").string());
  EXPECT_EQ(all.at("runs")[0].at("particles"), 6);
  EXPECT_EQ(all.at("runs")[2].at("particles"), 14);
}

TEST_F(Infinite, the_text_has_the_law_its_coefficients_and_where_they_are_from) {
  const auto text = infinite_system({at("three"), at("five")}, {}, false);
  EXPECT_TRUE(has(text, "1 dimension, density 1 a^-1 (r_s 0.5 a)", "E/N [hbar^2/(m a^2)]", "E_inf    0.41123351671",
                  "E_FG", "b1       1   (not fitted", "chi^2    none"))
      << text;
  EXPECT_TRUE(has(infinite_system({at("five")}, {.b1 = 1, .b2 = 0}, false), "b1       1   (given)", "b2       0 "))
      << text;
}

TEST_F(Infinite, what_the_runs_warned_of_is_said_again) {
  auto doubtful = summary("three");
  doubtful.warnings = {"the walkers do not agree"};
  write_summary(at("three") / "summary.json", doubtful);
  const auto text = infinite_system({at("three"), at("five")}, {}, false);
  EXPECT_TRUE(has(text, "warning: " + at("three").string() + ": the walkers do not agree")) << text;
}

TEST_F(Infinite, one_run_needs_both_coefficients) {
  EXPECT_TRUE(has(message_of([&] { infinite_system({at("three")}, {}, false); }), "--b2"));
  EXPECT_NEAR(found({at("three")}, {.b1 = 1, .b2 = 0}).at("energy").at("mean").get<double>(), kinetic, 1e-13);
}

}  // namespace
}  // namespace kato
