// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace kato {

/// The instruction sets that kernels can be built for; one binary holds those that the build was configured with
/// (KATO_ISAS in cmake/kernels.cmake), the portable one always.
enum class Isa { portable, avx2, avx512 };
inline constexpr int isa_count = 3;

/// Those that are in this binary and that this processor runs, from narrow to wide.
std::span<const Isa> usable_isas() noexcept;
inline Isa widest_isa() noexcept { return usable_isas().back(); }

/// The widest usable one, or the one that the environment variable KATO_ISA names (one that is not usable is refused
/// with an `Error`). Chosen once.
Isa chosen_isa();

std::string_view name(Isa isa) noexcept;

/// Throws the `Error` that says why `isa` is not usable.
[[noreturn]] void refuse_isa(Isa isa);

/// The entry of a table by instruction set (KATO_OF_EACH_ISA). Throws `Error` if it was not built.
template <class T>
T* at_isa(T* const (&table)[isa_count], Isa isa) {
  T* const entry = table[static_cast<int>(isa)];
  if (entry == nullptr) refuse_isa(isa);
  return entry;
}

}  // namespace kato
