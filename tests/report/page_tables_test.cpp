// SPDX-License-Identifier: Apache-2.0
#include "report/page_tables.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "report_files.hpp"

namespace kato {
namespace {

using testing::ElementsAre;

struct PageTables : ReportFiles {
  PageTables() {
    run.name = "a";
    run.unit = "hbar omega";
    run.status = "finished";
    run.summary = example_summary();
    run.reference = run.summary->reference;
    run.history = {{.step = 3, .energy = 11.25, .seconds = 75}};
  }
  // What the table says of the run in row r.
  static std::string at(const PageTable& table, const std::string& column, std::size_t r = 0) {
    const auto found = std::ranges::find(table.columns, column);
    return found == table.columns.end() ? "no column"
                                        : table.rows[r][static_cast<std::size_t>(found - table.columns.begin())];
  }
  RunRecords run;
};

TEST_F(PageTables, the_energy_has_its_error_and_its_distance_from_the_reference) {
  const auto table = summary_table({run});
  EXPECT_EQ(at(table, "Run"), "a");
  EXPECT_EQ(at(table, "Energy"), "10.89139(17) \u0127\u03c9");
  EXPECT_EQ(at(table, "Reference"), "10.89142190(10)");
  EXPECT_EQ(at(table, "Difference"), "-3.2e-05, 0.2 errors");
  EXPECT_EQ(at(table, "Steps"), "3");
}

TEST_F(PageTables, the_distance_from_the_best_determinant_is_the_correlation_energy) {
  run.reference = Reference{11, NAN, "an approximation: Hartree-Fock, in a basis"};
  EXPECT_EQ(at(summary_table({run}), "Difference"), "-0.10861(17) (correlation)");
}

// Fourteen electrons at r_s = 5, of which Hartree-Fock has -0.0580391931 hartree each.
TEST_F(PageTables, a_box_has_its_size_and_energies_of_a_particle) {
  run.box = BoxRecords{.dimensions = 3,
                       .particles = 14,
                       .counts = "7 up + 7 down",
                       .numbers = {19.425, 0.00191, 5, 0.3838, 0.0442, "bohr", "hartree", 1, "hartree"},
                       .interacting = true,
                       .free_gas = 14 * 0.0448,
                       .first_order = 14 * -0.0580391931};
  run.unit = "hartree";
  run.reference.reset();
  run.summary->energy.mean = 14 * -0.0796, run.summary->energy.std_err = 14 * 0.0002;
  const auto results = summary_table({run}), box = box_table({run});
  EXPECT_EQ(at(results, "Energy of all"), "-1.114(3) hartree");
  EXPECT_EQ(at(results, "Energy of a particle"), "-0.0796(2) hartree");
  EXPECT_EQ(at(box, "Particles"), "7 up + 7 down");
  EXPECT_EQ(at(box, "Side"), "19.425 bohr");
  EXPECT_EQ(at(box, "Density"), "0.00191 bohr\u207b\u00b3");
  EXPECT_EQ(at(box, "k_F"), "0.3838 bohr\u207b\u00b9");
  EXPECT_EQ(at(box, "Hartree-Fock"), "-0.0580391931 hartree");
  EXPECT_EQ(at(box, "Correlation"), "-0.0216(2) hartree");
  EXPECT_EQ(at(box, "Free gas of this N"), "0.0448 hartree");
  EXPECT_EQ(at(box, "Reference"), "no column");

  run.reference = Reference{14 * -0.0580391931, NAN, "an approximation"};  // the same number once more
  EXPECT_EQ(box_table({run}).rows, box.rows);
  EXPECT_EQ(summary_table({run}).rows, results.rows);
  run.reference = Reference{14 * -0.08, 0, "exact"};
  EXPECT_EQ(at(box_table({run}), "Reference"), "-0.08 hartree");
  EXPECT_EQ(at(summary_table({run}), "Reference of all"), "-1.12");
}

TEST_F(PageTables, bosons_in_a_box_have_no_k_f_and_are_in_units_of_the_free_gas) {
  run.box = BoxRecords{.dimensions = 1,
                       .particles = 2,
                       .fermions = false,
                       .counts = "2",
                       .numbers = {2, 1, 0.5, 3, 4, "a", "hbar^2/(m a^2)", 4, "E_FG"},
                       .first_order = 16.0};
  run.reference = Reference{12, 0, "closed form"};
  const auto box = box_table({run});
  EXPECT_EQ(at(box, "k_F"), "no column");
  EXPECT_EQ(at(box, "First order"), "2 E_FG");
  EXPECT_EQ(at(box, "Reference"), "1.5 E_FG");
  EXPECT_EQ(at(box, "E_FG"), "4 \u0127\u00b2/(m a\u00b2)");
  EXPECT_EQ(at(summary_table({run}), "Reference of all"), "12");
  run.box.reset();
  EXPECT_TRUE(box_table({run}).rows.empty());
}

TEST_F(PageTables, without_statistics_there_are_no_errors) {
  run.unit = "MeV";
  run.summary->energy.std_err = 0;
  run.summary->energy.mean = -2.2245673;
  run.reference = Reference{-2.224573, 0, "given"};
  EXPECT_EQ(at(summary_table({run}), "Energy"), "-2.2245673 MeV");
  EXPECT_EQ(at(summary_table({run}), "Reference"), "-2.224573");
  EXPECT_EQ(at(summary_table({run}), "Difference"), "+5.7e-06");
}

TEST_F(PageTables, a_run_that_was_not_measured_shows_its_last_step) {
  run.summary.reset();
  run.reference.reset();
  const auto table = summary_table({run});
  EXPECT_EQ(at(table, "Energy"), "11.25 in the last step");
  EXPECT_EQ(at(table, "Difference"), "-");
  EXPECT_EQ(at(table, "Time"), "1 min 15 s");
  run.history.clear();
  EXPECT_EQ(at(summary_table({run}), "Energy"), "-");
  EXPECT_TRUE(components_table({run}).rows.empty());
}

TEST_F(PageTables, parts_that_one_run_has_not_are_left_blank) {
  auto other = run;
  other.summary->components = {{"kinetic", 5, 0.1}, {"contact", 3, 0.1}};
  const auto table = components_table({run, other});
  EXPECT_THAT(table.columns, ElementsAre("Run", "kinetic", "trap", "contact"));
  EXPECT_EQ(at(table, "trap", 0), "2.0(2)");
  EXPECT_EQ(at(table, "trap", 1), "-");
  EXPECT_EQ(at(table, "contact", 1), "3.00(10)");
}

TEST_F(PageTables, single_numbers_are_a_table_of_their_own) {
  run.measured.curves = {{"contact-density", "tan", "C [a_ho^-3]", "", {0}, {0.75}, {0.003}},
                         {"virial", "", "ratio", "", {0}, {1.5}, {0.3}},
                         {"density", "", "", "x", {0, 1}, {1, 1}, {0, 0}}};
  run.summary->properties = {{"radius", 1.9675}};
  const auto table = numbers_table({run});
  EXPECT_THAT(table.columns,
              ElementsAre("Run", "contact-density tan: C [a_ho\u207b\u00b3]", "virial: ratio", "radius"));
  EXPECT_THAT(table.rows[0], ElementsAre("a", "0.750(3)", "1.5(3)", "1.9675"));
}

TEST_F(PageTables, the_phases_add_up_to_the_total) {
  double sum = 0;
  for (const auto& [name, seconds] : phases_of(*run.summary)) sum += seconds;
  EXPECT_DOUBLE_EQ(sum, 10);
  EXPECT_EQ(phases_of(*run.summary).back(), (std::pair<std::string, double>{"other", 1}));
  EXPECT_EQ(at(seconds_table({run}), "total"), "10.0");
}

TEST_F(PageTables, settings_are_compared_between_runs) {
  auto other = run;
  run.settings = {{"seed", "1"}, {"train.steps", "5"}};
  other.settings = {{"seed", "2"}, {"train.steps", "5"}};
  EXPECT_THAT(differences_table({run, other}).columns, ElementsAre("Run", "seed"));
  EXPECT_TRUE(differences_table({run}).columns.empty());
}

}  // namespace
}  // namespace kato
