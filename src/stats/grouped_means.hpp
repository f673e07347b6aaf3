// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace kato {

/// Numbers that somebody adds up, where they stand: read to keep them, written to put them back.
using Sums = std::vector<std::span<double>>;

/// Means and their errors.
struct Means {
  std::vector<double> mean, std_err;
};

/// Means of K numbers over walkers that are independent of one another, each measured any number of times. Sums are
/// kept for groups of neighbouring walkers; the spread of the groups gives the error, whatever the autocorrelation and
/// whatever the covariance of the K numbers. With G groups the error itself is known to 1/sqrt(2 (G - 1)).
class GroupedMeans {
 public:
  /// Throws `Error` without walkers.
  GroupedMeans(std::size_t walkers, std::size_t numbers, std::size_t most_groups = 128);

  std::size_t groups() const { return weight_.size(); }
  /// All that was added.
  Sums all_sums() { return {weight_, sums_}; }
  std::size_t numbers() const { return numbers_; }
  std::size_t group_of(std::size_t walker) const { return walker * groups() / walkers_; }
  /// The first walker of a group; that of group G is the number of walkers.
  std::size_t first_of(std::size_t group) const { return (group * walkers_ + groups() - 1) / groups(); }

  /// The sums [K] of a group, to which each of its walkers adds its numbers; then `end_of_step` counts all of them.
  std::span<double> sums(std::size_t group) { return std::span(sums_).subspan(group * numbers_, numbers_); }
  void end_of_step();

  /// The same on `threads` threads: calls add(walker, sums) for every walker. The result does not depend on `threads`.
  void add_step(int threads, const std::function<void(std::size_t walker, std::span<double> sums)>& add);

  /// Instead of `end_of_step`, for walkers of a weight: their numbers are added weighted, and the weight here.
  void add_weight(std::size_t group, double weight) { weight_[group] += weight; }

  /// Takes in later steps of the same walkers, in order, or other walkers behind these: then the result is that of one
  /// stream of all (other walkers bring their own groups, and
  /// nothing can be added afterwards). Throws `Error` if the numbers differ.
  void append_steps(const GroupedMeans& later);
  void append_walkers(const GroupedMeans& others);

  /// sum_g s_g / sum_g w_g, its error from the residuals r_g = s_g - mean w_g: sqrt(G/(G - 1) sum r_g^2)/sum w_g.
  /// Infinite for a single group; throws `Error` if nothing was added.
  Means means() const;

  /// A function of the K means and its error by the jackknife: f of all groups but one, for each of them,
  /// sqrt((G - 1)/G sum (f_g - mean f_g)^2); covariances are in it.
  Means jackknife(const std::function<std::vector<double>(std::span<const double> means)>& f) const;

 private:
  std::vector<double> mean_without(std::size_t group) const;  // all of them for group G

  std::size_t walkers_, numbers_;
  std::vector<double> weight_;  // [G]
  std::vector<double> sums_;    // [G, K]
};

/// All that was added to any of them.
Sums all_sums(std::vector<GroupedMeans>& means);

}  // namespace kato
