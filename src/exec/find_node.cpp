// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <vector>

#include "exec/executor_state.hpp"

namespace kato {

template <class T>
std::optional<NonFinite> Executor<T>::find_nonfinite(const Batch& batch) {
  // A plan for every node that ends with it: nothing is written over its numbers then.
  std::vector<Plan> plans;
  for (const int node : plan(Evaluation::laplacian).nodes)
    plans.push_back(make_plan(state_->graph, node, Evaluation::laplacian, 0, sizeof(T),
                              {.walkers = 1, .block_particles = state_->graph.particles()}));
  for (std::size_t w = 0; w < state_->count(batch); ++w) {
    for (const Plan& to_node : plans) {
      auto run = state_->runner(to_node, 0);
      run.forward(state_->rows(batch, w, 1), 1, 0);
      const auto numbers = run.value(to_node.target);
      if (!std::all_of(numbers.data, numbers.data + numbers.walker_stride(), [](T v) { return std::isfinite(v); }))
        return NonFinite{.node = to_node.target,
                         .op = state_->graph.nodes()[static_cast<std::size_t>(to_node.target)].op->name,
                         .walker = w};
    }
  }
  return std::nullopt;
}

template <class T>
std::optional<NoisyNode> Executor<T>::find_noise(const Batch& batch, const Batch& shifted) {
  const auto noisy = [](Rows rows, const std::vector<T>& a, const std::vector<T>& b) {
    T size = 0;
    for (const T number : a) size = std::max(size, std::abs(number));
    const T most = T(0.1) * (rows == Rows::one ? std::min(T(1), size) : size);
    return !std::ranges::equal(a, b, [most](T x, T y) { return std::abs(x - y) <= most; });
  };
  std::vector<Plan> plans;  // for every node, as above
  for (const int node : plan(Evaluation::value).nodes)
    plans.push_back(make_plan(state_->graph, node, Evaluation::value, 0, sizeof(T), {.walkers = 1}));
  const auto value = [&](const Plan& to_node, const Batch& walker) {
    auto run = state_->runner(to_node, 0);
    run.forward(walker, 1, 0);
    const auto numbers = run.value(to_node.target);
    return std::vector<T>(numbers.data, numbers.data + numbers.walker_stride());
  };
  for (std::size_t w = 0; w < state_->count(batch); ++w)
    for (const Plan& to_node : plans) {
      const auto& node = state_->graph.nodes()[static_cast<std::size_t>(to_node.target)];
      const auto here = value(to_node, state_->rows(batch, w, 1)), there = value(to_node, state_->rows(shifted, w, 1));
      if (noisy(node.shape.rows, here, there))
        return NoisyNode{.node = to_node.target, .op = node.op->name, .walker = w};
    }
  return std::nullopt;
}

template std::optional<NonFinite> Executor<float>::find_nonfinite(const Batch&);
template std::optional<NonFinite> Executor<double>::find_nonfinite(const Batch&);
template std::optional<NoisyNode> Executor<float>::find_noise(const Batch&, const Batch&);
template std::optional<NoisyNode> Executor<double>::find_noise(const Batch&, const Batch&);

}  // namespace kato
