// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/built_isas.hpp"

/// KATO_IN_EACH_ISA(declaration) declares what the kernels of each instruction set define in their namespace, and
/// KATO_OF_EACH_ISA(name) is the table of it for `at_isa`, null where it was not built.
#if KATO_BUILT_AVX2
#define KATO_IN_AVX2(...) \
  namespace kato::avx2 {  \
  __VA_ARGS__             \
  }
#define KATO_OF_AVX2(name) &avx2::name
#else
#define KATO_IN_AVX2(...)
#define KATO_OF_AVX2(name) nullptr
#endif

#if KATO_BUILT_AVX512
#define KATO_IN_AVX512(...) \
  namespace kato::avx512 {  \
  __VA_ARGS__               \
  }
#define KATO_OF_AVX512(name) &avx512::name
#else
#define KATO_IN_AVX512(...)
#define KATO_OF_AVX512(name) nullptr
#endif

#define KATO_IN_EACH_ISA(...) \
  namespace kato::portable {  \
  __VA_ARGS__                 \
  }                           \
  KATO_IN_AVX2(__VA_ARGS__)   \
  KATO_IN_AVX512(__VA_ARGS__)
#define KATO_OF_EACH_ISA(name) \
  { &portable::name, KATO_OF_AVX2(name), KATO_OF_AVX512(name) }
