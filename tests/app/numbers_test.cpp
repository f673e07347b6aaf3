// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "app/command.hpp"

namespace kato {
namespace {

// Numbers that must not be reported, or not without a word.
class Numbers : public Command {
 protected:
  Outcome run(const std::string& text) const {
    write("in.toml", text);
    return kato("run in.toml -o out --force --threads 1");
  }
  nlohmann::json summary() const { return nlohmann::json::parse(read(directory / "out/summary.json")); }

  // Fails with exit status 2 and a reason that begins so, in the terminal and in the summary; there is no energy.
  void expect_failure(const std::string& text, const std::string& reason) const {
    const auto outcome = run(text);
    EXPECT_EQ(outcome.status, 2) << outcome.output;
    EXPECT_TRUE(has(outcome.output, "kato: " + reason, "; "));
    const auto found = summary();
    EXPECT_EQ(found["status"], "failed");
    EXPECT_TRUE(found["reason"].get<std::string>().starts_with(reason)) << found["reason"];
    EXPECT_TRUE(found["energy"]["mean"].is_null());
  }
};

const std::string quick = "[pretrain]\nsteps = 100\n[sampler]\nwalkers = 64\nthermalise = 50\n[train]\nsteps = 10\n";
const std::string measured = "[evaluate]\nsamples = 2000\nburn_in = 20\n";

TEST_F(Numbers, a_determinant_without_rank_is_no_wave_function) {
  for (const char* precision : {"double", "float", "mixed"})
    for (const char* ansatz : {"slater", "equivariant-slater"})
      expect_failure(std::string("[run]\nprecision = \"") + precision +
                         "\"\n[system]\nparticles = 6\n[ansatz]\nkind = \"" + ansatz + "\"\nhidden = 2\nlayers = 1\n" +
                         quick + measured,
                     "the wave function is rounding noise at");
}

TEST_F(Numbers, sixty_fermions_on_a_line_have_their_energy) {
  ASSERT_EQ(
      run("[system]\nparticles = 60\n[ansatz]\nkind = \"slater-jastrow\"\njastrow = \"none\"\n[pretrain]\nsteps = 0\n"
          "[sampler]\nwalkers = 64\nthermalise = 50\n[train]\nsteps = 0\n[evaluate]\nsamples = 640\n")
          .status,
      0);
  EXPECT_NEAR(summary()["energy"]["mean"].get<double>(), 1800, 1e-5);
  EXPECT_LT(summary()["energy"]["variance"].get<double>(), 1e-6);
}

TEST_F(Numbers, a_system_whose_energy_has_no_lower_bound_is_unbound) {
  for (const char* system : {"particles = 2\n[system.potential]\nkind = \"formula\"\nformula = \"-x^2\"\n",
                             "particles = 2\ndimensions = 2\n[system.potential]\nkind = \"formula\"\nformula = "
                             "\"x^2 - y^2\"\n",
                             "particles = 3\n[[system.interaction]]\nkind = \"formula\"\nformula = \"-0.5*r^2\"\n"})
    expect_failure(std::string("[system]\n") + system + quick + measured, "unbound: ");
}

TEST_F(Numbers, particles_that_repel_one_another_in_free_space_are_unbound) {
  const auto system = std::string(
      "[system]\nspace = \"free\"\nup = 1\ndown = 1\n[[system.interaction]]\nkind = "
      "\"gaussian\"\nstrength = 3.0\n[ansatz]\nhidden = 8\n[pretrain]\nsteps = 100\n"
      "[sampler]\nwalkers = 128\nthermalise = 50\n");
  expect_failure(system + "[train]\nsteps = 200\n" + measured, "unbound: ");
  ASSERT_EQ(run(system + "[train]\nsteps = 0\n" + measured).status, 0);  // nobody knows where it would go
  EXPECT_TRUE(has(summary()["warnings"].dump(), "above that of the particles far apart"));
}

TEST_F(Numbers, a_bound_pair_in_free_space_has_an_energy) {
  ASSERT_EQ(run("[system]\nspace = \"free\"\nup = 1\ndown = 1\n[[system.interaction]]\nkind = \"gaussian\"\nstrength = "
                "-3.0\n[ansatz]\nhidden = 8\n[pretrain]\nsteps = 100\n[sampler]\nwalkers = 128\nthermalise = 50\n"
                "[train]\nsteps = 100\n" +
                measured)
                .status,
            0);
  EXPECT_LT(summary()["energy"]["mean"].get<double>(), 0);
}

TEST_F(Numbers, warnings_are_the_last_words_and_stand_in_the_summary) {
  const auto system =
      "[system]\nparticles = 2\n[ansatz]\nkind = \"slater-jastrow\"\njastrow = \"none\"\n" + quick + measured;
  auto outcome = run(system + "[reference]\nenergy = 2.5\nuncertainty = 0.01\n");
  ASSERT_EQ(outcome.status, 0) << outcome.output;
  ASSERT_EQ(summary()["warnings"].size(), 1u) << outcome.output;
  const auto warning = summary()["warnings"][0].get<std::string>();
  EXPECT_TRUE(has(warning, "50.0 standard errors below the reference"));
  EXPECT_TRUE(outcome.output.ends_with("\nwarning: " + warning + "\n")) << outcome.output;
  EXPECT_TRUE(has(read(directory / "out/log.txt"), "\nwarning: " + warning));
  outcome = kato("evaluate out -q --set reference.energy=2.5");
  EXPECT_TRUE(has(outcome.output, "warning: ", "standard errors below the reference"));
  outcome = run(system + "[reference]\nenergy = 2.0\n");
  EXPECT_TRUE(summary()["warnings"].empty()) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "reference  2   (given in the input)", "within rounding, 0 standard errors"));
}

}  // namespace
}  // namespace kato
