// SPDX-License-Identifier: Apache-2.0
#include "report/page_data.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "report_files.hpp"

namespace kato {
namespace {

using nlohmann::json;

using PageData = ReportFiles;

TEST_F(PageData, every_run_has_its_history_curves_and_input) {
  make_run("a", 3), make_run("b", 5);
  summarise("a", example_summary());
  auto runs = read_records({directory / "a", directory / "b"});
  runs[0].measured.curves = {{"density", "up", "n(x)", "x [a_ho]", {0, 1}, {2, 3}, {0.5, 0.5}},
                             {"virial", "", "", "", {0}, {1}, {0}}};
  runs[0].measured.grids = {{"pairs", "", "", "x1", "x2", {0, 1}, {0, 1}, {1, 2, 3, 4}}};
  const auto data = json::parse(page_data(runs, "mark"));
  EXPECT_EQ(data["mark"], "mark");
  ASSERT_EQ(data["runs"].size(), 2U);
  const auto& a = data["runs"][0];
  EXPECT_EQ(a["history"]["step"], json({1, 2, 3}));
  EXPECT_EQ(a["history"]["stages"].size(), 1U);
  EXPECT_EQ(a["reference"]["energy"], 10.8914219);
  EXPECT_EQ(a["reference"]["approximate"], false);
  ASSERT_EQ(a["curves"].size(), 1U);  // the number is in a table
  EXPECT_EQ(a["curves"][0]["error"], json({0.5, 0.5}));
  EXPECT_EQ(a["grids"][0]["mean"], json({1, 2, 3, 4}));
  EXPECT_EQ(a["grids"][0]["error_at_peak"], nullptr);
  EXPECT_EQ(a["phases"].size(), 6U);
  EXPECT_EQ(data["runs"][1]["status"], "interrupted");
  EXPECT_FALSE(data["runs"][1].contains("reference"));
  EXPECT_NE(data["captions"]["density"], "");
}

TEST_F(PageData, a_box_brings_what_makes_energies_those_of_a_particle) {
  make_run("a", 1);
  write("a/input.toml",
        "[system]\nspace = \"box\"\ndimensions = 3\nup = 7\ndown = 7\nr_s = 5.0\n[[system.interaction]]\nkind = "
        "\"coulomb\"\n");
  const auto run = json::parse(page_data(read_records({directory / "a"})))["runs"][0];
  EXPECT_EQ(run["unit"], "hartree");
  EXPECT_EQ(run["warnings"].size(), 1U);  // it was interrupted
  const auto& box = run["box"];
  EXPECT_EQ(box["divisor"], 14.0);
  EXPECT_EQ(box["unit"], "hartree");
  EXPECT_NEAR(box["k_F"].get<double>(), 0.3838316, 1e-6);  // (9 pi/4)^(1/3)/r_s
  ASSERT_EQ(box["lines"].size(), 2U);
  EXPECT_EQ(box["lines"][0]["name"], "Hartree-Fock");
  EXPECT_NEAR(box["lines"][0]["energy"].get<double>(), 14 * -0.0580391931, 1e-8);
}

TEST_F(PageData, a_reference_of_unknown_uncertainty_is_an_approximation) {
  make_run("a", 3);
  auto summary = example_summary();
  summary.reference->uncertainty = std::nan("");
  summarise("a", summary);
  EXPECT_EQ(json::parse(page_data(read_records({directory / "a"})))["runs"][0]["reference"]["approximate"], true);
}

TEST_F(PageData, curves_without_errors_have_no_band) {
  make_run("a", 1);
  auto runs = read_records({directory / "a"});
  runs[0].measured.curves = {{"density", "", "", "x", {0, 1}, {2, 3}, {0, 0}}};
  EXPECT_FALSE(json::parse(page_data(runs))["runs"][0]["curves"][0].contains("error"));
}

TEST_F(PageData, texts_that_are_not_utf8_do_no_harm) {
  make_run("a", 1);
  auto runs = read_records({directory / "a"});
  runs[0].input = "title = \"\xff\xfe\"";
  EXPECT_NE(json::parse(page_data(runs))["runs"][0]["input"], "");
}

}  // namespace
}  // namespace kato
