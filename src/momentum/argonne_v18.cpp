// SPDX-License-Identifier: Apache-2.0
#include "momentum/argonne_v18.hpp"

#include <cmath>

#include "momentum/potential.hpp"

namespace kato {
namespace {

using nucleon::hbar_c;

// The operators of S = 1, T = 0: central, tensor, spin-orbit, L^2 and (L S)^2.
struct Operators {
  double c = 0, t = 0, ls = 0, l2 = 0, ls2 = 0;
};

struct Pion {
  double yukawa, tensor, core;  // y, t and y with the core of the (L S)-free central force taken off
};

constexpr double coupling = 0.075, cutoff = 2.1, neutral = 134.9739, charged = 139.5675;  // f^2, fm^-2, MeV, MeV

// Of a pion of mass m (MeV) at r, with ws the Woods-Saxon function there.
Pion pion(double mass, double r, double ws, double ws_at_zero) {
  const double mu = mass / hbar_c, x = mu * r, cut = -std::expm1(-cutoff * r * r);
  const double strength = coupling * (mass / charged) * (mass / charged) * mass / 3;
  const double yukawa = strength * std::exp(-x) * cut / x;
  return {yukawa, (1 + 3 / x + 3 / (x * x)) * yukawa * cut, yukawa - strength * cutoff * r * ws / (mu * ws_at_zero)};
}

Operators strong(double r) {
  const double mu = (neutral + 2 * charged) / (3 * hbar_c), x = mu * r, cut = -std::expm1(-cutoff * r * r);
  const double tensor = (1 + 3 / x + 3 / (x * x)) * std::exp(-x) / x * cut * cut, t2 = tensor * tensor;
  const double ws = 1 / (1 + std::exp(5 * (r - 0.5))), ws0 = 1 / (1 + std::exp(-2.5));
  const double wsp = ws * (1 + 5 * std::exp(-2.5) * ws0 * r), wsx = ws * x, wsx2 = wsx * x;
  const auto zero = pion(neutral, r, ws, ws0), plus = pion(charged, r, ws, ws0);
  return {.c = -8.62770 * t2 + 2605.2682 * wsp + 441.9733 * wsx2 - zero.core - 2 * plus.core,
          .t = 1.485601 * t2 - 1126.8359 * wsx + 370.1324 * wsx2 - zero.tensor - 2 * plus.tensor,
          .ls = 0.10180 * t2 + 86.0658 * wsp - 356.5175 * wsx2,
          .l2 = -0.13201 * t2 + 253.4350 * wsp - 1.0076 * wsx2,
          .ls2 = 0.07357 * t2 - 217.5791 * wsp + 18.3935 * wsx2};
}

// exp(z) - sum_{k <= last} z^k/k!.
double exponential_tail(double z, int last) {
  double term = 1, head = 1, tail = 0;
  for (int k = 1; k <= 40; ++k) {
    term *= z / k;
    (k <= last ? head : tail) += term;
  }
  return z < 5 ? tail : std::exp(z) - head;
}

// The magnetic moments and the finite sizes of proton and neutron.
void add_electromagnetic(double r, Operators& v) {
  constexpr double alpha = 1 / 137.035989, b = 4.27, proton_moment = 2.7928474, neutron_moment = -1.9130427;
  constexpr double mp = nucleon::proton, mn = nucleon::neutron, reduced = mp * mn / (mp + mn);
  constexpr double magnetic = alpha * hbar_c * hbar_c * hbar_c;
  const double z = b * r, fall = std::exp(-z), r3 = r * r * r;
  const double charge = b * b * b * (15 + 15 * z + 6 * z * z + z * z * z) * fall / 384;
  const double contact = b * b * b * (1 + z + z * z / 3) * fall / 16;
  // (1 - (1 + z + z^2/2 + z^3/6 + z^4/24 + z^5/144) e^-z)/r^3, and the same with 7 z^3/48 + z^4/48 from the cube on
  const double dipole = fall * (exponential_tail(z, 4) - std::pow(z, 5) / 144) / r3;
  const double orbit = fall * (exponential_tail(z, 2) - z * z * z * (7.0 / 48 + z / 48)) / r3;
  v.c += alpha * hbar_c * 0.0189 * charge - magnetic * proton_moment * neutron_moment * contact / (6 * mn * mp);
  v.t -= magnetic * proton_moment * neutron_moment * dipole / (4 * mp * mn);
  v.ls -= magnetic * neutron_moment * orbit / (2 * mn * reduced);
}

class ArgonneV18 final : public MomentumPotential {
 public:
  explicit ArgonneV18(const Settings& settings) : electromagnetic_(settings.flag("electromagnetic")) {}

  int channels() const override { return 2; }
  double kinetic() const override { return nucleon::kinetic; }
  std::vector<double> elements(const Mesh& mesh) const override {
    return bessel_transform(mesh, [this](double r) { return argonne_v18(r, electromagnetic_); });
  }

 private:
  bool electromagnetic_;
};

}  // namespace

CoupledPotential argonne_v18(double r, bool electromagnetic) {
  auto v = strong(r);
  if (electromagnetic) add_electromagnetic(r, v);
  return {.ss = v.c, .sd = std::sqrt(8.0) * v.t, .dd = v.c - 2 * v.t - 3 * v.ls + 6 * v.l2 + 9 * v.ls2};
}

void register_argonne_v18(Registry& registry) {
  registry.add<MomentumPotential>(
      {.name = "argonne-v18",
       .summary = "the Argonne v18 potential of a neutron and a proton in 3S1-3D1",
       .source = "Wiringa, Stoks and Schiavilla, Phys. Rev. C 51, 38 (1995)",
       .options = {{.name = "electromagnetic",
                    .fallback = true,
                    .summary = "with the magnetic moments and the charge distribution of the neutron"}}},
      [](const Settings& settings) { return std::make_unique<ArgonneV18>(settings); });
}

}  // namespace kato
