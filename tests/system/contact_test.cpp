// SPDX-License-Identifier: Apache-2.0
#include "system/contact.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "message.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

const std::vector<Species> one_and_one{{"up", 1}, {"down", 1}};

const Matter pair{.particles = 2, .species = one_and_one};

std::unique_ptr<Interaction> contact(const Settings& settings, const Matter& matter = pair) {
  return registry().factory<Interaction>("contact")(matter, default_settings("interaction", "contact", settings));
}

TEST(Contact, asks_for_a_slope_of_half_the_strength_between_species_only) {
  const auto cusp = contact(Settings({{"strength", -3.0}}))->cusp();
  ASSERT_TRUE(cusp.has_value());
  EXPECT_EQ(cusp->unlike, -1.5);
  EXPECT_FALSE(cusp->like.has_value());
}

// -hbar^2/m psi'' of the relative motion: the slope is that of g in units of it.
TEST(Contact, asks_for_a_slope_in_the_systems_units) {
  auto heavy = pair;
  heavy.hbar2_m = 0.25;
  EXPECT_EQ(contact(Settings({{"strength", 3.0}}), heavy)->cusp()->unlike, 6);
}

TEST(Contact, reorganised_asks_for_a_rounded_slope_with_the_matched_weight_alone) {
  const auto reorganised = [](double rounding, const std::string& weight) {
    return contact(
        Settings({{"strength", 1.0}, {"treatment", "reorganised"}, {"weight", weight}, {"rounding", rounding}}));
  };
  const auto cusp = reorganised(0.02, "matched")->cusp();
  ASSERT_TRUE(cusp.has_value());
  EXPECT_EQ(cusp->unlike, 0.5);
  EXPECT_EQ(cusp->rounding, 0.02);
  EXPECT_FALSE(reorganised(0.02, "gaussian")->cusp().has_value());
}

TEST(Contact, needs_two_species_and_one_dimension) {
  const Settings settings({{"strength", 1.0}});
  EXPECT_TRUE(
      has(message_of([&] { contact(settings, {.particles = 2}); }), "different species", "system.up and system.down"));
  EXPECT_TRUE(has(message_of([&] { contact(settings, {.dimensions = 2, .particles = 2, .species = one_and_one}); }),
                  "one dimension"));
}

TEST(Contact, acts_between_all_bosons_of_one_kind) {
  const Settings settings({{"strength", 3.0}});
  const Matter bosons{.particles = 3, .statistics = Statistics::boson};
  EXPECT_EQ(contact(settings, bosons)->cusp()->bosons, 1.5);
  const Matter two_kinds{.particles = 2, .species = one_and_one, .statistics = Statistics::boson};
  EXPECT_TRUE(has(message_of([&] { contact(settings, two_kinds); }), "bosons of one kind"));
  const std::vector<double> x{0.3, -0.4, 1.1}, gradient{0.2, 0.7, -0.5};
  const std::vector<Species> all_different{{"a", 1}, {"b", 1}, {"c", 1}};
  EXPECT_EQ(contact_density({}, x, gradient), contact_density(all_different, x, gradient));
  EXPECT_NE(contact_density({}, x, gradient), 0);
}

// psi = exp(-(x1^2 + x2^2)/2): the relative coordinate has |psi|^2 = exp(-x^2/2)/sqrt(2 pi), so that the contact
// density is 1/sqrt(2 pi). Sums over a grid of both coordinates.
struct Product {
  static constexpr double exact = 0.3989422804014327;
  static double log_abs(double x1, double x2) { return -0.5 * (x1 * x1 + x2 * x2); }

  template <class F>
  static double mean(F&& f) {
    double sum = 0, norm = 0;
    for (double x1 = -6; x1 < 6; x1 += 0.05)
      for (double x2 = -5.987; x2 < 6; x2 += 0.05) {
        const double weight = std::exp(2 * log_abs(x1, x2));
        sum += weight * f(x1, x2);
        norm += weight;
      }
    return sum / norm;
  }
};

TEST(Contact, its_density_by_parts_is_that_of_a_product_of_gaussians) {
  const double found = Product::mean([](double x1, double x2) {
    return contact_density(one_and_one, std::vector{x1, x2}, std::vector{-x1, -x2});
  });
  EXPECT_NEAR(found, Product::exact, 2e-4);  // the grid meets a kink
}

