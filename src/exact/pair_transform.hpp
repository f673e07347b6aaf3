// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "system/system.hpp"

namespace kato::exact {

/// An interaction in a periodic box as its Fourier coefficients see it: V(r) of two particles of the species a and b,
/// its images and its background included, is (1/L^d) sum_k v(|k|, a, b) exp(i k.r) over k = 2 pi n/L.
struct PairTransform {
  std::function<double(double q, int a, int b)> v;
  double self = 0;         ///< the energy that particles have in their own images, all of them together
  double uncertainty = 0;  ///< of every v(q)
};

/// The coefficients up to this q.
using TransformUpTo = std::function<PairTransform(double largest)>;

/// The interactions of a system in a box: pair potentials by quadrature (exact/radial_transform.hpp), charges by
/// 4 pi q_a q_b/q^2 (system/periodic_coulomb.hpp), contact interactions as a constant between different species, or
/// bosons. Nothing if there is one of another kind, or a hard core. Holds the interactions.
std::optional<TransformUpTo> pair_transform(const System& system);

}  // namespace kato::exact
