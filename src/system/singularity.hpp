// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "system/species.hpp"

namespace kato {

/// How V(r) begins at contact: V = square/r^2 + inverse/r + .. where the exponent is 2 or 1.
struct Singularity {
  double exponent = 0;  ///< n of |V| ~ r^(-n); 0 for a finite V, and for ln r
  double inverse = 0;   ///< lim r (V - square/r^2)
  double square = 0;    ///< lim r^2 V
  int sign = 0;         ///< of V at contact
};

/// By V at distances from 1e-2 down to 1e-14. An exponent within 0.02 of 0, 1 or 2 is that number.
Singularity singularity_of(const std::function<double(double)>& potential);

/// The power s of psi ~ r^s with which a/r^2 leaves the relative motion in D dimensions (D = d + 2 beside the node of
/// two like fermions, where r^s comes in addition):
///     s (s + D - 2) = a,  s = 1 - D/2 + sqrt((1 - D/2)^2 + a).
/// Not a number where a is below -(1 - D/2)^2: the particles fall towards each other without end.
double contact_power(double square, int dimensions);

/// A slope (none: no kink) and a power of psi where two particles meet.
struct ContactShape {
  std::optional<double> slope;
  double power = 0;
};

/// What a potential that begins as `terms` asks of psi = r^power (1 + slope r + ..) in D dimensions:
///     power = contact_power(square, D), or 1 in one dimension where V is as singular as 1/r,
///     slope = inverse/(2 power + D - 1),
/// to which the slope `other` of potentials like 1/r that know theirs is added. Throws `Error` where there is no lowest
/// state, and where the input says something else; `pairs` are those it is about, for the message.
ContactShape contact_shape(const ContactTerms& terms, std::optional<double> other, int dimensions,
                           const std::string& pairs);

}  // namespace kato
