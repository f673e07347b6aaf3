// SPDX-License-Identifier: Apache-2.0
#include "observe/walker_histogram.hpp"

#include <cmath>

namespace kato {

WalkerHistogram::WalkerHistogram(std::size_t walkers, std::size_t bins, double low, double high)
    : bins_(bins), low_(low), high_(high), counts_(walkers * bins) {}

void WalkerHistogram::count(std::size_t walker, double x) {
  const double place = (x - low_) * (static_cast<double>(bins_) / (high_ - low_));
  if (place >= 0 && place < static_cast<double>(bins_)) counts_[walker * bins_ + static_cast<std::size_t>(place)] += 1;
}

Curve WalkerHistogram::curve(const std::string& axis, double norm) const {
  Curve curve{.axis = axis, .x = {}, .mean = {}, .std_err = {}};
  const double width = (high_ - low_) / static_cast<double>(bins_);
  const double factor = 1 / (width * norm * static_cast<double>(steps_));
  const std::size_t walkers = counts_.size() / bins_;
  for (std::size_t bin = 0; bin < bins_; ++bin) {
    double sum = 0, squares = 0;
    for (std::size_t w = 0; w < walkers; ++w) sum += counts_[w * bins_ + bin] * factor;
    const double count = static_cast<double>(walkers), mean = sum / count;
    for (std::size_t w = 0; w < walkers; ++w) squares += std::pow(counts_[w * bins_ + bin] * factor - mean, 2);
    curve.x.push_back(low_ + (static_cast<double>(bin) + 0.5) * width);
    curve.mean.push_back(mean);
    curve.std_err.push_back(std::sqrt(squares / (count * (count - 1))));
  }
  return curve;
}

}  // namespace kato
