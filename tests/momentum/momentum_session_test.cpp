// SPDX-License-Identifier: Apache-2.0
#include "momentum/momentum_session.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/provenance.hpp"
#include "input/method.hpp"
#include "record/evaluation_file.hpp"
#include "record/hdf5_file.hpp"
#include "run/run_files.hpp"

namespace kato {
namespace {

using MomentumSessions = RunFiles;

const std::string deuteron = R"(seed = 3
[system]
space = "momentum"
mesh = 32
[[system.interaction]]
kind = "argonne-v18"
[ansatz]
hidden = 12
[train]
steps = 400
)";

// A variational energy on the mesh is never below that of the diagonalisation there.
TEST_F(MomentumSessions, a_run_ends_within_keV_of_the_diagonalisation) {
  ASSERT_EQ(start("d", deuteron), done);
  const auto found = summary("d");
  EXPECT_EQ(found.status, "finished");
  EXPECT_EQ(found.steps, 400);
  EXPECT_EQ(found.energy.unit, "MeV");
  EXPECT_EQ(found.energy.std_err, 0);
  ASSERT_TRUE(found.reference.has_value());
  EXPECT_GT(found.energy.mean, found.reference->energy - 1e-9);
  EXPECT_LT(found.energy.mean, found.reference->energy + 5e-3);
  EXPECT_GT(found.reference->uncertainty, 1e-6);  // of the mesh of 32 points
  EXPECT_LT(found.reference->uncertainty, 2e-3);
  ASSERT_EQ(found.properties.size(), 5u);
  EXPECT_EQ(found.properties[0].first, "fidelity_S");
  EXPECT_GT(found.properties[0].second, 0.999);
  EXPECT_GT(found.properties[1].second, 0.99);
  EXPECT_NEAR(found.properties[4].second, 0.2697, 0.01);  // fm^2
}

TEST_F(MomentumSessions, the_evaluation_holds_normalised_waves_and_the_exact_ones) {
  ASSERT_EQ(start("d", deuteron), done);
  const Hdf5Reader file(directory / "d" / "evaluation.h5");
  const auto q = file.reals("mesh/q"), w = file.reals("mesh/w");
  ASSERT_EQ(q.size(), 32u);
  for (const std::string name : {"psi", "exact"}) {
    const auto s = file.reals(name + "/S"), d = file.reals(name + "/D");
    double norm = 0, share = 0;
    for (std::size_t i = 0; i < q.size(); ++i) {
      norm += w[i] * q[i] * q[i] * (s[i] * s[i] + d[i] * d[i]);
      share += w[i] * q[i] * q[i] * d[i] * d[i];
    }
    EXPECT_NEAR(norm, 1, 1e-12) << name;
    EXPECT_NEAR(share, 0.0576, 0.005) << name;
    EXPECT_GT(s[0], 0) << name;
  }
}

TEST_F(MomentumSessions, the_records_say_where_they_come_from) {
  ASSERT_EQ(start("d", deuteron, {"train.steps=2"}), done);
  EXPECT_EQ(read_origin(directory / "d/evaluation.h5").program, program_text());
  EXPECT_EQ(summary("d").provenance, provenance());
}

TEST_F(MomentumSessions, the_energy_falls_at_every_step) {
  ASSERT_EQ(start("d", deuteron, {"train.steps=60"}), done);
  const auto text = history("d");
  double last = INFINITY;
  int rows = 0;
  for (std::size_t begin = text.find('\n') + 1; begin < text.size(); begin = text.find('\n', begin) + 1, ++rows) {
    const double energy = std::stod(text.substr(text.find(',', text.find(',', begin) + 1) + 1));
    EXPECT_LE(energy, last);
    last = energy;
  }
  EXPECT_EQ(rows, 60);
}

TEST_F(MomentumSessions, a_run_that_was_stopped_and_resumed_is_the_same_bit_for_bit) {
  for (const std::string kind : {"minsr", "spring", "adam"}) {
    const std::vector<std::string> changes{"optimizer.kind=" + kind, "train.steps=50"};
    ASSERT_EQ(start(kind, deuteron, changes), done);
    ASSERT_EQ(start(kind + "-two", deuteron, {changes[0], "train.steps=20"}), done);
    ASSERT_EQ(resume({"train.steps=50"}, quietly(kind + "-two")), done);
    expect_equal(kind, kind + "-two");
  }
}

// As format 3 was written before: the state of a sampler that there is none of.
TEST_F(MomentumSessions, a_pretraining_that_was_stopped_goes_on_to_the_same_bits) {
  const auto input = load_input(write("d.toml", deuteron), {"pretrain.steps=30"});
  MomentumSession whole(input);
  const auto text = whole.begin();
  EXPECT_TRUE(whole.beginning().empty());
  for (const int between : {1, 3, 7}) {
    auto session = std::make_unique<MomentumSession>(input);
    std::optional<std::string> said;
    int parts = 0;
    for (; !said && parts < 100; ++parts) {
      said = session->begin([told = 0, between](const Progress&) mutable { return ++told < between; });
      const auto saved = session->save();
      const auto state = session->beginning();
      session = std::make_unique<MomentumSession>(input, saved);
      if (!said) session->restore_beginning(state);
    }
    EXPECT_EQ(said, text);
    EXPECT_GT(parts, 1);
    EXPECT_EQ(session->save().parameters, whole.save().parameters) << between;
  }
}

TEST_F(MomentumSessions, a_state_of_another_force_is_refused) {
  ASSERT_EQ(start("d", deuteron, {"train.steps=3"}), done);
  auto text = read(directory / "d/input.toml");
  text.replace(text.find("mesh = 32"), 9, "mesh = 40");
  write("d/input.toml", text);
  const std::string difference = "system.mesh is 32 in the checkpoint and 40 in the input";
  EXPECT_TRUE(has(message_of([&] { resume({}, quietly("d")); }), difference));
  EXPECT_TRUE(has(message_of([&] { evaluate({}, quietly("d")); }), difference));
  EXPECT_EQ(resume({"system.mesh=40"}, quietly("d")), done);
}

TEST_F(MomentumSessions, an_earlier_checkpoint_goes_on_to_the_same_bits) {
  const auto input = load_input(write("input.toml", deuteron));
  MomentumSession begun(input);
  begun.begin();
  begun.advance();
  auto now = begun.save();
  now.training_state.at("step_factor") = {1.0 / 1024};  // as if the last steps had been shortened
  auto earlier = now, forgetful = now;
  std::swap(earlier.training_state, earlier.sampler_state);
  forgetful.training_state.clear();
  const auto continued = [&](const Checkpoint& checkpoint) {
    MomentumSession session(input, checkpoint);
    for (int step = 0; step < 3; ++step) session.advance();
    return session.save().parameters;
  };
  EXPECT_EQ(continued(earlier), continued(now));
  EXPECT_TRUE(continued(forgetful) != continued(now)) << "the factor does not matter";
}

TEST_F(MomentumSessions, the_diagonalisation_is_known_without_a_run) {
  const auto input = load_input(write("input.toml", deuteron));
  const auto& method = method_of(input);
  const auto found = method.exact(input, true);
  const auto json = nlohmann::json::parse(found.json);
  EXPECT_NEAR(json.at("energy").get<double>(), -2.2246, 2e-3);  // MeV, with 32 points
  EXPECT_TRUE(has(found.text, "MeV", "diagonalisation on the same mesh of 32 points", "quadrupole"));
  EXPECT_EQ(parse_potential_table(found.table, "table").mesh.size(), 32U);
  EXPECT_EQ(method.exact(input, false).table, "");
  EXPECT_TRUE(has(method.graph_text(input), "linear"));
}

TEST_F(MomentumSessions, an_evaluation_repeats_the_energy) {
  ASSERT_EQ(start("d", deuteron, {"train.steps=20"}), done);
  const auto before = summary("d").energy.mean;
  std::filesystem::remove(directory / "d" / "summary.json");
  ASSERT_EQ(evaluate({}, quietly("d")), done);
  EXPECT_EQ(summary("d").energy.mean, before);
}

TEST_F(MomentumSessions, a_central_force_has_one_channel) {
  const std::string text = "[system]\nspace = \"momentum\"\n[[system.interaction]]\nkind = \"minnesota\"\n";
  ASSERT_EQ(start("m", text, {"train.steps=300", "system.mesh=40"}), done);
  const auto found = summary("m");
  EXPECT_NEAR(found.energy.mean, -2.2022692, 2e-3);  // tests/data/two-nucleon.csv
  ASSERT_EQ(found.properties.size(), 2u);
  EXPECT_GT(found.properties[0].second, 0.999);
}

TEST_F(MomentumSessions, settings_of_walkers_and_unknown_forces_are_mistakes) {
  const std::string text = "[system]\nspace = \"momentum\"\n[[system.interaction]]\nkind = \"argonne-v18\"\n";
  EXPECT_TRUE(has(message_of([&] { start("a", text + "[sampler]\nwalkers = 7\n"); }), "sampler is unknown"));
  EXPECT_TRUE(has(message_of([&] { start("b", text, {"system.particles=2"}); }), "system.particles is unknown"));
  EXPECT_TRUE(has(message_of([&] { start("c", text, {"system.interaction.0.kind=gaussian"}); }), "gaussian",
                  "momentum-potential"));
  EXPECT_TRUE(has(message_of([&] { start("d", "[system]\nspace = \"momentum\"\n"); }), "without a force"));
  for (const std::string kind : {"kfac", "qn-kfac", "dgd"}) {
    EXPECT_TRUE(has(message_of([&] { start("e", text, {"optimizer.kind=" + kind}); }), kind, "layers", "minsr"));
    EXPECT_FALSE(std::filesystem::exists(directory / "e"));
  }
}

}  // namespace
}  // namespace kato
