// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <map>
#include <numbers>

#include "momentum/bessel_transform.hpp"
#include "momentum/potential.hpp"

namespace kato {
namespace {

// V(r) = strength exp(-r^2/range^2) in S = 1, T = 0.
struct Gaussian {
  double strength, range;  // MeV, fm
};

// The contact hbar c C10 exp(-r^2/R0^2)/(pi^(3/2) R0^3).
Gaussian smeared_contact(double c10, double r0) {
  constexpr double hbar_c = 197.32697;
  return {hbar_c * c10 / (std::pow(std::numbers::pi, 1.5) * r0 * r0 * r0), r0};
}

Gaussian model(const std::string& name) {
  static const std::map<std::string, Gaussian> models{
      {"o", smeared_contact(-7.04040080, 1.54592984)}, {"a", smeared_contact(-8.00783936, 1.7)},
      {"b", smeared_contact(-9.34392090, 1.9)},        {"c", smeared_contact(-10.7734100, 2.1)},
      {"d", smeared_contact(-12.2993164, 2.3)},        {"cutoff-2", {-133.3431 - 9.0212, 1.0}},
      {"cutoff-4", {-487.6128 - 17.5515, 0.5}},        {"cutoff-6", {-1064.5010 - 26.0830, 1.0 / 3}}};
  return models.at(name);
}

class Pionless final : public MomentumPotential {
 public:
  explicit Pionless(const Settings& settings) : gaussian_(model(settings.text("model"))) {}

  int channels() const override { return 1; }
  double kinetic() const override { return nucleon::average_kinetic; }
  std::vector<double> elements(const Mesh& mesh) const override {
    std::vector<double> v(mesh.size() * mesh.size());
    add_gaussian(mesh, gaussian_.strength, 1 / (gaussian_.range * gaussian_.range), v);
    return v;
  }

 private:
  Gaussian gaussian_;
};

}  // namespace

void register_pionless_s_wave(Registry& registry) {
  registry.add<MomentumPotential>(
      {.name = "pionless",
       .summary = "the contact force of leading-order pionless effective theory, smeared to a Gaussian, in 3S1; no D "
                  "state",
       .source =
           "models o to d: Schiavilla et al., Phys. Rev. C 103, 054003 (2021); cutoffs of 2, 4 and 6 fm^-1: Adams "
           "et al., Phys. Rev. Lett. 127, 022502 (2021)",
       .options = {{.name = "model",
                    .fallback = std::string("o"),
                    .summary = "the fit, or the cutoff in fm^-1",
                    .choices = {"o", "a", "b", "c", "d", "cutoff-2", "cutoff-4", "cutoff-6"}}}},
      [](const Settings& settings) { return std::make_unique<Pionless>(settings); });
}

}  // namespace kato
