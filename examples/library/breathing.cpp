// SPDX-License-Identifier: Apache-2.0
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

using namespace kato;

namespace {

// How far the centre X of all particles moves, A <X^2>, and how far they breathe about it, <sum_i (x_i - X)^2>, in one
// dimension.
class Breathing final : public Observable {
 public:
  explicit Breathing(std::size_t walkers) : sums_(walkers, 2) {}

  void measure(const WalkerView& walkers, const Surroundings&) override {
    sums_.add_step(1, [&](std::size_t w, std::span<double> sums) {
      double sum = 0, squares = 0;
      for (const double x : walkers.place(w)) sum += x, squares += x * x;
      const double centre = sum * sum / walkers.particles;
      sums[0] += centre;
      sums[1] += squares - centre;
    });
  }

  Sums sums() override { return sums_.all_sums(); }

  Curve result() const override { return results().at("internal"); }

  std::map<std::string, Curve> results() const override {
    const auto means = sums_.means();
    return {{"centre", {.mean = {means.mean[0]}, .std_err = {means.std_err[0]}, .what = "A <X^2> [a_ho^2]"}},
            {"internal", {.mean = {means.mean[1]}, .std_err = {means.std_err[1]}, .what = "<sum (x - X)^2> [a_ho^2]"}}};
  }

 private:
  GroupedMeans sums_;
};

}  // namespace

void register_breathing(Registry& registry) {
  registry.add<Observable>(
      {.name = "breathing", .summary = "the spread of the centre of mass and of the particles about it"},
      [](const System&, std::size_t walkers, const Settings&) { return std::make_unique<Breathing>(walkers); });
}
