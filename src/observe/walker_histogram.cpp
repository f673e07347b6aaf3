// SPDX-License-Identifier: Apache-2.0
#include "observe/walker_histogram.hpp"

namespace kato {

WalkerHistogram::WalkerHistogram(std::size_t walkers, std::size_t bins, double low, double high)
    : bins_{low, high, bins}, counts_(walkers, bins) {}

Curve WalkerHistogram::curve(const std::string& axis, double norm, const std::string& what) const {
  auto means = counts_.means();
  const double factor = 1 / (bins_.width() * norm);
  Curve curve{.axis = axis,
              .x = bins_.centres(),
              .mean = std::move(means.mean),
              .std_err = std::move(means.std_err),
              .what = what};
  for (auto* values : {&curve.mean, &curve.std_err})
    for (double& value : *values) value *= factor;
  return curve;
}

}  // namespace kato
