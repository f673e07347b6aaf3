// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "optimize/optimizer.hpp"

namespace kato {

/// The number of steps that a saved state has taken. Throws `Error` if `state` has none, or has not just the arrays
/// `names` of length `parameters` (0 before the first step) and `others` of any length besides: `kind` is named in the
/// message.
double saved_steps(const Optimizer::State& state, std::string_view kind, std::initializer_list<std::string_view> names,
                   std::size_t parameters, std::initializer_list<std::string_view> others = {});

/// A setting of what a step keeps of a running mean, in [0, 1).
Option kept_option(std::string name, double fallback, std::string summary);
/// The setting `epsilon`, which keeps roots of mean squared gradients from zero.
Option epsilon_option();

/// Makes `memory` an array of zeros at the first step; afterwards throws `Error` unless it has `parameters` entries.
void prepare_memory(std::vector<double>& memory, std::size_t parameters, std::string_view kind);

double norm(std::span<const double> x) noexcept;
double dot(std::span<const double> x, std::span<const double> y) noexcept;

/// |gradient|. Throws `std::runtime_error`, naming `kind`, if it is not finite: a step refuses before it changes what
/// it remembers.
double finite_norm(std::span<const double> gradient, std::string_view kind);

}  // namespace kato
