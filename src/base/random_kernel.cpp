// SPDX-License-Identifier: Apache-2.0
// Built once for each instruction set, as the kernels of src/op are, but without contraction to fused operations, which
// the portable build has not: a number must not depend on the processor. Nor on its neighbours: whole registers of
// pairs are computed, and what is too much is thrown away.
#include "base/random_kernel.hpp"

#include <cmath>
#include <numbers>

#include "base/kernel.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace kato::KATO_ISA {
namespace {

#if defined(__AVX512F__)
constexpr int lanes = 8;
#elif defined(__AVX2__)
constexpr int lanes = 4;
#else
constexpr int lanes = 2;
#endif

using Bits = std::uint64_t;
typedef Bits Words __attribute__((vector_size(8 * lanes)));  // of 64 bits, or of 32 in their lower halves
typedef double Reals __attribute__((vector_size(8 * lanes)));

// The products of the lower halves.
KATO_INLINE Words product(Words a, Words b) noexcept {
#if defined(__AVX512F__)
  return (Words)_mm512_maskz_mul_epu32(0xff, (__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
  return (Words)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__x86_64__)
  return (Words)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
  return (a & 0xffffffff) * (b & 0xffffffff);
#endif
}

KATO_INLINE Reals square_root(Reals x) noexcept {
#if defined(__AVX512F__)
  return _mm512_maskz_sqrt_pd(0xff, x);
#elif defined(__AVX2__)
  return _mm256_sqrt_pd(x);
#elif defined(__x86_64__)
  return _mm_sqrt_pd(x);
#else
  return Reals{std::sqrt(x[0]), std::sqrt(x[1])};
#endif
}

template <class To, class From>
KATO_INLINE To bits_as(const From& from) noexcept {
  return __builtin_bit_cast(To, from);
}

constexpr Bits bits_of(double x) noexcept { return __builtin_bit_cast(Bits, x); }

constexpr int rounds = 10;

// What the rounds of the generator add: the seed, counted up by Weyl's sequences.
struct Keys {
  Bits low[rounds], high[rounds];

  KATO_INLINE explicit Keys(std::uint64_t seed) noexcept {
    auto a = static_cast<std::uint32_t>(seed), b = static_cast<std::uint32_t>(seed >> 32);
    for (int n = 0; n < rounds; ++n, a += 0x9E3779B9, b += 0xBB67AE85) low[n] = a, high[n] = b;
  }
};

// Philox 4x32-10 (Salmon et al., SC11): makes two numbers of 64 bits, in a and b, of a counter of four words. What is
// in the upper halves of words on the way does not count.
KATO_INLINE void philox(const Keys& keys, Words& a, Words& b, Words c, Words d) noexcept {
  for (int n = 0; n < rounds; ++n) {
    const Words p = product(a, Words{} + 0xD2511F53), q = product(c, Words{} + 0xCD9E8D57);
    a = q >> 32 ^ b ^ keys.low[n], b = q;
    c = p >> 32 ^ d ^ keys.high[n], d = p;
  }
  a = a << 32 | (b & 0xffffffff);
  b = c << 32 | (d & 0xffffffff);
}

// Uniform numbers of 53 bits, never 0 and never 1. Not all processors convert integers of 64 bits: the halves become
// the last bits of numbers from 2^84 and 2^52 on.
KATO_INLINE Reals unit(Words words) noexcept {
  const Words word = words >> 11;
  const Reals high = bits_as<Reals>(word >> 32 | bits_of(0x1p84)),
              low = bits_as<Reals>((word & 0xffffffff) | bits_of(0x1p52));
  const Reals u = ((high - (0x1p84 + 0x1p52)) + low + 0.5) * 0x1p-53;
  return u < 1 ? u : Reals{} + (1 - 0x1p-53);
}

// c_0 z^n + c_1 z^(n-1) + ... + c_n.
template <class... More>
KATO_INLINE Reals series(Reals z, double first, More... more) noexcept {
  Reals sum = Reals{} + first;
  ((sum = sum * z + more), ...);
  return sum;
}

// ln u for 2^-1022 <= u <= 1: u = 2^e (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), and ln(1 + f) = 2 artanh(s) with
// s = f/(2 + f), which is f - s (f - p) with p = 2 s^2/3 + 2 s^4/5 + ...
KATO_INLINE Reals log_of_unit(Reals u) noexcept {
  constexpr Bits one = bits_of(1), root_half = bits_of(0.70710678118654752);
  constexpr double ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;  // e ln2_high is exact
  const Words bits = bits_as<Words>(u), biased = (bits + (one - root_half)) >> 52;
  const Reals e = bits_as<Reals>(biased | bits_of(0x1p52)) - (0x1p52 + 1023);
  const Reals f = bits_as<Reals>(bits - (biased << 52) + one) - 1, s = f / (2 + f), z = s * s;
  const Reals p =
      z * series(z, 2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3);
  return e * ln2_high + (f - (s * (f - p) - e * ln2_low));
}

// Makes normal numbers of uniform ones (Box and Muller): r cos and r sin of the angle 2 pi v, which is some quarter
// turns and x with |x| <= pi/4.
KATO_INLINE void box_muller(Reals& u, Reals& v) noexcept {
  const Reals radius = square_root(-2 * log_of_unit(u));
  const Reals shifted = 4 * v + 0x1.8p52;  // the number of quarter turns is in its last bits
  const Reals x = 2 * std::numbers::pi * (v - 0.25 * (shifted - 0x1.8p52)), z = x * x;
  const Reals c = series(z, 1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320,
                         -1.0 / 720, 1.0 / 24, -0.5, 1.0),
              s = x * series(z, -1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040,
                             1.0 / 120, -1.0 / 6, 1.0);
  const Words turns = bits_as<Words>(shifted);
  const auto odd = (turns & 1) != 0;
  const Reals cosine = odd ? s : c, sine = odd ? c : s;
  u = radius * bits_as<Reals>(bits_as<Words>(cosine) ^ ((turns + 1) & 2) << 62);
  v = radius * bits_as<Reals>(bits_as<Words>(sine) ^ (turns & 2) << 62);
}

}  // namespace

void fill_random(const RandomTask& task) noexcept {
  const Keys keys(task.key.seed);
  const std::uint32_t stage = task.key.stage << 8 | static_cast<std::uint32_t>(task.key.purpose);
  Bits walkers[lanes], pairs[lanes];
  for (std::uint32_t n = 0; n < lanes; ++n) walkers[n] = n / task.pairs, pairs[n] = n % task.pairs;
  Words walker = bits_as<Words>(walkers), pair = bits_as<Words>(pairs);
  for (std::size_t begin = 0; begin < task.count; begin += 2 * lanes) {
    Words a = walker + task.walker, b = pair + task.pair;
    philox(keys, a, b, Words{} + task.key.step, Words{} + stage);
    Reals u = unit(a), v = unit(b);
    if (task.normal) box_muller(u, v);
    double numbers[2 * lanes];
    for (int n = 0; n < lanes; ++n) numbers[2 * n] = u[n], numbers[2 * n + 1] = v[n];
    const std::size_t left = task.count - begin;
    if (left < 2 * lanes)
      for (std::size_t n = 0; n < left; ++n) task.out[begin + n] = numbers[n];
    else
      __builtin_memcpy(task.out + begin, numbers, sizeof numbers);
    pair += lanes % task.pairs;                        // each lane goes on by as many pairs as there are lanes
    const Words beyond = (Words)(pair >= task.pairs);  // all bits of these lanes
    pair -= beyond & task.pairs;
    walker += lanes / task.pairs - beyond;
  }
}

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/isa_table.hpp"

KATO_IN_EACH_ISA(void fill_random(const RandomTask&) noexcept;)

namespace kato {

void (*random_kernel(Isa isa))(const RandomTask&) noexcept {
  static constexpr void (*kernels[])(const RandomTask&) noexcept = KATO_OF_EACH_ISA(fill_random);
  return at_isa(kernels, isa);
}

}  // namespace kato
#endif
