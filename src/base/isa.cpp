// SPDX-License-Identifier: Apache-2.0
#include "base/isa.hpp"

#include <cstdlib>
#include <string>

#include "base/error.hpp"

namespace kato {

Isa widest_isa() noexcept {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  if (avx2 && avx512) return Isa::avx512;
  if (avx2) return Isa::avx2;
#endif
  return Isa::portable;
}

std::string_view name(Isa isa) noexcept {
  switch (isa) {
    case Isa::avx512: return "avx512";
    case Isa::avx2: return "avx2";
    case Isa::portable: break;
  }
  return "portable";
}

Isa chosen_isa() {
  static const Isa chosen = [] {
    const char* wanted = std::getenv("KATO_ISA");
    if (wanted == nullptr || *wanted == '\0') return widest_isa();
    for (const Isa isa : {Isa::portable, Isa::avx2, Isa::avx512}) {
      if (name(isa) != wanted) continue;
      require(isa <= widest_isa(), std::string("KATO_ISA: this processor does not run ") + wanted + "; the widest is " +
                                       std::string(name(widest_isa())));
      return isa;
    }
    throw Error(std::string("KATO_ISA: unknown instruction set '") + wanted + "'; use portable, avx2 or avx512");
  }();
  return chosen;
}

}  // namespace kato
