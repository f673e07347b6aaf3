// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "system/species.hpp"

namespace kato {

/// The coordinates of a batch of walkers: x [W, A, d], in the system's unit of length.
struct Configurations {
  std::span<const double> x;
  int particles = 0;
  int dimensions = 0;
  std::span<const Species> species = {};  ///< none: all particles are of one kind
  std::span<const double> gradient = {};  ///< d ln|psi| / dx [W, A, d], where the wave function is known
  std::span<const double> log_abs = {};   ///< ln|psi| [W], likewise
  std::span<const double> sign = {};      ///< sign psi [W], likewise
  std::span<const double> kinetic = {};   ///< the local kinetic energy [W], likewise

  std::size_t walkers() const { return x.size() / (static_cast<std::size_t>(particles) * dimensions); }
};

/// ln|psi| [n] of any configurations x [n, A, d].
using LogAmplitude = std::function<void(std::span<const double> x, std::span<double> log_abs)>;

/// The energy of a term V that is no function of the coordinates, as a sum over places X'_n that follow from a walker X
/// alone: for every function f of the coordinates
///     <V f> = < sum_n e_n f(X'_n) >   over |psi(X)|^2.
/// e_n depends on psi at X and X'_n. As <V> is quadratic in psi at X', its derivative by a parameter theta is
///     2 < sum_n e_n d ln|psi(X'_n)|/d theta > - 2 <V> <d ln|psi(X)|/d theta>.
struct DisplacedEnergy {
  std::vector<double> x;            ///< X' [n, A, d]
  std::vector<std::size_t> walker;  ///< the walker X of each place [n]
  std::vector<double> energy;       ///< e [n], not zero

  bool empty() const { return energy.empty(); }
  void add(std::size_t owner, std::span<const double> place, double e);
  /// The places of walker `to` are henceforth those of walker `from`.
  void replace(std::size_t to, std::size_t from);
};

/// A potential energy that the particles have because of one another.
class Interaction {
 public:
  static constexpr std::string_view category = "interaction";
  using Factory = std::function<std::unique_ptr<Interaction>(const Settings&)>;

  virtual ~Interaction() = default;

  /// Adds the energy of every walker to `energy` [W], in the system's unit of energy.
  virtual void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept = 0;

  /// Whether `add_displaced_energy` adds any.
  virtual bool displaces() const { return false; }

  /// Adds the energy of a term that is no function of the coordinates: it may evaluate the wave function anywhere, and
  /// finds gradient and ln|psi| in `walkers`. The energy of a walker is the sum of its places'.
  virtual void add_displaced_energy(const Configurations& /*walkers*/, const LogAmplitude& /*psi*/,
                                    DisplacedEnergy& /*energy*/) const {}

  /// Replaces this term's `energy` [W] by what records should show of it, where the local energy puts some of it into
  /// the kinetic energy (`-1/2 lap psi / psi` is taken without the delta functions of kinks) or has a spike in both.
  /// What it gains the kinetic energy loses; their sum, the local energy, stays.
  virtual void restate_energy(const Configurations& /*walkers*/, std::span<double> /*energy*/) const noexcept {}

  /// Adds the work sum_i x_i . grad_i V of the virial theorem, 2 <T> = < sum_i x_i . grad_i V >, to `work` [W]; any
  /// number with that mean will do. As it stands: `add_work_of` of `add_energy`. An interaction that is no function of
  /// the coordinates has to say its own.
  virtual void add_work(const Configurations& walkers, std::span<double> work) const;

  /// What wave functions have to obey where two particles meet, if this interaction is singular there.
  virtual std::optional<PairCusp> cusp(int /*dimensions*/) const { return std::nullopt; }

  /// The strength g of g sum delta(x_i - x_j) between particles of different species, or bosons of one kind, in one
  /// dimension.
  virtual double contact_strength() const { return 0; }

  /// Throws `Error` if the interaction makes no sense for these particles.
  virtual void check(int /*dimensions*/, std::span<const Species> /*species*/, Statistics /*statistics*/) const {}
};

}  // namespace kato
