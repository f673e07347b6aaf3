// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "momentum/mesh.hpp"

namespace kato {

/// A two-nucleon potential between the partial waves of the deuteron: 3S1 alone (a central force), or 3S1 and 3D1.
///
///     V_LL'(q, q') = (2/pi) i^(L'-L) integral dr r^2 j_L(q r) V_LL'(r) j_L'(q' r),   MeV fm^3
///
/// so that the blocks between S and D bear a minus sign, and so does the D state: psi_D(q) is negative at small q where
/// w(r) is positive.
class MomentumPotential {
 public:
  static constexpr std::string_view category = "momentum-potential";
  using Factory = std::function<std::unique_ptr<MomentumPotential>(const Settings&)>;

  virtual ~MomentumPotential() = default;

  /// C: 1 for S alone, 2 for S and D.
  virtual int channels() const = 0;

  /// hbar^2/(2 mu) that belongs to the potential, MeV fm^2.
  virtual double kinetic() const = 0;

  /// The mesh of a potential that is known at its own points only.
  virtual std::optional<Mesh> own_mesh() const { return {}; }

  /// V [C n, C n], row-major, the channels one after the other. Symmetric.
  virtual std::vector<double> elements(const Mesh& mesh) const = 0;
};

/// hbar c in MeV fm; masses of neutron and proton in MeV. They are those of Wiringa, Stoks and Schiavilla,
/// Phys. Rev. C 51, 38 (1995).
namespace nucleon {
inline constexpr double hbar_c = 197.327053, proton = 938.27231, neutron = 939.56563;
/// hbar^2/(2 mu) of a proton and a neutron, 41.47108 MeV fm^2.
inline constexpr double kinetic = hbar_c * hbar_c * (proton + neutron) / (2 * proton * neutron);
/// The same of two nucleons of the mean mass, as the pionless models take it (197.32697^2/938.91858).
inline constexpr double average_kinetic = 197.32697 * 197.32697 / 938.91858;
}  // namespace nucleon

}  // namespace kato
