// SPDX-License-Identifier: Apache-2.0
#include "report/virial_table.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

namespace kato {
namespace {

using testing::IsEmpty;

// Electrons in the state of their plane waves: E/N = a/r_s^2 + b/r_s, so that 2 <T> + <V> = 2 a/r_s^2 + b/r_s.
RunRecords electrons(double r_s, double virial_off = 0, const std::string& up = "7") {
  const double a = 1.1, b = -0.5, n = 14;
  RunRecords run;
  run.name = fmt::format("{}", r_s);
  run.settings = {{"system.r_s", fmt::format("{}", r_s)}, {"system.up", up}};
  run.box = BoxRecords{.dimensions = 3, .particles = 14};
  run.box->numbers.r_s = r_s;
  run.box->numbers.length_unit = "bohr", run.box->numbers.energy_unit = "hartree";
  run.summary.emplace();
  run.summary->energy.mean = n * (a / (r_s * r_s) + b / r_s);
  run.summary->energy.std_err = n * 1e-4;
  run.measured.curves = {
      {"virial", "difference", "", "", {0}, {n * (2 * a / (r_s * r_s) + b / r_s + virial_off)}, {n * 1e-3}}};
  return run;
}

double slope_of(const std::string& text) { return std::stod(text.substr(0, text.find('('))); }

// Of x^3 at 2 through four uneven places, and of a parabola through three.
TEST(SlopeWeights, are_exact_for_polynomials) {
  const std::vector<double> x{1, 2, 2.5, 4};
  const auto weights = slope_weights(x, 1);
  double slope = 0, sum = 0;
  for (std::size_t j = 0; j < x.size(); ++j) {
    slope += weights[j] * std::pow(x[j], 3);
    sum += weights[j];
  }
  EXPECT_NEAR(slope, 12, 1e-12);
  EXPECT_NEAR(sum, 0, 1e-14);
  const std::vector<double> three{0, 1, 3};
  const auto edge = slope_weights(three, 0);
  EXPECT_NEAR(edge[1] * 1 + edge[2] * 9, 0, 1e-14);  // of x^2 at 0
  EXPECT_NEAR(edge[1] * 1 + edge[2] * 3, 1, 1e-14);  // of x
}

TEST(VirialTable, plane_waves_fulfil_it_at_every_density) {
  const auto table = virial_table({electrons(1), electrons(2), electrons(5), electrons(10), electrons(20)});
  ASSERT_EQ(table.rows.size(), 5U);
  for (const auto& row : table.rows) {
    EXPECT_EQ(row[5].substr(1), "0.0 errors") << row[0];
    const double r = std::stod(row[0]);
    EXPECT_NEAR(slope_of(row[4]), 2 * 1.1 / (r * r) - 0.5 / r, 0.005) << r;
  }
}

TEST(VirialTable, gases_of_several_units_have_each_its_own) {
  std::vector<RunRecords> runs;
  for (const double r_s : {1.0, 2.0, 5.0}) {
    runs.push_back(electrons(r_s));
    runs.push_back(electrons(r_s, 0, "19"));
    runs.back().box->numbers.length_unit = "a", runs.back().box->numbers.energy_unit = "hbar^2/(m a^2)";
  }
  const auto table = virial_table(runs);
  ASSERT_EQ(table.rows.size(), 6U);
  for (std::size_t r = 0; r < 6; ++r)
    for (std::size_t column = 1; column < 5; ++column) {
      const auto& cell = table.rows[r][column];
      const std::string unit = column == 1  ? (r % 2 == 0 ? "bohr" : "a")
                               : r % 2 == 0 ? "hartree"
                                            : "\u0127\u00b2/(m a\u00b2)";
      EXPECT_EQ(cell.substr(cell.find(' ') + 1), unit) << r << " " << column;
    }
}

// Off by three of its errors, which dwarf those of the energies.
TEST(VirialTable, a_virial_that_is_off_is_told_in_errors) {
  auto low = electrons(4), off = electrons(5, 0.003), high = electrons(6);
  for (auto* run : {&low, &off, &high}) run->summary->energy.std_err = 1e-9;
  const auto table = virial_table({low, off, high});
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[1][5], "+3.0 errors");
  EXPECT_EQ(table.rows[0][5].substr(1), "0.0 errors");
}

TEST(VirialTable, takes_three_runs_of_one_gas) {
  EXPECT_THAT(virial_table({electrons(1), electrons(2)}).rows, IsEmpty());
  EXPECT_THAT(virial_table({electrons(1), electrons(2), electrons(5, 0, "19")}).rows, IsEmpty());
  EXPECT_THAT(virial_table({electrons(1), electrons(2), electrons(2)}).rows, IsEmpty());
  auto unmeasured = electrons(5);
  unmeasured.measured.curves.clear();
  EXPECT_THAT(virial_table({electrons(1), electrons(2), unmeasured}).columns, IsEmpty());
}

}  // namespace
}  // namespace kato
