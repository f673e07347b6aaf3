// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato {

/// Some neighbouring particles, such as those of one species: first .. first + count - 1.
struct ParticleRange {
  int first = 0;
  int count = 0;

  int end() const { return first + count; }
};

}  // namespace kato
