// SPDX-License-Identifier: Apache-2.0
#include "ansatz/positive.hpp"

namespace kato {

// The sign from the coordinates, which are finite where ln psi is not.
Node positive(Node log_psi) { return concat({log_psi, scale(sum_features(sum(log_psi.graph->coordinates())), 0, 1)}); }

}  // namespace kato
