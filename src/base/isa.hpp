// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace kato {

/// The instruction sets that the kernels are built for; one binary holds them all.
enum class Isa { portable, avx2, avx512 };

/// The widest one this processor runs, or the one that the environment variable KATO_ISA names (a wider one than the
/// processor has is refused with an `Error`). Chosen once.
Isa chosen_isa();

/// The widest one this processor runs.
Isa widest_isa() noexcept;

std::string_view name(Isa isa) noexcept;

}  // namespace kato
