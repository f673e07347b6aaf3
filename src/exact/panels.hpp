// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "exact/quadrature.hpp"

namespace kato::exact {

/// A line cut into panels.
struct Panels {
  std::vector<double> ends;  ///< ascending: panel n is from ends[n] to ends[n + 1]
  double unresolved = 0;     ///< the sum over panels of their width times the largest error that is left in V, times
                             ///< the `importance` of the panel

  double begin() const { return ends.front(); }
  double end() const { return ends.back(); }
};

/// How well V is resolved.
struct Resolution {
  double tolerance = 1e-13;   ///< of the error of V over the width of a panel
  int looks = 512;            ///< places of each panel that is given where V is compared with its interpolation
  double inverse_square = 0;  ///< a of an a/r^2 that was taken out of V: what is left has its rounding errors
  std::function<double(double)> importance = [](double) { return 1.0; };
};

/// Halves panels until V is a polynomial of degree 11 on each of them, within the tolerance or 1e-12 of its values
/// there. Structure is seen that is wider than the distance of two looks; each half of a panel has 48. A step or a
/// singularity ends in panels of 1e-14 of their place.
Panels resolving(const std::function<double(double)>& potential, const std::vector<double>& ends,
                 const Resolution& resolution);

/// The ends of panels on (0, reach): of the width reach/count, but none wider than `share` of its far end, so that they
/// become shorter towards 0; the last one is from 0 to `shortest`.
std::vector<double> towards_contact(double reach, int count, double shortest, double share = 0.5);

/// The nodes of a quadrature on (0, reach) for V and functions that vary on the scale reach/panels: 12 of Gauss and
/// Legendre in panels that become narrower towards 0, with ends at reach (p/panels)^2, and are halved for V.
std::vector<QuadratureNode> half_line_nodes(const std::function<double(double)>& potential, double reach, int panels);

/// Gauss and Legendre of `order` nodes in every panel.
std::vector<QuadratureNode> nodes_in(const Panels& panels, int order);

}  // namespace kato::exact
