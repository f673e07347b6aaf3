// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include "base/error.hpp"
#include "op/info.hpp"

namespace kato {

/// The shape of an op on two inputs, where one row or one feature is broadcast over many. Throws `Error` if they do not
/// fit.
inline Shape broadcast_shape(const char* op, const NodeQuery& query) {
  const Shape &a = query.in[0], &b = query.in[1];
  require(a.rows == Rows::one || b.rows == Rows::one || a.rows == b.rows,
          fmt::format("{}: cannot join rows of particles with rows of pairs; gather the particles' rows to pairs", op));
  require(a.features == 1 || b.features == 1 || a.features == b.features,
          fmt::format("{}: cannot join {} with {} features; make them equal, or one of them 1", op, a.features,
                      b.features));
  return {.rows = a.rows == Rows::one ? b.rows : a.rows,
          .features = a.features == 1 ? b.features : a.features,
          .pattern = join(a.pattern, b.pattern)};
}

}  // namespace kato
