// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "graph/build.hpp"

namespace kato {

/// (ln psi, 1) [1, 2], the amplitude of a wave function that is positive everywhere, from its logarithm [1, 1].
Node positive(Node log_psi);

}  // namespace kato
