// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace kato {

/// Calls `task(index, thread)` for index 0 .. tasks - 1 on `threads` threads, `thread` < `threads`. Which thread takes
/// which index is left open, so results must depend on the index only: write them by index and add them up in order.
/// `task` must not throw. The calling thread takes part, and waits for no thread that has not begun with a task: on a
/// machine with other work it does alone what the others do not come to. Called within a task, or while another thread
/// has the team, it does everything alone.
void parallel_for(std::size_t tasks, int threads, const std::function<void(std::size_t index, int thread)>& task);

/// The number of processors this process may use.
int available_threads();

}  // namespace kato
