// SPDX-License-Identifier: Apache-2.0
#include "base/isa.hpp"

#include <cstdlib>
#include <string>

#include "base/built_isas.hpp"
#include "base/error.hpp"
#include "base/processor.hpp"

namespace kato {
namespace {

constexpr Isa built_isas[] = {
    Isa::portable,
#if KATO_BUILT_AVX2
    Isa::avx2,
#endif
#if KATO_BUILT_AVX512
    Isa::avx512,
#endif
};

bool usable(Isa isa) {
  for (const Isa one : usable_isas())
    if (one == isa) return true;
  return false;
}

}  // namespace

std::span<const Isa> usable_isas() noexcept {
  static const std::size_t count = [] {
    std::size_t narrow = 0;
    for (const Isa isa : built_isas) narrow += isa <= isa_of_processor();
    return narrow;
  }();
  return std::span(built_isas).first(count);
}

std::string_view name(Isa isa) noexcept {
  switch (isa) {
    case Isa::avx512: return "avx512";
    case Isa::avx2: return "avx2";
    case Isa::portable: break;
  }
  return "portable";
}

void refuse_isa(Isa isa) {
  const std::string what(name(isa));
  require(isa <= isa_of_processor(),
          "KATO_ISA: this processor does not run " + what + "; the widest is " + std::string(name(isa_of_processor())));
  std::string built;
  for (const Isa one : built_isas) built += (built.empty() ? "" : ", ") + std::string(name(one));
  throw Error("KATO_ISA: this program has no kernels for " + what + " (it was built for " + built +
              "); configure the build with -DKATO_ISAS=all");
}

Isa chosen_isa() {
  static const Isa chosen = [] {
    const char* wanted = std::getenv("KATO_ISA");
    if (wanted == nullptr || *wanted == '\0') return widest_isa();
    for (const Isa isa : {Isa::portable, Isa::avx2, Isa::avx512}) {
      if (name(isa) != wanted) continue;
      if (!usable(isa)) refuse_isa(isa);
      return isa;
    }
    throw Error(std::string("KATO_ISA: unknown instruction set '") + wanted + "'; use portable, avx2 or avx512");
  }();
  return chosen;
}

}  // namespace kato
