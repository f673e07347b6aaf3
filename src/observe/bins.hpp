// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/registry.hpp"
#include "system/system.hpp"

namespace kato {

/// Bins of equal width of an axis.
struct Bins {
  double low, high;
  std::size_t count;

  double width() const { return (high - low) / static_cast<double>(count); }

  /// The bin that x lies in; `count` where it lies beyond them.
  std::size_t of(double x) const {
    const double place = (x - low) * (static_cast<double>(count) / (high - low));
    return place >= 0 && place < static_cast<double>(count) ? static_cast<std::size_t>(place) : count;
  }

  std::vector<double> centres() const;
};

/// `bins`, and how many there are if it is left out.
Option bins_option(std::int64_t fallback, const std::string& summary, double most = 100000);

/// `extent`, what the axis reaches to: so many lengths of the trap (System::length) if it is 0.
Option extent_option(const std::string& summary, int lengths = 6);
double extent_of(const Settings& settings, const System& system, int lengths = 6);

/// `centre`: the origin, or the centre of mass.
Option centre_option();

/// A power of the system's unit of length, as "1/a_ho" or "a^-2".
std::string length_text(const System& system, int power = 1);

/// Throws `Error` if the particles are in a box, where this is not measured; says what to use `instead`.
void refuse_box(const System& system, const std::string& observable, const std::string& instead);

/// Throws `Error` unless the particles are in a box, which this is a matter of; says what to use `instead` elsewhere.
void require_box(const System& system, const std::string& observable, const std::string& instead);

}  // namespace kato
