// SPDX-License-Identifier: Apache-2.0
#include "observe/walker_histogram.hpp"

namespace kato {

WalkerHistogram::WalkerHistogram(std::size_t walkers, std::size_t bins, double low, double high)
    : low_(low), high_(high), counts_(walkers, bins) {}

Curve WalkerHistogram::curve(const std::string& axis, double norm, const std::string& what) const {
  auto means = counts_.means();
  const double width = (high_ - low_) / static_cast<double>(counts_.numbers()), factor = 1 / (width * norm);
  Curve curve{.axis = axis, .mean = std::move(means.mean), .std_err = std::move(means.std_err), .what = what};
  for (std::size_t bin = 0; bin < counts_.numbers(); ++bin) {
    curve.x.push_back(low_ + (static_cast<double>(bin) + 0.5) * width);
    curve.mean[bin] *= factor;
    curve.std_err[bin] *= factor;
  }
  return curve;
}

}  // namespace kato
