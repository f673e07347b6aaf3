// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"

namespace kato {

/// An observable that counts pairs of particles in the squares of a grid, each pair of parts (all, up and up, up and
/// down, ...) apart; the first part's curve is the result. What is counted, and what a count means, is up to the kind.
class PairGrid : public Observable {
 public:
  void measure(const WalkerView& walkers, const Surroundings& around) final { count(walkers, around.threads); }

  Sums sums() final { return all_sums(counts_); }

  Curve result() const final { return grid(counts_.front()); }

  std::map<std::string, Curve> results() const final {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < pairs_.size(); ++n) all.emplace(pairs_[n].name, grid(counts_[n]));
    return all;
  }

 protected:
  explicit PairGrid(std::vector<PartPair> pairs) : pairs_(std::move(pairs)) {}

  /// Both axes from -extent to extent, with `beside` more numbers after those of the squares.
  void make_grid(double extent, std::size_t bins, std::size_t walkers, std::size_t beside = 0) {
    bins_ = {-extent, extent, bins};
    counts_.assign(pairs_.size(), GroupedMeans(walkers, bins * bins + beside, 64));
  }

  virtual void count(const WalkerView& walkers, int threads) = 0;
  virtual Curve grid(const GroupedMeans& counts) const = 0;

  std::vector<PartPair> pairs_;
  Bins bins_{};  // of either axis
  std::vector<GroupedMeans> counts_;
};

}  // namespace kato
