// SPDX-License-Identifier: Apache-2.0
#include "run/pretrain.hpp"

#include "run/run_files.hpp"
#include "run/vmc_session.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

class Pretraining : public RunFiles {
 protected:
  Input input(const std::vector<std::string>& changes = {}) const {
    return load_input(write("input.toml", small_run + "[train]\nsteps = 2\n[evaluate]\nsamples = 0\n"), changes);
  }
  std::optional<std::string> said(const std::vector<std::string>& changes, const Watch& watch = unwatched) const {
    return VmcSession(input(changes)).begin(watch);
  }
  std::string refusal(const std::vector<std::string>& changes) const {
    return message_of([&] { VmcSession(input(changes)); });
  }
};

TEST_F(Pretraining, says_what_it_did_or_is_left_out) {
  EXPECT_TRUE(has(said({}).value(), "pretrained to the oscillator's orbitals in 2 steps"));
  EXPECT_TRUE(has(said({"pretrain.target=hartree-fock"}).value(), "pretrained to Hartree and Fock's orbitals"));
  EXPECT_EQ(said({"pretrain.target=none"}), "");
  EXPECT_EQ(said({"pretrain.steps=0"}), "");
  EXPECT_EQ(said({"system.statistics=boson"}), "") << "bosons start in the lowest level";
}

TEST_F(Pretraining, of_plane_waves_is_no_matter_and_hartree_focks_are_refused) {
  const std::vector<std::string> box{"system.space=box", "system.length=4.0"};
  EXPECT_EQ(said(box), "");
  EXPECT_TRUE(has(refusal({box[0], box[1], "pretrain.target=hartree-fock"}), "start from plane waves"));
}

TEST_F(Pretraining, fits_the_density_of_another_run) {
  ASSERT_EQ(start("source", small_run + "[train]\nsteps = 2\n[evaluate]\nsamples = 0\n"), done);
  const auto from = "pretrain.from=" + (directory / "source").string();
  EXPECT_TRUE(has(said({"pretrain.target=samples", from}).value(), "fitted the density to the walkers of", "2 steps"));
  EXPECT_TRUE(has(refusal({"pretrain.target=samples", "pretrain.from=nowhere"}), "there is no", "nowhere"));
}

TEST_F(Pretraining, that_is_stopped_says_nothing) {
  EXPECT_FALSE(said({}, [](const Progress& progress) { return progress.phase != "pretrain"; }).has_value());
  EXPECT_FALSE(said({}, [](const Progress& progress) { return progress.phase != "thermalise"; }).has_value());
}

// In every kind of fit and in the sweeps behind it, with parameters that were copied, which stay.
TEST_F(Pretraining, that_was_stopped_goes_on_to_the_same_bits) {
  ASSERT_EQ(start("source", small_run + "[train]\nsteps = 2\n[evaluate]\nsamples = 0\n"), done);
  const auto run = (directory / "source").string();
  const std::vector<std::vector<std::string>> kinds{
      {"pretrain.steps=12"},
      {"pretrain.steps=12", "pretrain.target=hartree-fock"},
      {"pretrain.steps=12", "ansatz.layers=3", "initial.from=" + run},
      {"pretrain.steps=12", "pretrain.target=samples", "pretrain.from=" + run}};
  for (const auto& changes : kinds) {
    VmcSession whole(input(changes));
    const auto text = whole.begin();
    EXPECT_TRUE(whole.beginning().empty());
    auto session = std::make_unique<VmcSession>(input(changes));
    std::optional<std::string> said;
    int parts = 0;
    for (; parts < 50; ++parts) {
      int told = 0;
      said = session->begin([&](const Progress&) { return ++told < 5; });
      if (said) break;
      const auto saved = session->save();
      const auto state = session->beginning();
      EXPECT_FALSE(state.empty());
      session = std::make_unique<VmcSession>(input(changes), saved);
      session->restore_beginning(state);
    }
    EXPECT_EQ(said, text);
    EXPECT_GE(parts, 5);
    EXPECT_TRUE(session->beginning().empty());
    const auto one = session->save(), other = whole.save();
    EXPECT_EQ(one.parameters, other.parameters) << changes.back();
    EXPECT_EQ(one.walkers, other.walkers) << changes.back();
    EXPECT_EQ(one.sampler_state, other.sampler_state) << changes.back();
    EXPECT_EQ(one.training_state, other.training_state) << changes.back();
  }
}

TEST_F(Pretraining, leaves_what_is_frozen_and_everything_where_nothing_starts_at_random) {
  VmcSession session(input({"train.freeze=[\"layer*\"]"}));
  const auto before = session.save().parameters;
  session.begin();
  const auto after = session.save().parameters;
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t p = 0; p < before.size(); ++p)
    EXPECT_EQ(before[p] != after[p], before[p].name.starts_with("orbitals")) << before[p].name;
  EXPECT_TRUE(has(said({"train.freeze=[\"layer*\", \"orbitals\"]"}).value(), "no pretraining"));
}

TEST_F(Pretraining, that_cannot_be_is_refused_before_the_run) {
  EXPECT_TRUE(has(refusal({"system.statistics=boson", "pretrain.target=hartree-fock"}), "bosons have no determinant"));
  EXPECT_TRUE(has(refusal({"pretrain.from=elsewhere"}), "pretrain.from: is read with target = \"samples\" alone"));
  EXPECT_TRUE(has(refusal({"system.space=free", "pretrain.target=hartree-fock"}), "harmonic trap"));
}

}  // namespace
}  // namespace kato
