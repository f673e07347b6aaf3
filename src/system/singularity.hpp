// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

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

}  // namespace kato
