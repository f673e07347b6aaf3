// SPDX-License-Identifier: Apache-2.0
#include "stats/r_hat.hpp"

#include <cassert>
#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "stats/accumulator.hpp"

namespace kato {

double r_hat(double within, double between, double length) noexcept {
  if (!(within > 0)) return between > 0 ? std::numeric_limits<double>::infinity() : 1;
  return std::sqrt((length - 1) / length + between / within);
}

double split_r_hat(std::span<const double> table, std::size_t chains) {
  assert(chains > 0 && table.size() % chains == 0);
  const std::size_t steps = table.size() / chains, half = steps / 2;
  require(half >= 2, "r-hat: needs at least four steps (the chains are cut in halves); measure longer");
  MeanVariance means;
  double within = 0;
  for (const std::size_t start : {std::size_t{0}, steps - half}) {
    for (std::size_t w = 0; w < chains; ++w) {
      MeanVariance chain;
      for (std::size_t t = start; t < start + half; ++t) chain.add(table[t * chains + w]);
      within += chain.variance();
      means.add(chain.mean);
    }
  }
  return r_hat(within / static_cast<double>(2 * chains), means.variance(), static_cast<double>(half));
}

}  // namespace kato
