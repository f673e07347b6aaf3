// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "walker/walkers.hpp"

namespace kato {

/// How the value of psi at X' enters the energy of the walker X.
enum class Enters : std::uint8_t {
  ratio,    ///< c psi(X')/psi(X): a matrix element of H, its sum is (H psi)/psi
  density,  ///< c |psi(X')/psi(X)|^2: a mean over |psi|^2 by sampling X' instead of X; no local energy
};

/// What a term of H leads to from a walker X: a configuration X' that differs from X in two labels or in one place, and
/// what psi there counts.
struct Connection {
  std::size_t walker = 0;
  double coefficient = 0;  ///< c, in the system's unit of energy
  Enters enters = Enters::ratio;
  int channel = 0;        ///< of the term: see `Interaction::channels`
  int i = 0, j = 0;       ///< particles; of a move, i alone
  bool moves = false;     ///< whether i goes elsewhere; else i and j exchange labels
  unsigned labels = 0;    ///< bit l: they exchange their labels l
  std::size_t place = 0;  ///< where i goes: a number for `Connections::place`
};

/// The connections of some walkers, in the order in which they were added.
class Connections {
 public:
  explicit Connections(int dimensions) : dimensions_(static_cast<std::size_t>(dimensions)) {}

  /// X' with the labels of i and j exchanged whose bits are set: c psi(X')/psi(X).
  void exchange(std::size_t walker, int i, int j, unsigned labels, double coefficient, int channel = 0) {
    all_.push_back({walker, coefficient, Enters::ratio, channel, i, j, false, labels, 0});
  }

  /// X' with particle i at `place` [d].
  void move(std::size_t walker, int i, std::span<const double> place, double coefficient, Enters enters,
            int channel = 0) {
    all_.push_back({walker, coefficient, enters, channel, i, i, true, 0, places_.size() / dimensions_});
    places_.insert(places_.end(), place.begin(), place.end());
  }

  /// Adds those of other walkers, which are numbered from `first_walker` on here.
  void append(const Connections& more, std::size_t first_walker);

  const std::vector<Connection>& all() const { return all_; }
  std::span<const double> place(const Connection& connection) const {
    return std::span(places_).subspan(connection.place * dimensions_, dimensions_);
  }

 private:
  std::size_t dimensions_;
  std::vector<Connection> all_;
  std::vector<double> places_;
};

}  // namespace kato
