// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cblas.h>

namespace kato {

/// BLAS is called from our own threads and must not start any: its sums would depend on their number, and its second
/// thread is slower than none. Every file that calls BLAS includes this header, which sees to it once, when the program
/// starts.
inline const bool blas_is_single_threaded = [] {
  openblas_set_num_threads(1);
  return true;
}();

}  // namespace kato
