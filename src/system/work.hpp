// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>

#include "system/interaction.hpp"

namespace kato {

/// Adds sum_i x_i . grad_i V of every walker to `work` [W], V being what `add_energy` adds: the derivative of V by
/// ln(scale) of all coordinates, by central differences to an error of 1e-11 of V where V is smooth on the scale
/// 1/1000.
void add_work_of(const std::function<void(const WalkerView&, std::span<double>)>& add_energy, const WalkerView& walkers,
                 std::span<double> work);

}  // namespace kato
