// SPDX-License-Identifier: Apache-2.0
#include "stats/estimate.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "base/error.hpp"
#include "stats/autocorrelation.hpp"
#include "stats/blocking.hpp"
#include "stats/r_hat.hpp"

namespace kato {

double v_score(const Estimate& energy, double dof, double zero_point) noexcept {
  const double distance = energy.mean - zero_point;
  return dof * energy.variance / (distance * distance);
}

double effective_samples(const Estimate& estimate) noexcept {
  return estimate.variance / (estimate.std_err * estimate.std_err);
}

WalkerStatistics::WalkerStatistics(std::size_t walkers, std::size_t most_bins)
    : walkers_(walkers), most_bins_(most_bins), open_(walkers) {
  require(walkers > 0, "statistics: there are no walkers; use at least one");
  assert(most_bins >= 4 && most_bins % 2 == 0);
}

void WalkerStatistics::add(std::span<const double> step) {
  assert(step.size() == walkers_);
  if (step_means_.empty()) shift_ = step[0];
  const auto moments = mean_variance(step);
  if (!std::isfinite(moments.squares))
    throw std::runtime_error("statistics: a walker's value is not finite; replace the walker before it is averaged");
  all_.merge(moments);
  step_means_.push_back(moments.mean);
  for (std::size_t w = 0; w < walkers_; ++w) open_[w] += step[w] - shift_;
  if (++open_steps_ == bin_steps_) close_bin();
}

void WalkerStatistics::close_bin() {
  bins_.insert(bins_.end(), open_.begin(), open_.end());
  std::ranges::fill(open_, 0.0);
  open_steps_ = 0;
  if (bins_.size() < most_bins_ * walkers_) return;
  for (std::size_t bin = 0; bin < most_bins_ / 2; ++bin)
    for (std::size_t w = 0; w < walkers_; ++w)
      bins_[bin * walkers_ + w] = bins_[2 * bin * walkers_ + w] + bins_[(2 * bin + 1) * walkers_ + w];
  bins_.resize(most_bins_ / 2 * walkers_);
  bin_steps_ *= 2;
}

void WalkerStatistics::merge(const WalkerStatistics& others) {
  require(others.steps() == steps() && others.most_bins_ == most_bins_,
          "statistics: walkers that were measured at other steps cannot be merged; measure all of them at each step");
  const double mine = static_cast<double>(walkers_), theirs = static_cast<double>(others.walkers_);
  const double difference = others.shift_ - shift_;  // bins hold sums of differences from the first number
  std::vector<double> bins, open(open_);
  for (std::size_t bin = 0; bin < bins_.size() / walkers_; ++bin) {
    for (std::size_t w = 0; w < walkers_; ++w) bins.push_back(bins_[bin * walkers_ + w]);
    for (std::size_t w = 0; w < others.walkers_; ++w)
      bins.push_back(others.bins_[bin * others.walkers_ + w] + static_cast<double>(bin_steps_) * difference);
  }
  for (const double sum : others.open_) open.push_back(sum + static_cast<double>(open_steps_) * difference);
  for (std::size_t t = 0; t < steps(); ++t)
    step_means_[t] = (mine * step_means_[t] + theirs * others.step_means_[t]) / (mine + theirs);
  bins_ = std::move(bins);
  open_ = std::move(open);
  all_.merge(others.all_);
  walkers_ += others.walkers_;
}

// An error that was read from n independent numbers is itself known to 1/sqrt(2 (n - 1)) of it.
double WalkerStatistics::error() const {
  if (all_.count < 2) return std::numeric_limits<double>::infinity();
  if (steps() < 2) return chain_error();
  const auto blocks = blocking(step_means_);
  if (walkers_ < 2) return blocks.std_err;
  const auto unknown = [](double numbers) { return 1 / std::sqrt(2 * std::max(numbers - 1, 0.5)); };
  const std::size_t number_of_blocks = steps() / blocks.block;
  const double of_blocks = unknown(static_cast<double>(number_of_blocks));
  const double of_walkers = unknown(static_cast<double>(walkers_)), by_walkers = chain_error();
  const auto [first, second] =
      of_walkers < of_blocks ? std::pair{by_walkers, blocks.std_err} : std::pair{blocks.std_err, by_walkers};
  return second > first * (1 + 3 * std::hypot(of_blocks, of_walkers)) ? second : first;
}

namespace {
constexpr std::size_t state_heads = 6;  // the single numbers of a state
}

std::vector<double> WalkerStatistics::state() const {
  std::vector<double> all{shift_,
                          all_.mean,
                          all_.squares,
                          static_cast<double>(steps()),
                          static_cast<double>(bin_steps_),
                          static_cast<double>(open_steps_)};
  for (const auto* part : {&open_, &step_means_, &bins_}) all.insert(all.end(), part->begin(), part->end());
  return all;
}

void WalkerStatistics::restore(std::span<const double> state) {
  const double steps = state.size() > state_heads ? state[3] : -1, bin_steps = steps > 0 ? state[4] : 1;
  const double bins = std::floor(steps / bin_steps), size = static_cast<double>(walkers_);
  require(steps >= 0 && bin_steps >= 1 && bins < static_cast<double>(most_bins_) &&
              static_cast<double>(state.size()) == static_cast<double>(state_heads) + size + steps + size * bins,
          "statistics: the sums are of other walkers; measure anew");
  shift_ = state[0];
  const auto count = static_cast<std::size_t>(steps);
  all_ = {.count = count * walkers_, .mean = state[1], .squares = state[2]};
  bin_steps_ = static_cast<std::size_t>(bin_steps);
  open_steps_ = static_cast<std::size_t>(state[5]);
  const auto rest = state.subspan(state_heads);
  open_.assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(walkers_));
  const auto means = rest.subspan(walkers_, count), binned = rest.subspan(walkers_ + count);
  step_means_.assign(means.begin(), means.end());
  bins_.assign(binned.begin(), binned.end());
}

