// SPDX-License-Identifier: Apache-2.0
#include "run/overlap.hpp"

#include <cmath>

#include "analytic_psi.hpp"
#include "message.hpp"
#include "run/run_files.hpp"

namespace kato {
namespace {

class OverlapOf : public RunFiles {
 protected:
  // Two particles, pretrained a little; the seed makes the difference.
  std::unique_ptr<VmcSession> state(int seed, const std::string& particles = "particles = 2") {
    const auto text = R"([run]
threads = 1
[system]
)" + particles + R"(
[ansatz]
kind = "equivariant-slater"
hidden = 8
[sampler]
walkers = 200
[pretrain]
steps = 60
)";
    auto session =
        std::make_unique<VmcSession>(load_input(write("input.toml", "seed = " + std::to_string(seed) + "\n" + text)));
    session->begin();
    return session;
  }

  // The same integral on a grid.
  static double on_grid(const VmcSession& first, const VmcSession& second) {
    const auto psi_1 = first.final_wave_function(), psi_2 = second.final_wave_function();
    std::vector<double> x;
    for (int a = -40; a <= 40; ++a)
      for (int b = -40; b <= 40; ++b) x.insert(x.end(), {0.15 * a, 0.15 * b + 1e-3});
    const WalkerView grid{.x = x, .particles = 2, .dimensions = 1};
    const auto values_1 = values_of(*psi_1, grid), values_2 = values_of(*psi_2, grid);
    double one = 0, two = 0, both = 0;
    for (std::size_t n = 0; n < grid.count(); ++n) {
      const double a = values_1[n].sign * std::exp(values_1[n].log_abs);
      const double b = values_2[n].sign * std::exp(values_2[n].log_abs);
      one += a * a;
      two += b * b;
      both += a * b;
    }
    return both * both / (one * two);
  }
};

TEST_F(OverlapOf, a_state_with_itself_is_exactly_one) {
  const auto one = state(1);
  const auto found = measure_overlap(*one, *one, {.samples = 1000, .burn_in = 20});
  EXPECT_EQ(found.fidelity, 1);
  EXPECT_EQ(found.std_err, 0);
  EXPECT_EQ(found.samples, 1000);
}

TEST_F(OverlapOf, two_states_is_the_integral_over_their_wave_functions) {
  const auto one = state(1), two = state(2);
  const double exact = on_grid(*one, *two);
  EXPECT_LT(exact, 0.999);
  const auto found = measure_overlap(*one, *two, {.samples = 40'000});
  EXPECT_GT(found.std_err, 0);
  EXPECT_LT(found.std_err, 0.02);
  EXPECT_NEAR(found.fidelity, exact, 5.5 * found.std_err + 1e-4);  // 4e-8, and the grid
}

TEST_F(OverlapOf, states_that_are_not_sampled_is_refused) {
  const std::string text =
      "[system]\nspace = \"momentum\"\nmesh = 16\n[[system.interaction]]\nkind = \"yamaguchi\"\n[train]\nsteps = 1\n";
  ASSERT_EQ(start("mesh", text), done);
  const auto mesh = directory / "mesh";
  EXPECT_TRUE(has(message_of([&] { overlap(mesh, mesh, {}, true, Log::Volume::quiet); }), "overlap: works for states",
                  "coordinate space", "summary.json"));
}

TEST_F(OverlapOf, states_of_different_particles_is_refused) {
  const auto two = state(1), three = state(1, "particles = 3"), spins = state(1, "up = 1\ndown = 1");
  EXPECT_TRUE(has(message_of([&] { measure_overlap(*two, *three, {}); }), "overlap", "different particles"));
  EXPECT_TRUE(has(message_of([&] { measure_overlap(*two, *spins, {}); }), "same dimensions, particles and species"));
}

}  // namespace
}  // namespace kato
