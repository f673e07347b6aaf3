// SPDX-License-Identifier: Apache-2.0
#include "base/threads.hpp"

#include <omp.h>

#include "base/ranks.hpp"

namespace kato {

void parallel_for(std::size_t tasks, int threads, const std::function<void(std::size_t, int)>& task) {
  if (threads <= 1 || tasks <= 1) {
    for (std::size_t index = 0; index < tasks; ++index) task(index, 0);
    return;
  }
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (std::size_t index = 0; index < tasks; ++index) task(index, omp_get_thread_num());
}

int available_threads() { return processors_of_rank(); }

}  // namespace kato
