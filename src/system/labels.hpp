// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kato {

/// What psi does when two particles of one kind are exchanged: it changes its sign, or nothing.
enum class Statistics { fermion, boson };

/// A kind of particles that is told apart from the others: psi is antisymmetric (of bosons: symmetric) within a label,
/// and nothing is asked of an exchange across labels. Particles are numbered label by label, so that a label is a range
/// of them.
struct Label {
  std::string name;
  int count = 0;

  bool operator==(const Label&) const = default;
};

/// The particles first .. first + count - 1.
struct LabelRange {
  int first = 0;
  int count = 0;
};

/// The particles of every label, in their order.
std::vector<LabelRange> label_ranges(std::span<const Label> labels);

/// The same where the particles have no labels: one range of them all.
std::vector<LabelRange> label_ranges_or_all(std::span<const Label> labels, int particles);

/// How ln|psi| begins where two particles meet, ln|psi| = slope r + ..., because of their interaction: for particles of
/// different labels, and for those of the same label (there beside their node). None where nothing singular is felt.
struct PairCusp {
  std::optional<double> unlike = std::nullopt, like = std::nullopt;
  double range = 1;  ///< the distance that the factor is made for, in lengths of the trap
  /// Where the interaction is as strong as the kinetic energy, like 1/r^2: psi begins as r^power, likewise.
  double unlike_power = 0, like_power = 0;
  std::optional<double> bosons = std::nullopt;  ///< what bosons of one label want instead of `like`: they have no node
  /// Slopes begin beyond this distance, in the system's unit of length: psi is smooth where two particles meet. In one
  /// dimension.
  double rounding = 0;
  double core = 0;  ///< psi vanishes where two particles are no further apart, in the system's unit of length

  bool asks_nothing() const { return !unlike && !like && unlike_power == 0 && like_power == 0 && !bosons && core == 0; }
};

/// Both at once: slopes add up, as potentials like 1/r do, and so do powers (two terms like 1/r^2 want a power that
/// follows from their sum: give it to one of them); the shorter range and the larger core and rounding are taken.
PairCusp operator+(const PairCusp& a, const PairCusp& b);

}  // namespace kato
