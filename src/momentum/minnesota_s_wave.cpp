// SPDX-License-Identifier: Apache-2.0
#include "momentum/bessel_transform.hpp"
#include "momentum/potential.hpp"

namespace kato {
namespace {

// V(r) = 200 exp(-1.487 r^2) - 178 exp(-0.639 r^2) MeV in 3S1.
class Minnesota final : public MomentumPotential {
 public:
  int channels() const override { return 1; }
  double kinetic() const override { return 41.47; }
  std::vector<double> elements(const Mesh& mesh) const override {
    std::vector<double> v(mesh.size() * mesh.size());
    add_gaussian(mesh, 200, 1.487, v);
    add_gaussian(mesh, -178, 0.639, v);
    return v;
  }
};

}  // namespace

void register_minnesota_s_wave(Registry& registry) {
  registry.add<MomentumPotential>(
      {.name = "minnesota",
       .summary = "the Minnesota potential in 3S1: a soft repulsive and an attractive Gaussian, no D state",
       .source = "Thompson, LeMere and Tang, Nucl. Phys. A 286, 53 (1977)"},
      [](const Settings&) { return std::make_unique<Minnesota>(); });
}

}  // namespace kato
