// SPDX-License-Identifier: Apache-2.0
#include <numbers>

#include "momentum/potential.hpp"

namespace kato {
namespace {

// V(q, q') = -(hbar^2/m) 4 pi lambda g(q) g(q'), g = 1/(q^2 + beta^2), lambda = beta (alpha + beta)^2/pi^2: a bound
// state at -(hbar^2/m) alpha^2 with psi = g/(q^2 + alpha^2).
class Yamaguchi final : public MomentumPotential {
 public:
  explicit Yamaguchi(const Settings& settings) : alpha_(settings.real("alpha")), beta_(settings.real("beta")) {}

  int channels() const override { return 1; }
  double kinetic() const override { return nucleon::average_kinetic; }
  std::vector<double> elements(const Mesh& mesh) const override {
    const double strength = 4 / std::numbers::pi * beta_ * (alpha_ + beta_) * (alpha_ + beta_) * kinetic();
    const std::size_t n = mesh.size();
    std::vector<double> v(n * n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        v[i * n + j] = -strength / ((mesh.q[i] * mesh.q[i] + beta_ * beta_) * (mesh.q[j] * mesh.q[j] + beta_ * beta_));
    return v;
  }

 private:
  double alpha_, beta_;
};

}  // namespace

void register_yamaguchi(Registry& registry) {
  registry.add<MomentumPotential>(
      {.name = "yamaguchi",
       .summary = "a separable force in 3S1 whose bound state is known in closed form: E = -(hbar^2/m) alpha^2, psi = "
                  "1/((q^2 + alpha^2)(q^2 + beta^2)); no D state",
       .source = "Yamaguchi, Phys. Rev. 95, 1628 (1954)",
       .options = {{.name = "alpha",
                    .fallback = 0.2316,
                    .summary = "the momentum of binding",
                    .unit = "fm^-1",
                    .lower = 0,
                    .lower_open = true},
                   {.name = "beta",
                    .fallback = 1.4488,
                    .summary = "the inverse range",
                    .unit = "fm^-1",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Settings& settings) { return std::make_unique<Yamaguchi>(settings); });
}

}  // namespace kato
