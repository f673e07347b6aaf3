// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "optimize/optimizer.hpp"

namespace kato {

/// The curvature B of a quadratic model of the energy, M(delta) = g.delta + delta^T B delta/2:
///     fisher         4 Obar^T Obar, the Fisher matrix of p = |psi|^2
///     vmc            D^T D, the metric of the VMC scoring rule: sum_k <d_k O_i d_k O_j>. For a local potential it is
///                    exactly 2 <Obar_i d_j E_L>, by integration by parts
///     quasi-hessian  Obar^T E' + E'^T Obar + 4 Obar^T diag(E_L - E) Obar, with E'_bj = sqrt(w_b) d_j E_L(x_b)
/// The Hessian of E is 2 <Obar_i d_j E_L> + 4 <(E_L - E) Obar_i Obar_j> + 2 <(E_L - E) d_i d_j ln|psi|> (differentiate
/// g_i = 2 <(E_L - E) O_i> with d_j <f> = <d_j f> + 2 <f Obar_j>; <d_j E_L> = 0 takes the terms in the gradient away).
/// The quasi-Hessian keeps the first term, from the same walkers and symmetrised (half of each order), and the second,
/// with E_L clipped as in the gradient. It leaves out the third, the only one with second derivatives in the
/// parameters: it vanishes where ln|psi| is linear in them, and with the fluctuation of E_L at an eigenstate; so does
/// the second, which costs nothing more.
/// Sources: Drissi et al., arXiv:2401.17550; the terms of the Hessian: Lin, Zhang and Rappe, J. Chem. Phys. 112, 2650
/// (2000); Umrigar and Filippi, Phys. Rev. Lett. 94, 150201 (2005).
enum class Curvature { fisher, quasi_hessian, vmc };

/// Of the name in the input: fisher, quasi-hessian or vmc.
Curvature curvature_named(const std::string& name);

/// The model on the plane of two directions u and v, delta = alpha u + mu v: M = alpha gu + mu gv + (alpha^2 uu +
/// 2 alpha mu uv + mu^2 vv)/2.
struct PlaneModel {
  double gu = 0, gv = 0;          ///< g.u, g.v
  double uu = 0, uv = 0, vv = 0;  ///< u^T B u, u^T B v, v^T B v
};

/// The model with B = curvature + ridge along u and v [P]; v may be zero.
PlaneModel plane_model(Curvature curvature, TrainingStep& step, double ridge, std::span<const double> u,
                       std::span<const double> v);

struct PlaneMinimum {
  double alpha = 0, mu = 0;
  double change = 0;  ///< M there, at most 0
};

/// Where M is least. Along u alone if v is zero or the directions are parallel within rounding. None if M is not convex
/// on the plane or not finite.
std::optional<PlaneMinimum> minimum(const PlaneModel& model);

}  // namespace kato
