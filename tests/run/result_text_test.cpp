// SPDX-License-Identifier: Apache-2.0
#include "run/result_text.hpp"

#include <cmath>

#include "base/version.hpp"
#include "run/run_files.hpp"

namespace kato {
namespace {

class ResultText : public RunFiles {
 protected:
  VmcSession session{load_input(write("input.toml", R"(title = "Two"
seed = 9
[run]
threads = 1
precision = "mixed"
[system]
particles = 2
[[system.interaction]]
kind = "gaussian"
strength = 1.0
[ansatz]
kind = "equivariant-slater"
hidden = 4
[sampler]
walkers = 20
[train]
steps = 2
)"))};
  const Measurement measurement{
      .energy = {.mean = 2.25, .std_err = 0.0625, .variance = 0.5, .tau = 3, .r_hat = 1.01, .samples = 64},
      .components = {{"kinetic", {.mean = 1, .std_err = 0.25}}, {"trap", {.mean = 1.25, .std_err = 0.5}}},
      .curves = {{"density", {.axis = "x [a_ho]", .x = {-1, 1}, .mean = {0.5, 1.5}, .std_err = {0.1, 0.2}}}},
      .acceptance = 0.75,
      .replaced = 3};
};

TEST_F(ResultText, a_summary_without_a_measurement_tells_what_was_run) {
  session.advance();
  const auto summary = session.summary();
  EXPECT_EQ(summary.status, "stopped");
  EXPECT_EQ(summary.reason, "measured before the training was done");
  EXPECT_EQ(summary.rejected_steps, 0);
  EXPECT_EQ(summary.title, "Two");
  EXPECT_EQ(summary.seed, 9u);
  EXPECT_EQ(summary.steps, 1);
  EXPECT_EQ(summary.parameters, 3 * 4 + 9 * 4 + 5 * 2 + 2);
  EXPECT_EQ(summary.threads, 1);
  EXPECT_EQ(summary.precision, "mixed");
  EXPECT_TRUE(std::isnan(summary.energy.mean));
  EXPECT_FALSE(summary.reference.has_value());
  const auto& s = summary.seconds;
  for (const double part : {s.sampling, s.local_energy, s.gradient, s.optimizer}) EXPECT_GT(part, 0);
  EXPECT_LE(s.sampling + s.local_energy + s.gradient + s.optimizer, s.total);
}

TEST_F(ResultText, a_summary_holds_what_was_measured) {
  const auto summary = measured_summary(session, measurement);
  EXPECT_EQ(summary.energy.mean, 2.25);
  EXPECT_EQ(summary.energy.std_err, 0.0625);
  EXPECT_EQ(summary.energy.samples, 64);
  EXPECT_DOUBLE_EQ(summary.energy.v_score, 2 * 0.5 / (2.25 * 2.25));
  ASSERT_EQ(summary.components.size(), 2u);
  EXPECT_EQ(summary.components[1].name, "trap");
  EXPECT_EQ(summary.components[1].std_err, 0.5);
  EXPECT_FALSE(summary.reference.has_value());
  EXPECT_EQ(summary.acceptance, 0.75);
  EXPECT_EQ(summary.nonfinite_walkers, 3);
}

TEST_F(ResultText, what_is_said_at_the_end_has_the_energy_and_its_distance_from_the_reference) {
  auto found = measured_summary(session, measurement);
  EXPECT_EQ(result_text(found).find("reference"), std::string::npos);
  found.reference = Reference{.energy = 2.0, .uncertainty = 0.001, .method = "given"};
  EXPECT_TRUE(has(result_text(found), "2.25(6)", "hbar omega", "reference  2.0000(10)   (given)",
                  "+0.25, 4.0 standard errors", "kinetic"));
  found.reference->uncertainty = 0;
  EXPECT_TRUE(has(result_text(found), "reference  2   (given)"));
  found.reference = Reference{2.5, NAN, "an approximation: Hartree-Fock, in a basis"};
  EXPECT_TRUE(has(result_text(found), "reference  2.5   (an approximation", "correlation -0.25(6)\n"));
}

TEST_F(ResultText, a_difference_within_rounding_is_no_number_of_errors) {
  auto exact = measurement;
  exact.energy.mean = 14.300000000000001;
  exact.energy.std_err = 6e-17;
  auto found = measured_summary(session, exact);
  EXPECT_GT(found.energy.std_err, 2e-15);  // an ulp of the energy is 1.8e-15
  EXPECT_LT(found.energy.std_err, 1e-13);
  found.reference = Reference{14.299999999999999, 0, "closed form"};
  EXPECT_TRUE(has(result_text(found), "reference  14.3   (closed form)", "within rounding, 0 standard errors\n"));
  exact.energy.std_err = 0;
  exact.energy.mean = 14.31;
  found = measured_summary(session, exact);
  found.reference = Reference{14.299999999999999, 0, "closed form"};
  const auto text = result_text(found);
  EXPECT_EQ(text.find("within rounding"), std::string::npos) << text;
  EXPECT_EQ(text.find("inf"), std::string::npos) << text;
}

TEST_F(ResultText, what_is_said_at_the_start_names_the_parts) {
  EXPECT_TRUE(has(opening_text(session), "Two\n", "2 particles", "equivariant-slater with 60 parameters",
                  "metropolis with 20 walkers", "mixed on 1 thread ("));
}

}  // namespace
}  // namespace kato
