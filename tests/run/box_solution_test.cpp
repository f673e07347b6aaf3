// SPDX-License-Identifier: Apache-2.0
#include "run/box_solution.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "exact/boxed.hpp"
#include "message.hpp"

namespace kato {
namespace {

using exact::boxed;
using exact::boxed_bosons;
using exact::with;
using nlohmann::json;

TEST(BoxSolution, of_electrons_is_the_determinant_term_by_term_beside_the_free_gas) {
  const double side = 5 * std::cbrt(4 * std::numbers::pi * 14 / 3);
  const auto found = box_solution(with(boxed(3, {{"up", 7}, {"down", 7}}, side), "coulomb", {}));
  const auto all = json::parse(found.json);
  EXPECT_TRUE(all.at("energy").is_null());
  const auto& determinant = all.at("hartree_fock");
  EXPECT_NEAR(determinant.at("per_particle").at("energy").get<double>(), -0.0580391931, 1e-9);
  EXPECT_EQ(determinant.at("per_particle").at("unit"), "hartree");
  EXPECT_NEAR(determinant.at("components").at("kinetic").get<double>() / 14, 0.0448365147, 1e-9);
  EXPECT_NEAR(determinant.at("components").at("exchange").get<double>() / 14, -0.0298460402, 1e-9);
  EXPECT_NEAR(determinant.at("components").at("self").get<double>() / 14, -0.0730296676, 1e-9);
  EXPECT_EQ(all.at("first_order").at("energy"), determinant.at("energy"));
  EXPECT_NEAR(all.at("non_interacting").at("energy").get<double>() / 14, 0.0448365147, 1e-9);
  EXPECT_TRUE(
      has(found.text, "energy       unknown", "hartree-fock -0.81254", "(an upper bound)", "exchange", "free "));
}

TEST(BoxSolution, of_a_pair_has_the_exact_energy_with_its_parts_below_the_determinant) {
  const auto all = json::parse(
      box_solution(with(boxed(3, {{"up", 1}, {"down", 1}}, 3), "gaussian", Settings({{"strength", 4.0}}))).json);
  const double energy = all.at("energy");
  EXPECT_LT(energy, all.at("hartree_fock").at("energy").get<double>());
  EXPECT_GT(energy, all.at("non_interacting").at("energy").get<double>());
  EXPECT_GT(all.at("uncertainty").get<double>(), 0);
  EXPECT_NEAR(all.at("components").at("kinetic").get<double>() + all.at("components").at("interaction").get<double>(),
              energy, 1e-8);
}

// N = 14: T/(N E_FG) of the infinite gas' energy.
TEST(BoxSolution, of_the_free_gas_is_in_units_of_the_infinite_one) {
  const auto found = box_solution(boxed(3, {{"up", 7}, {"down", 7}}, 2.3));
  const auto all = json::parse(found.json);
  EXPECT_NEAR(all.at("per_particle").at("energy").get<double>(), 1.0144461685, 1e-10);
  EXPECT_EQ(all.at("per_particle").at("unit"), "E_FG");
  EXPECT_EQ(all.at("energy"), all.at("non_interacting").at("energy"));
  EXPECT_FALSE(all.contains("hartree_fock"));
  EXPECT_EQ(found.text.find("unknown"), std::string::npos);
}

TEST(BoxSolution, of_open_shells_says_what_they_are_and_what_closes) {
  const auto found = box_solution(with(boxed(3, {{"up", 8}, {"down", 7}}, 3), "coulomb", {}));
  const auto all = json::parse(found.json);
  EXPECT_TRUE(all.at("energy").is_null());
  EXPECT_FALSE(all.contains("hartree_fock"));
  EXPECT_TRUE(has(all.at("non_interacting").at("method").get<std::string>(), "open", "degenerate"));
  EXPECT_TRUE(has(found.text, "8 particles", "7 or 19", "degenerate"));
}

TEST(BoxSolution, of_bosons_has_no_determinant_but_the_first_order) {
  const auto all =
      json::parse(box_solution(with(boxed_bosons(1, 3, 6), "contact", Settings({{"strength", 0.5}}))).json);
  EXPECT_NEAR(all.at("energy").get<double>(), 0.2016242430, 1e-9);
  EXPECT_NEAR(all.at("first_order").at("energy").get<double>(), 0.5 * 3 / 6.0, 1e-12);
  EXPECT_FALSE(all.contains("hartree_fock"));
}

}  // namespace
}  // namespace kato
