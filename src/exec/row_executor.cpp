// SPDX-License-Identifier: Apache-2.0
#include "exec/row_executor.hpp"

#include <algorithm>

namespace kato {

template <class T>
RowExecutor<T>::RowExecutor(OneParticle one, int particles, Isa isa, std::vector<Workspace<T>>& workspaces)
    : one_(std::move(one)),
      particles_(particles),
      isa_(isa),
      workspaces_(workspaces),
      weights_(one_.graph),
      plan_(make_plan(one_.graph, one_.graph.output("row"), Evaluation::value, tile_cache_bytes(), sizeof(T))) {}

template <class T>
void RowExecutor<T>::set_parameters(std::span<const double> theta) {
  weights_.set(one_.graph, theta, isa_);
}

template <class T>
void RowExecutor<T>::rows_tile(int thread, std::span<const double> x, std::span<double> rows,
                               std::span<double> log_factor) {
  TileRunner<T> run(one_.graph, plan_, weights_, isa_, workspaces_[static_cast<std::size_t>(thread)]);
  run.forward(x, static_cast<int>(log_factor.size()), 0);
  const auto out = run.value(plan_.target);
  const int width = one_.determinants * particles_;
  for (std::size_t n = 0; n < log_factor.size(); ++n) {
    const T* row = out.at(static_cast<int>(n));
    std::copy_n(row, width, rows.data() + n * static_cast<std::size_t>(width));
    log_factor[n] = out.features > width ? static_cast<double>(row[width]) : 0;
  }
}

template class RowExecutor<float>;
template class RowExecutor<double>;

}  // namespace kato
