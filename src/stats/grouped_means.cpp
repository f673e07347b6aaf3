// SPDX-License-Identifier: Apache-2.0
#include "stats/grouped_means.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "base/threads.hpp"

namespace kato {

GroupedMeans::GroupedMeans(std::size_t walkers, std::size_t numbers, std::size_t most_groups)
    : walkers_(walkers),
      numbers_(numbers),
      weight_(std::min(walkers, most_groups)),
      sums_(std::min(walkers, most_groups) * numbers) {
  require(walkers > 0, "statistics: there are no walkers; use at least one");
}

void GroupedMeans::end_of_step() {
  for (std::size_t g = 0; g < groups(); ++g) weight_[g] += static_cast<double>(first_of(g + 1) - first_of(g));
}

void GroupedMeans::add_step(int threads, const std::function<void(std::size_t, std::span<double>)>& add) {
  parallel_for(groups(), threads, [&](std::size_t g, int) {
    for (std::size_t w = first_of(g); w < first_of(g + 1); ++w) add(w, sums(g));
  });
  end_of_step();
}

void GroupedMeans::append_steps(const GroupedMeans& later) {
  require(later.walkers_ == walkers_ && later.groups() == groups() && later.numbers_ == numbers_,
          "statistics: steps of other walkers cannot be appended; append them as walkers");
  for (std::size_t n = 0; n < sums_.size(); ++n) sums_[n] += later.sums_[n];
  for (std::size_t g = 0; g < groups(); ++g) weight_[g] += later.weight_[g];
}

void GroupedMeans::append_walkers(const GroupedMeans& others) {
  require(others.numbers_ == numbers_, "statistics: other numbers cannot be appended; measure the same ones");
  sums_.insert(sums_.end(), others.sums_.begin(), others.sums_.end());
  weight_.insert(weight_.end(), others.weight_.begin(), others.weight_.end());
  walkers_ += others.walkers_;
}

std::vector<double> GroupedMeans::mean_without(std::size_t group) const {
  std::vector<double> mean(numbers_);
  double weight = 0;
  for (std::size_t g = 0; g < groups(); ++g) {
    if (g == group) continue;
    weight += weight_[g];
    for (std::size_t k = 0; k < numbers_; ++k) mean[k] += sums_[g * numbers_ + k];
  }
  for (double& m : mean) m /= weight;
  return mean;
}

Means GroupedMeans::means() const {
  double weight = 0;
  for (const double w : weight_) weight += w;
  require(weight > 0, "statistics: nothing was measured; take at least one step");
  Means result{.mean = mean_without(groups()), .std_err = std::vector<double>(numbers_)};
  for (std::size_t g = 0; g < groups(); ++g)
    for (std::size_t k = 0; k < numbers_; ++k)
      result.std_err[k] += std::pow(sums_[g * numbers_ + k] - result.mean[k] * weight_[g], 2);
  const double count = static_cast<double>(groups());
  for (double& e : result.std_err)
    e = groups() < 2 ? std::numeric_limits<double>::infinity() : std::sqrt(e * count / (count - 1)) / weight;
  return result;
}

Means GroupedMeans::jackknife(const std::function<std::vector<double>(std::span<const double>)>& f) const {
  Means result{.mean = f(means().mean), .std_err = {}};
  const std::size_t size = result.mean.size();
  if (groups() < 2) {
    result.std_err.assign(size, std::numeric_limits<double>::infinity());
    return result;
  }
  std::vector<std::vector<double>> without;
  std::vector<double> centre(size);
  const double count = static_cast<double>(groups());
  for (std::size_t g = 0; g < groups(); ++g) {
    without.push_back(f(mean_without(g)));
    for (std::size_t n = 0; n < size; ++n) centre[n] += without.back()[n] / count;
  }
  result.std_err.assign(size, 0.0);
  for (const auto& values : without)
    for (std::size_t n = 0; n < size; ++n) result.std_err[n] += std::pow(values[n] - centre[n], 2);
  for (double& e : result.std_err) e = std::sqrt(e * (count - 1) / count);
  return result;
}

Sums all_sums(std::vector<GroupedMeans>& means) {
  Sums all;
  for (auto& each : means) {
    const auto its_own = each.all_sums();
    all.insert(all.end(), its_own.begin(), its_own.end());
  }
  return all;
}

}  // namespace kato