// psi = exp(-(x1^2 + x2^2)/2) (1 + |x|): with a kink, too. <delta> = 1/norm, norm = integral exp(-x^2/2) (1 + |x|)^2.
TEST(Contact, its_density_by_parts_does_not_mind_a_kink) {
  double sum = 0, norm = 0;
  for (double x = -9.995; x < 10; x += 0.01) {
    const double slope = (x < 0 ? -1 : 1) / (1 + std::abs(x));  // d/dx of ln(1 + |x|)
    const std::vector<double> place{0.5 * x, -0.5 * x}, gradient{-0.5 * x + slope, 0.5 * x - slope};
    const double weight = std::exp(-0.5 * x * x) * std::pow(1 + std::abs(x), 2);
    sum += weight * contact_density(one_and_one, place, gradient);
    norm += weight;
  }
  EXPECT_NEAR(sum / norm, 1 / (norm * 0.01), 1e-5);
}

TEST(Contact, every_weight_gives_the_mean_of_the_delta_function) {
  for (const char* weight : {"matched", "gaussian"}) {
    const auto interaction = contact(Settings({{"strength", 2.0},
                                               {"treatment", "reorganised"},
                                               {"weight", std::string(weight)},
                                               {"rounding", 0.4},
                                               {"width", 0.43}}));
    ASSERT_EQ(interaction->connects(), Enters::density);
    double sum = 0, norm = 0;
    for (double x1 = -5; x1 < 5; x1 += 0.1)
      for (double x2 = -5; x2 < 5; x2 += 0.1) {
        const std::vector<double> x{x1, x2};
        Connections connections(1);
        interaction->connect({.x = x, .particles = 2, .dimensions = 1}, connections);
        for (const auto& to : connections.all()) {
          EXPECT_EQ(to.walker, 0u);
          EXPECT_EQ(to.enters, Enters::density);
          auto moved = x;
          moved[static_cast<std::size_t>(to.i)] = connections.place(to)[0];
          EXPECT_EQ(moved[0], moved[1]);
          sum += to.coefficient * std::exp(2 * Product::log_abs(moved[0], moved[1]));
        }
        norm += std::exp(2 * Product::log_abs(x1, x2));
      }
    EXPECT_NEAR(sum / norm, 2 * Product::exact, 1.2e-3) << weight;  // the normal density has an end
  }
}

// A kink that is rounded leaves the spike in the kinetic energy that a sharp one does not have.
TEST(Contact, sharp_and_rounded_kinks_do_not_mix) {
  System system{pair};
  for (const char* treatment : {"cusp", "reorganised"})
    system.interactions.push_back(
        {treatment, contact(Settings({{"strength", 1.0}, {"treatment", std::string(treatment)}}))});
  EXPECT_TRUE(has(message_of([&] { static_cast<void>(system.cusp()); }), "rounded", "one treatment"));
  system.interactions.back().interaction = contact(Settings({{"strength", 2.0}}));
  EXPECT_EQ(system.cusp()->unlike, 1.5);
}

TEST(Contact, bosons_of_one_species_are_as_those_without_species) {
  const std::vector<double> x{0.3, 0.31, 0.28};
  const Settings settings({{"strength", 2.0}, {"treatment", "reorganised"}, {"rounding", 0.1}});
  Connections without(1), with(1);
  contact(settings, {.particles = 3, .statistics = Statistics::boson})
      ->connect({.x = x, .particles = 3, .dimensions = 1}, without);
  contact(settings, {.particles = 3, .species = {{"up", 3}}, .statistics = Statistics::boson})
      ->connect({.x = x, .particles = 3, .dimensions = 1}, with);
  ASSERT_EQ(with.all().size(), 6u);
  ASSERT_EQ(without.all().size(), 6u);
  for (std::size_t n = 0; n < 6; ++n) {
    EXPECT_EQ(with.all()[n].i, without.all()[n].i);
    EXPECT_EQ(with.all()[n].coefficient, without.all()[n].coefficient);
    EXPECT_EQ(with.place(with.all()[n])[0], without.place(without.all()[n])[0]);
  }
}

// Three particles: one up and two down make two pairs, and neither the third is one.
TEST(Contact, acts_between_species_and_not_within_one) {
  const std::vector<Species> species{{"up", 1}, {"down", 2}};
  const std::vector<double> x{5, 0, 1e-3}, gradient{0, 1e3, -1e3};
  EXPECT_LT(std::abs(contact_density(species, x, gradient)), 0.1);
  const std::vector<double> near{0, 1e-3, 5}, pull{-3, 3, 0};
  EXPECT_NEAR(contact_density(species, near, pull), -3, 0.01);
}

}  // namespace
}  // namespace kato
