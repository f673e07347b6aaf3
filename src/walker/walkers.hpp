// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace kato {

/// What is sampled of a particle beside its place, such as its spin: a small integer.
using LabelValue = std::int8_t;

/// Labels as numbers, which is what checkpoints and ranks exchange; and back. Throws `Error` if a number is no label.
std::vector<double> as_reals(std::span<const LabelValue> labels);
std::vector<LabelValue> labels_from(std::span<const double> numbers);

/// Walkers that somebody else owns: x [W, A, d] in the system's unit of length and, where labels are sampled, labels
/// [W, A, L]. What is not known is empty.
struct WalkerView {
  std::span<const double> x;
  int particles = 0;   ///< A
  int dimensions = 0;  ///< d
  std::span<const LabelValue> labels = {};
  std::span<const double> log_abs = {};  ///< ln|psi| [W]
  std::span<const double> weight = {};   ///< [W], up to a factor; empty where all are alike

  std::size_t coordinates() const { return static_cast<std::size_t>(particles) * static_cast<std::size_t>(dimensions); }
  std::size_t count() const { return coordinates() > 0 ? x.size() / coordinates() : 0; }
  /// A L.
  std::size_t labels_each() const { return labels.empty() ? 0 : labels.size() / count(); }

  /// The coordinates [A, d] and the labels [A, L] of one walker.
  std::span<const double> place(std::size_t w) const { return x.subspan(w * coordinates(), coordinates()); }
  std::span<const LabelValue> labels_of(std::size_t w) const {
    return labels.subspan(w * labels_each(), labels_each());
  }

  /// The walkers first .. first + number - 1.
  WalkerView rows(std::size_t first, std::size_t number) const;
};

/// Arrays by name, as a checkpoint keeps them.
using NamedArrays = std::map<std::string, std::vector<double>>;

/// Walkers: coordinates x [W, A, d], labels [W, A, L] (L = 0 where nothing but places is sampled) and, as of the last
/// evaluation, ln|psi| [W]. A walker whose ln|psi| is not known yet, or was computed for other parameters, is evaluated
/// by the sampler before it moves.
struct Walkers {
  int particles = 0;   ///< A
  int dimensions = 0;  ///< d
  std::vector<double> x = {};
  std::vector<LabelValue> labels = {};
  std::vector<double> log_abs = {};
  std::vector<double> weight = {};  ///< [W], up to a factor; empty where all are alike

  /// So many walkers with all particles at the origin and all labels 0.
  static Walkers at_origin(std::size_t count, int particles, int dimensions, int labels = 0);

  std::size_t coordinates() const { return static_cast<std::size_t>(particles) * static_cast<std::size_t>(dimensions); }
  std::size_t count() const { return log_abs.size(); }
  std::size_t labels_each() const { return count() > 0 ? labels.size() / count() : 0; }

  WalkerView view() const;
  operator WalkerView() const { return view(); }

  /// The numbers of one walker that may be changed.
  std::span<double> place(std::size_t w) { return std::span(x).subspan(w * coordinates(), coordinates()); }
  std::span<LabelValue> labels_of(std::size_t w) { return std::span(labels).subspan(w * labels_each(), labels_each()); }

  /// Whether places and labels are the same.
  bool operator==(const Walkers& other) const {
    return particles == other.particles && dimensions == other.dimensions && x == other.x && labels == other.labels;
  }

  /// Makes walker `to` a copy of walker `from`, its weight apart.
  void copy_row(std::size_t to, std::size_t from);
  /// Adds walkers of the same kind behind the others.
  void append(const WalkerView& more);
  /// Gives every rank the walkers that belong to the others (`own_share`).
  void gather();

  /// Places and labels under the names `name` and `name`.labels.
  void save(const std::string& name, NamedArrays& arrays) const;
  /// The same back. Throws `Error` if the arrays are missing or of other walkers.
  void restore(const std::string& name, const NamedArrays& arrays);
};

}  // namespace kato