Estimate WalkerStatistics::estimate() const {
  require(steps() > 0, "statistics: nothing was measured; take at least one step");
  return {.mean = all_.mean,
          .std_err = error(),
          .variance = all_.variance(),
          .tau = chain_tau(),
          .r_hat = chain_r_hat(),
          .samples = all_.count};
}

// The walkers are independent, so the spread of their means is the error of a mean whatever the correlations in time.
double WalkerStatistics::chain_error() const {
  std::vector<double> sums(open_);
  for (std::size_t n = 0; n < bins_.size(); ++n) sums[n % walkers_] += bins_[n];
  const double spread = std::sqrt(mean_variance(sums).variance()) / static_cast<double>(steps());
  return spread / std::sqrt(static_cast<double>(walkers_));
}

double WalkerStatistics::drift(std::size_t before) const {
  const std::size_t bins = (before + bin_steps_ - 1) / bin_steps_, first = bins * bin_steps_;
  if (walkers_ < 16 || before == 0 || first >= steps()) return 0;
  std::vector<double> differences(walkers_);
  for (std::size_t w = 0; w < walkers_; ++w) {
    double early = 0, late = open_[w];
    for (std::size_t bin = 0; bin < bins_.size() / walkers_; ++bin)
      (bin < bins ? early : late) += bins_[bin * walkers_ + w];
    differences[w] = early / static_cast<double>(first) - late / static_cast<double>(steps() - first);
  }
  const auto found = mean_variance(differences);
  const double error = std::sqrt(found.variance() / static_cast<double>(walkers_));
  return error > 0 ? std::abs(found.mean) / error : 0;
}

// With bins of B steps: tau = (tau in bins) (variance of a bin's sum)/(B variance of a number).
double WalkerStatistics::chain_tau() const {
  const double of_bins = autocorrelation_time(bins_, walkers_);
  if (bin_steps_ == 1) return of_bins;
  const auto sums = mean_variance(bins_);
  if (!(all_.squares > 0)) return 1;
  const double single = all_.squares / static_cast<double>(all_.count);
  return of_bins * sums.squares / static_cast<double>(sums.count) / (static_cast<double>(bin_steps_) * single);
}

// Halves of chains, cut at a bin. Their mean variance within follows from the sum of squares of all numbers.
double WalkerStatistics::chain_r_hat() const {
  const std::size_t bins = bins_.size() / walkers_;
  const std::size_t first = bins / 2 * bin_steps_, second = steps() - first;
  if (first < 2) return 1;
  std::vector<double> means(2 * walkers_);
  for (std::size_t n = 0; n < bins_.size(); ++n)
    means[n % walkers_ + (n / walkers_ < bins / 2 ? 0 : walkers_)] += bins_[n];
  for (std::size_t w = 0; w < walkers_; ++w) {
    means[w] /= static_cast<double>(first);
    means[walkers_ + w] = (means[walkers_ + w] + open_[w]) / static_cast<double>(second);
  }
  double between = 0;  // sum over all numbers of (mean of its half - mean of all)^2
  for (std::size_t h = 0; h < means.size(); ++h) {
    const double difference = means[h] - (all_.mean - shift_);
    between += static_cast<double>(h < walkers_ ? first : second) * difference * difference;
  }
  const double within = std::max(all_.squares - between, 0.0) / static_cast<double>(all_.count - means.size());
  return r_hat(within, mean_variance(means).variance(), 0.5 * static_cast<double>(steps()));
}

Estimate estimate(std::span<const double> table, std::size_t walkers) {
  require(walkers > 0 && table.size() % walkers == 0, "statistics: the table is not whole rows of all walkers");
  WalkerStatistics statistics(walkers);
  for (std::size_t n = 0; n < table.size(); n += walkers) statistics.add(table.subspan(n, walkers));
  return statistics.estimate();
}

}  // namespace kato
