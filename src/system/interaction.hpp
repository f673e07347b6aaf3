// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/registry.hpp"
#include "system/connections.hpp"
#include "system/matter.hpp"

namespace kato {

/// A term of the Hamiltonian beyond what every particle has by itself. It never evaluates psi: it says where psi is
/// needed. One is made for the particles it acts between and throws `Error` there if it makes no sense for them.
///
/// Most are a function of distances alone: see system/pair_potential.hpp.
class Interaction {
 public:
  static constexpr std::string_view category = "interaction";
  using Factory = std::function<std::unique_ptr<Interaction>(const Matter&, const Settings&)>;

  virtual ~Interaction() = default;

  /// Adds the part of every walker's energy that is a function of places and labels to `energy` [W], in the system's
  /// unit of energy.
  virtual void diagonal(const WalkerView& /*walkers*/, std::span<double> /*energy*/) const noexcept {}

  /// How the connections of this term enter the energy; nothing if it has none.
  virtual std::optional<Enters> connects() const { return std::nullopt; }

  /// Adds the configurations that this term leads to. Any number of threads may ask at a time.
  virtual void connect(const WalkerView& /*walkers*/, Connections& /*connections*/) const {}

  /// Names of the parts that records show of this term, each a channel of its connections; none if it is one.
  virtual std::vector<std::string> channels() const { return {}; }

  /// Adds the work sum_i x_i . grad_i V of the virial theorem, 2 <T> = < sum_i x_i . grad_i V >, to `work` [W]; as it
  /// stands that of `diagonal`, by differences. In a box it is the derivative of V by ln(scale) of all places and of
  /// the box: 2 <T> - <work> is d P L^d then, P the pressure.
  virtual void work(const WalkerView& walkers, std::span<double> work) const;

  /// What wave functions have to obey where two particles meet, if this interaction is singular there.
  virtual std::optional<PairCusp> cusp() const { return std::nullopt; }

  /// Whether this is the repulsion of charges, for which a box is measured in bohr and its energies in hartree.
  virtual bool of_charges() const { return false; }

  /// Whether it is nothing wherever the particles are, as a contact of no strength: reference solvers leave it out.
  virtual bool vanishes() const { return false; }

  /// The strength g of g sum delta(x_i - x_j) between particles of different species, or bosons of one kind, in one
  /// dimension. No walker meets a delta function: records take its energy by parts (system/contact.hpp).
  virtual double contact_strength() const { return 0; }
};

}  // namespace kato
