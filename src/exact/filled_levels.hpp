// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace kato::exact {

/// The Slater determinants of the particles of one species: every choice of `count` levels 0, 1 .. of the oscillator
/// with at most `quanta` quanta (the sum of the levels), and what is left of each when one particle is taken out.
class FilledLevels {
 public:
  /// One particle of a determinant and the determinant of the others; sign is (-1)^(particles in lower levels), that of
  /// moving it to the front.
  struct Split {
    int whole = 0, rest = 0, level = 0;
    double sign = 1;
  };

  FilledLevels(int count, int quanta);

  int size() const { return static_cast<int>(quanta_.size()); }
  int quanta(int whole) const { return quanta_[whole]; }
  /// The determinants of one parity (quanta modulo 2) are numbered apart, in order of their quanta.
  int rank(int whole) const { return rank_[whole]; }
  /// The determinants of `parity` with at most `quanta` quanta: the ranks 0 .. up_to - 1.
  int up_to(int quanta, int parity) const;
  /// The determinant of the given rank and parity.
  int of_rank(int rank, int parity) const { return by_rank_[parity][rank]; }

  int rests() const { return static_cast<int>(rest_quanta_.size()); }
  int rest_quanta(int rest) const { return rest_quanta_[rest]; }
  const std::vector<Split>& splits_of(int whole) const { return splits_[whole]; }
  const std::vector<Split>& splits_to(int rest) const { return splits_to_[rest]; }

 private:
  std::vector<int> quanta_, rank_, rest_quanta_;
  std::vector<int> by_rank_[2];
  std::vector<std::vector<Split>> splits_, splits_to_;
};

}  // namespace kato::exact
