// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "observe/wave_shells.hpp"

namespace kato {

/// Where particles are in the frame of a body-centred cubic crystal that fills a cube: its conventional cell, of side
/// a = L/n, in voxels. The crystal may stand anywhere, but not turned: its axes are those of the cube. Places that the
/// symmetries of the crystal take into one another count as one, so that a voxel has the statistics of up to 96.
class CrystalCell {
 public:
  /// A crystal with `cells` cells along `side`; `bins` voxels along half a cell.
  CrystalCell(double side, int cells, std::size_t bins);

  double a() const { return a_; }
  std::size_t bins() const { return bins_; }
  /// Voxels that are different by symmetry.
  std::size_t classes() const { return members_.size(); }

  /// The places [A, 3] in the frame of the crystal: each less the site that the other particles say. The crystal drifts
  /// freely, so the density of all walkers is uniform; but at the three primitive reciprocal vectors b_c of a crystal
  /// with a site at s, sum_j exp(-i b_c.r_j) has the phase -b_c.s, and s = sum_c a_c (b_c.s)/(2 pi) up to vectors of
  /// the lattice, a_c being its primitive vectors. A particle is left out of the sums for its own s: with it, a fluid
  /// would look like a crystal, as every particle pulls the frame towards itself. Without, particles that know nothing
  /// of one another are uniform in it.
  void to_frame(std::span<double> x) const;

  /// The class of the voxel of a place [3] of the frame.
  std::size_t class_of(const double* u) const;
  /// That of voxel i, j, k, counted from a site; those beyond half a cell, and below 0, are equal to one within.
  std::size_t class_of(std::ptrdiff_t i, std::ptrdiff_t j, std::ptrdiff_t k) const;

  /// The square of the distance of a place [3] of the frame from the nearest site.
  double squared_distance(const double* u) const;

  /// What makes a density of the share of the particles that are in voxels of a class: relative to that of a uniform
  /// one it is (voxels)/(voxels of the class) times this share.
  double density_of(std::size_t of) const { return static_cast<double>(class_at_.size()) / members_[of]; }

 private:
  // |u_c| from the nearest plane of corners, 0 to a/2.
  double folded(double u) const;

  double a_;
  std::size_t bins_;
  std::vector<std::size_t> class_at_;  // of the voxels of an eighth of the cell [bins, bins, bins]
  std::vector<double> members_;        // voxels of a class there
  WaveShells primitive_;
};

}  // namespace kato
