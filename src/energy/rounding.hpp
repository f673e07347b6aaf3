// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "energy/local_energy.hpp"
#include "psi/wave_function.hpp"

namespace kato {

/// At how many walkers psi or its local energy is nothing but rounding. A walker is compared with the same one eight
/// roundings of its largest coordinate away, at the precision of walks and at that of energies. Of a wave function that
/// can be computed nothing changes there: an amplitude that changes by a tenth or its sign, or an energy that changes
/// by a tenth of its parts, has no digit left.
struct Rounding {
  std::size_t walkers = 0, lost = 0;
  std::optional<NoisyNode> node = {};  ///< the first one that has no digit left, if any has none
  bool in_double = true;               ///< whether walks and energies are in double precision

  /// One walker in fifty may be lost: a few that stand where they would never have come would not change a mean.
  bool too_many() const { return 50 * lost > walkers; }

  /// "problem (why); suggestion".
  std::string text() const;
};

/// For walkers that all ranks have, with their energies.
Rounding rounding_of(WaveFunction& psi, const System& system, const Walkers& walkers, const LocalEnergies& energies);

/// Throws `Error` with the text if too many are lost: such a state has no energy.
void require_digits(const Rounding& rounding);

}  // namespace kato
