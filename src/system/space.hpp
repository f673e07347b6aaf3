// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <span>

namespace kato {

/// Where particles live: held by a trap, in a periodic box (a cube of side L in any dimension), or free. All geometry
/// is here: what is said of places in a box is the same for any of their images.
struct Space {
  enum Kind { trap, box, free };

  Kind kind = trap;
  double side = 0;  ///< L of a box, in the system's unit of length

  bool periodic() const { return kind == box; }

  /// A component of a - b; in a box that of the nearest image, from -L/2 to L/2.
  double difference(double a, double b) const noexcept {
    const double apart = a - b;
    return periodic() ? apart - side * std::round(apart / side) : apart;
  }

  /// a - b [d], and the square of its length.
  void separation(const double* a, const double* b, std::span<double> r) const noexcept {
    for (std::size_t c = 0; c < r.size(); ++c) r[c] = difference(a[c], b[c]);
  }
  double squared_distance(const double* a, const double* b, int dimensions) const noexcept {
    double square = 0;
    for (int c = 0; c < dimensions; ++c) {
      const double apart = difference(a[c], b[c]);
      square += apart * apart;
    }
    return square;
  }

  /// Brings places into the box, each coordinate into [0, L); does nothing elsewhere.
  void wrap(std::span<double> x) const noexcept;

  /// Calls f(|a - b + L m|^2) for all whole m [d] with |m_k| <= reach: the images of one particle as the other sees
  /// them; a - b is that of the nearest image. Without a box, f(|a - b|^2) alone. At most three dimensions.
  template <class F>
  void for_images(const double* a, const double* b, int dimensions, int reach, F&& f) const {
    if (!periodic() || reach == 0) return f(squared_distance(a, b, dimensions));
    const int images = 2 * reach + 1;
    int number = 1;
    for (int c = 0; c < dimensions; ++c) number *= images;
    for (int n = 0; n < number; ++n) {
      double square = 0;
      for (int c = 0, rest = n; c < dimensions; ++c, rest /= images) {
        const double apart = difference(a[c], b[c]) + side * (rest % images - reach);
        square += apart * apart;
      }
      f(square);
    }
  }
};

}  // namespace kato
