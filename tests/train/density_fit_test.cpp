// SPDX-License-Identifier: Apache-2.0
#include "train/density_fit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "message.hpp"
#include "record/old_checkpoint.hpp"
#include "settings.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

class DensityFit : public TemporaryDirectory {};

// Two particles on a line that keep apart: the centre of mass normal, and the distance normal about +-2.
Walkers pairs_apart(std::size_t count) {
  auto walkers = Walkers::at_origin(count, 2, 1);
  std::vector<double> z(4);
  for (std::size_t n = 0; n < count; ++n) {
    fill_normal({.seed = 3, .stage = 0, .step = 0, .purpose = Purpose::test}, static_cast<std::uint32_t>(n), 0, z);
    const double centre = 0.5 * z[0], half = std::copysign(1 + 0.3 * z[1], z[2]);
    walkers.place(n)[0] = centre + half;
    walkers.place(n)[1] = centre - half;
  }
  return walkers;
}

double mean_product(std::span<const double> x) {
  double sum = 0;
  for (std::size_t n = 0; n < x.size(); n += 2) sum += x[n] * x[n + 1];
  return 2 * sum / static_cast<double>(x.size());
}

double mean_square(std::span<const double> x) {
  double sum = 0;
  for (const double each : x) sum += each * each;
  return sum / static_cast<double>(x.size());
}

// A maximum of the likelihood has the samples' means of what its parameters multiply: |x|^2 is one of them. The walkers
// are independent of the samples by then.
TEST_F(DensityFit, the_walkers_have_the_moments_of_the_samples) {
  for (const auto& [ansatz, kind] : {std::pair{"boltzmann", "gibbs"}, std::pair{"boson-jastrow", "metropolis"}}) {
    WaveFunction psi(registry().factory<Ansatz>(ansatz)({.count = 2, .dimensions = 1, .statistics = Statistics::boson},
                                                        default_settings("ansatz", ansatz)),
                     Precision::double_, 1);
    psi.set_parameters(psi.graph().initial_parameters(1));
    const auto sampler = registry().factory<Sampler>(kind)(default_settings("sampler", kind));
    auto walkers = Walkers::at_origin(1000, 2, 1);
    const auto samples = pairs_apart(2000);
    Timers timers;
    const auto report = fit_density(samples, psi, walkers, *sampler, 1, 400, 5, 0.03, timers);
    EXPECT_GT(report.first_loss, 0.05) << ansatz;
    EXPECT_LT(std::abs(report.last_loss), 0.3 * report.first_loss) << ansatz;
    for (std::uint32_t n = 0; n < 20; ++n)
      sampler->sweep(psi.sampling(), walkers, {.seed = 2, .step = n, .purpose = Purpose::test}, 20, true);
    EXPECT_NEAR(mean_square(walkers.x), mean_square(samples.x), 0.1) << ansatz;     // 1.34, and 0.5 before
    EXPECT_NEAR(mean_product(walkers.x), mean_product(samples.x), 0.12) << ansatz;  // -0.84, and 0
  }
}

TEST_F(DensityFit, takes_its_samples_from_the_walkers_of_a_run) {
  Checkpoint checkpoint;
  checkpoint.walkers = {
      .particles = 2, .dimensions = 1, .x = {1, 2, 3, 4, 5, 6}, .labels = {0, 1, 1, 0, 0, 1}, .log_abs = {0, 0, 0}};
  checkpoint.optimizer = checkpoint.sampler = checkpoint.input = "none";
  save_checkpoint(directory / "checkpoint.h5", checkpoint);
  const auto like = Walkers::at_origin(7, 2, 1, 1);
  EXPECT_EQ(samples_from(directory.string(), like), checkpoint.walkers);
  write("checkpoint.h5", from_before_labels(checkpoint));
  const auto plane = samples_from(directory.string(), Walkers::at_origin(1, 1, 2));
  EXPECT_EQ(plane.x, checkpoint.walkers.x);
  EXPECT_EQ(plane.particles, 1);
  save_checkpoint(directory / "checkpoint.h5", checkpoint);
  const auto problem = [&](const std::string& run, const Walkers& wanted) {
    return message_of([&] { static_cast<void>(samples_from(run, wanted)); });
  };
  EXPECT_TRUE(has(problem(directory.string(), Walkers::at_origin(7, 3, 2, 1)), "has 2 coordinates, not 6"));
  EXPECT_TRUE(has(problem(directory.string(), Walkers::at_origin(7, 2, 1)), "has 2 labels, not 0"));
  EXPECT_TRUE(has(problem("", like), "pretrain.from is missing"));
  EXPECT_TRUE(has(problem("nowhere/at/all", like), "pretrain.from: there is no nowhere/at/all"));
}

}  // namespace
}  // namespace kato
