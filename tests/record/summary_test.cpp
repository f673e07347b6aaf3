// SPDX-License-Identifier: Apache-2.0
#include "record/summary.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

using Summaries = TemporaryDirectory;

Summary example() {
  Summary summary;
  summary.status = "finished";
  summary.reason = "all 300 steps were done";
  summary.title = "a \"title\"";
  summary.seed = 18446744073709551615U;
  summary.energy = {
      .mean = 10.0 + 1.0 / 3, .std_err = 1e-4, .variance = 0.1, .samples = 7, .tau = 1.5, .v_score = 1e-3};
  summary.components = {{"kinetic", 1, 0.1}, {"trap", 2, 0.2}, {"interaction", 3, 0.3}};
  summary.reference = Reference{10.8914219, 1e-7, "exact diagonalisation"};
  summary.steps = 300;
  summary.parameters = 100;
  summary.trainable_parameters = 99;
  summary.acceptance = 0.5;
  summary.seconds = {6, 1, 2, 3, 4, 5};
  summary.nonfinite_walkers = 2;
  summary.rejected_steps = 3;
  summary.threads = 2;
  summary.precision = "mixed";
  summary.provenance = {"1.2.3", "abc", "host", "cpu", "2026-01-31T09:30:00Z", "kato run a.toml"};
  summary.profile = {.steps = 3, .phases = {{"sampling", 0.25}, {"other", 0.5}}, .ops = {{"linear", 0.125}}};
  return summary;
}

TEST(SummaryJson, its_fields_are_those_of_the_documentation_in_order) {
  const auto json = nlohmann::ordered_json::parse(summary_json(example()));
  std::string keys;
  for (const auto& [key, value] : json.items()) keys += key + " ";
  EXPECT_EQ(keys,
            "version status reason title seed energy components reference steps parameters trainable_parameters "
            "acceptance seconds nonfinite_walkers rejected_steps threads ranks precision warnings profile provenance ");
  keys.clear();
  for (const auto& [key, value] : json["energy"].items()) keys += key + " ";
  EXPECT_EQ(keys, "mean std_err variance samples tau r_hat v_score unit ");
  keys.clear();
  for (const auto& [key, value] : json["seconds"].items()) keys += key + " ";
  EXPECT_EQ(keys, "total sampling local_energy gradient optimizer evaluation ");
  EXPECT_EQ(json["components"]["trap"]["mean"], 2.0);
  EXPECT_EQ(json["seed"], 18446744073709551615U);
  EXPECT_EQ(json["energy"]["unit"], "hbar omega");
}

TEST(SummaryJson, it_says_where_it_comes_from_and_what_was_measured) {
  auto summary = example();
  summary.evaluation = Summary::Evaluation{};
  summary.evaluation->origin = {.samples = 5,
                                .sweeps = 3,
                                .burn_in = 2,
                                .seed = 7,
                                .observables = {"density", "virial"},
                                .date = "2026-01-31T09:30:00Z",
                                .program = "kato 1.2.3 (abc)",
                                .state = "0123"};
  const auto json = nlohmann::ordered_json::parse(summary_json(summary));
  std::string keys;
  for (const auto& [key, value] : json["provenance"].items()) keys += key + "=" + value.get<std::string>() + " ";
  EXPECT_EQ(keys,
            "version=1.2.3 revision=abc host=host processor=cpu began=2026-01-31T09:30:00Z command=kato run a.toml ");
  EXPECT_EQ(json["evaluation"]["samples"], 5);
  EXPECT_EQ(json["evaluation"]["observables"], (std::vector<std::string>{"density", "virial"}));
  EXPECT_EQ(json["evaluation"]["program"], "kato 1.2.3 (abc)");
}

TEST(SummaryJson, what_is_not_finite_or_not_there_is_null) {
  auto summary = example();
  summary.energy.mean = std::numeric_limits<double>::infinity();
  summary.reference.reset();
  const auto json = nlohmann::json::parse(summary_json(summary));
  EXPECT_TRUE(json["energy"]["mean"].is_null());
  EXPECT_TRUE(json["energy"]["r_hat"].is_null());
  EXPECT_TRUE(json["reference"].is_null());
  EXPECT_FALSE(json["energy"]["std_err"].is_null());
}

TEST(SummaryJson, the_best_determinant_stands_beside_the_exact_energy_or_nothing) {
  const Reference determinant{3.2, 1e-8, "basis"};
  const auto both = nlohmann::json::parse(reference_json(Reference{3, 0, "closed form"}, determinant));
  EXPECT_EQ(both["energy"], 3);
  EXPECT_EQ(both["hartree_fock"]["energy"], 3.2);
  const auto alone = nlohmann::json::parse(reference_json({}, determinant));
  EXPECT_TRUE(alone["energy"].is_null());
  EXPECT_EQ(alone["hartree_fock"]["method"], "basis");
  EXPECT_FALSE(nlohmann::json::parse(reference_json(determinant, {})).contains("hartree_fock"));
}

TEST_F(Summaries, one_reads_back_as_it_was_written) {
  const auto path = directory / "summary.json";
  write_summary(path, example());
  const auto again = read_summary(path);
  EXPECT_EQ(again.energy.mean, 10.0 + 1.0 / 3);
  EXPECT_TRUE(std::isnan(again.energy.r_hat));
  EXPECT_EQ(again.reference->method, "exact diagonalisation");
  EXPECT_EQ(summary_json(again), summary_json(example()));
}

TEST_F(Summaries, a_box_reads_back_as_it_was_written) {
  auto summary = example();
  summary.per_particle = {0.75, 0.25, "E_FG"};
  summary.box = BoxNumbers{6, 1, 0.5, 1.5, 0.4, "a", "hbar^2/(m a^2)", 0.4, "E_FG"};
  write_summary(directory / "summary.json", summary);
  const auto again = read_summary(directory / "summary.json");
  EXPECT_EQ(summary_json(again), summary_json(summary));
  ASSERT_TRUE(again.box.has_value());
  EXPECT_EQ(again.box->particle_unit, 0.4);
  const auto json = nlohmann::json::parse(summary_json(summary));
  EXPECT_EQ(json["box"]["E_FG"], 0.4);
  EXPECT_EQ(json["box"]["length_unit"], "a");
}

TEST_F(Summaries, one_of_an_earlier_version_has_no_provenance_and_is_read) {
  auto json = nlohmann::ordered_json::parse(summary_json(example()));
  json.erase("provenance");
  const auto again = read_summary(write("summary.json", json.dump()));
  EXPECT_EQ(again.steps, 300);
  EXPECT_EQ(again.provenance, Provenance{});
}

TEST_F(Summaries, what_is_no_summary_is_refused) {
  EXPECT_TRUE(has(message_of([&] { read_summary(write("a.json", "{")); }), "a.json: is not the summary of a run"));
  EXPECT_TRUE(has(message_of([&] { read_summary(write("b.json", "{}")); }), "b.json: is not the summary of a run"));
}

}  // namespace
}  // namespace kato
