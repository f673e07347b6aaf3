// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "base/registry.hpp"
#include "system/labels.hpp"

namespace kato {

/// The coordinates of a batch of walkers: x [W, A, d], in the system's unit of length.
struct Configurations {
  std::span<const double> x;
  int particles = 0;
  int dimensions = 0;
  std::span<const Label> labels = {};     ///< none: all particles are of one kind
  std::span<const double> gradient = {};  ///< d ln|psi| / dx [W, A, d], where the wave function is known
  std::span<const double> log_abs = {};   ///< ln|psi| [W], likewise
  std::span<const double> sign = {};      ///< sign psi [W], likewise
  std::span<const double> kinetic = {};   ///< the local kinetic energy [W], likewise

  std::size_t walkers() const { return x.size() / (static_cast<std::size_t>(particles) * dimensions); }
};

/// ln|psi| [n] of any configurations x [n, A, d].
using LogAmplitude = std::function<void(std::span<const double> x, std::span<double> log_abs)>;

/// A potential energy that the particles have because of one another.
class Interaction {
 public:
  static constexpr std::string_view category = "interaction";
  using Factory = std::function<std::unique_ptr<Interaction>(const Settings&)>;

  virtual ~Interaction() = default;

  /// Adds the energy of every walker to `energy` [W], in the system's unit of energy.
  virtual void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept = 0;

  /// Adds the energy of a term that is no function of the coordinates: it may evaluate the wave function anywhere, and
  /// finds gradient and ln|psi| in `walkers`.
  virtual void add_nonlocal_energy(const Configurations& /*walkers*/, const LogAmplitude& /*psi*/,
                                   std::span<double> /*energy*/) const {}

  /// Adds the part of this energy that a wave function with the interaction's cusp has in its kinetic energy, where
  /// `-1/2 lap psi / psi` is taken without the delta functions of its kinks. It moves from one component to the other;
  /// their sum, the local energy, stays.
  virtual void add_cancelled_energy(const Configurations& /*walkers*/, std::span<double> /*energy*/) const noexcept {}

  /// Adds the work sum_i x_i . grad_i V of the virial theorem, 2 <T> = < sum_i x_i . grad_i V >, to `work` [W]; what it
  /// means is a number with that mean. As it stands: the derivative of V by ln(scale) of all coordinates, by central
  /// differences of `add_energy` to an error of 1e-11 of V where V is smooth on the scale 1/1000. An interaction that
  /// is no function of the coordinates has to say its own.
  virtual void add_work(const Configurations& walkers, std::span<double> work) const;

  /// What wave functions have to obey where two particles meet, if this interaction is singular there.
  virtual std::optional<PairCusp> cusp(int /*dimensions*/) const { return std::nullopt; }

  /// The strength g of g sum delta(x_i - x_j) between particles of different labels in one dimension.
  virtual double contact_strength() const { return 0; }

  /// Throws `Error` if the interaction makes no sense for these particles.
  virtual void check(int /*dimensions*/, std::span<const Label> /*labels*/) const {}
};

}  // namespace kato
