// SPDX-License-Identifier: Apache-2.0
#include "exec/factors.hpp"

#include <algorithm>

#include "exec/executor_state.hpp"

namespace kato {
namespace {

// The coordinate by which a row of a Jacobian was differentiated, beside a parameter; none for ln|psi| itself.
struct Direction {
  int particle = -1;
  int component = 0;
  bool none() const { return particle < 0; }
};

// Keeps, after a pullback over a tile, the factors of the linear layers and the derivatives by all other parameters.
template <class T>
class FactorStore {
 public:
  // For `rows` rows of the nodes of a plan; with `mixed`, a row is a derivative of d ln|psi| / d x_k.
  FactorStore(const Graph& graph, const Plan& plan, std::size_t rows, bool mixed);

  // Where a pullback should add the derivatives by each parameter of the graph, in rows of `dense_count()` numbers;
  // `Plan::none` for those that the factors hold.
  std::span<const std::size_t> dense_offsets() const { return dense_offsets_; }
  std::size_t dense_count() const { return pulled_back_; }

  // The rows first, first + stride, ... from the walkers of the tile that `run` has pulled back, `dense` [walkers,
  // dense_count()] what went where `dense_offsets` say.
  void store(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride, const Direction& direction,
             std::span<const T> dense);

  JacobianFactors take() { return std::move(factors_); }

 private:
  struct LayerNode {
    int node;
    std::size_t bias_column;  // first of the dense columns of the bias, or none
  };

  void add_layer(int node);
  void store_block(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride,
                   const Direction& direction, int node, int input, OuterBlock& block) const;
  void store_bias(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride, int node,
                  std::size_t column);

  const Graph& graph_;
  bool mixed_;
  std::size_t pulled_back_ = 0;
  std::vector<std::size_t> dense_offsets_;
  std::vector<bool> held_;  // parameters whose derivatives are kept as factors
  std::vector<LayerNode> nodes_;
  JacobianFactors factors_;
};

// The lane of a row that holds the derivative by a coordinate of the tile's only particle, or -1 if the row does not
// depend on it. See Pattern.
template <class T>
int lane_of(const Buffer<T>& buffer, int particles, int dimensions, int row, const Direction& by) {
  switch (buffer.pattern) {
    case Pattern::none: return -1;
    case Pattern::particle: return row == by.particle ? 1 + by.component : -1;
    case Pattern::pair:
      if (row / particles == by.particle) return 1 + by.component;
      return row % particles == by.particle ? 1 + dimensions + by.component : -1;
    case Pattern::all: return 1 + by.component;
  }
  return -1;
}

template <class T>
FactorStore<T>::FactorStore(const Graph& graph, const Plan& plan, std::size_t rows, bool mixed)
    : graph_(graph), mixed_(mixed), dense_offsets_(graph.parameters().size(), Plan::none) {
  auto& matrix = factors_.matrix;
  matrix.rows = rows;
  matrix.columns = graph.trainable_count();
  std::vector<int> uses(graph.parameters().size());
  held_.resize(uses.size());
  for (const int n : plan.nodes)
    for (const int p : graph.nodes()[n].parameters) {
      ++uses[p];  // what two nodes share has no factors of its own
      held_[p] = graph.nodes()[n].op == &linear_op && uses[p] == 1;
    }
  for (std::size_t p = 0; p < held_.size(); ++p) {
    const auto& parameter = graph.parameters()[p];
    if (held_[p] || !parameter.trainable) continue;
    dense_offsets_[p] = pulled_back_;
    for (std::size_t n = 0; n < parameter.size; ++n) matrix.dense_columns.push_back(parameter.trainable_offset + n);
    pulled_back_ += parameter.size;
  }
  for (const int n : plan.nodes)
    if (graph.nodes()[n].op == &linear_op) add_layer(n);
  matrix.dense.resize(rows * matrix.dense_columns.size());
}

template <class T>
void FactorStore<T>::add_layer(int n) {
  auto& matrix = factors_.matrix;
  const auto& node = graph_.nodes()[n];
  const auto& weights = graph_.parameters()[node.parameters[0]];
  const Tile tile{.particles = graph_.particles(), .dimensions = graph_.dimensions()};
  LayerFactors layer{.name = weights.name,
                     .weights = weights.trainable_offset,
                     .outputs = node.shape.features,
                     .rows = tile.rows(node.shape.rows),
                     .blocks = {}};
  std::size_t bias_column = Plan::none;
  if (node.parameters.size() > 1 && held_[node.parameters[1]] && graph_.parameters()[node.parameters[1]].trainable) {
    const auto& bias = graph_.parameters()[node.parameters[1]];
    layer.bias = bias.trainable_offset;
    bias_column = matrix.dense_columns.size();
    for (std::size_t p = 0; p < bias.size; ++p) matrix.dense_columns.push_back(bias.trainable_offset + p);
  }
  nodes_.push_back({n, bias_column});
  std::size_t offset = weights.trainable_offset;
  for (const int input : node.inputs) {
    if (!weights.trainable || !held_[node.parameters[0]]) break;
    const auto& in = graph_.nodes()[input].shape;
    const int terms = tile.rows(in.rows) * (mixed_ ? 2 : 1);
    const std::size_t count = matrix.rows * static_cast<std::size_t>(terms);
    layer.blocks.push_back(matrix.blocks.size());
    matrix.blocks.push_back({.offset = offset,
                             .depth = in.features,
                             .width = layer.outputs,
                             .terms = terms,
                             .left = std::vector<double>(count * in.features),
                             .right = std::vector<double>(count * layer.outputs)});
    offset += static_cast<std::size_t>(in.features) * layer.outputs;
  }
  factors_.layers.push_back(std::move(layer));
}

template <class T>
void FactorStore<T>::store(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride,
                           const Direction& direction, std::span<const T> dense) {
  auto& matrix = factors_.matrix;
  for (std::size_t w = 0; w < static_cast<std::size_t>(walkers); ++w)
    std::copy_n(dense.begin() + static_cast<std::ptrdiff_t>(w * pulled_back_), pulled_back_,
                matrix.dense.begin() + static_cast<std::ptrdiff_t>((first + w * stride) * matrix.dense_columns.size()));
  for (std::size_t l = 0; l < nodes_.size(); ++l) {
    const auto [node, bias] = nodes_[l];
    if (run.cotangent(node).data == nullptr) continue;
    const auto& blocks = factors_.layers[l].blocks;
    for (std::size_t s = 0; s < blocks.size(); ++s)
      store_block(run, walkers, first, stride, direction, node, graph_.nodes()[node].inputs[s],
                  matrix.blocks[blocks[s]]);
    if (bias != Plan::none) store_bias(run, walkers, first, stride, node, bias);
  }
}

// Terms: first the value lane of all rows, then the lane of the direction. Rows without it keep their zeros.
template <class T>
void FactorStore<T>::store_block(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride,
                                 const Direction& direction, int node, int input, OuterBlock& block) const {
  const auto in = run.value(input), bar = run.cotangent(node);
  const bool pooled = in.rows < bar.rows;
  const int particles = graph_.particles(), d = graph_.dimensions();
  for (int w = 0; w < walkers; ++w) {
    const std::size_t row = first + static_cast<std::size_t>(w) * stride;
    double* left = block.left.data() + row * static_cast<std::size_t>(block.terms * block.depth);
    double* right = block.right.data() + row * static_cast<std::size_t>(block.terms * block.width);
    for (int slot = 0; slot < (direction.none() ? 1 : 2); ++slot)
      for (int r = 0; r < in.rows; ++r, left += block.depth, right += block.width) {
        const int lane_in = slot == 0 ? 0 : lane_of(in, particles, d, r, direction);
        if (lane_in < 0) continue;
        std::copy_n(in.at(w, lane_in, r), block.depth, left);
        for (int other = pooled ? 0 : r; other < (pooled ? bar.rows : r + 1); ++other) {
          const int lane = slot == 0 ? 0 : lane_of(bar, particles, d, other, direction);
          if (lane < 0) continue;
          const T* from = bar.at(w, lane, other);
          for (int n = 0; n < block.width; ++n) right[n] += static_cast<double>(from[n]);
        }
      }
  }
}

// The bias joins the value lane of every row.
template <class T>
void FactorStore<T>::store_bias(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride, int node,
                                std::size_t column) {
  const auto bar = run.cotangent(node);
  const std::size_t width = factors_.matrix.dense_columns.size();
  for (int w = 0; w < walkers; ++w) {
    double* to = factors_.matrix.dense.data() + (first + static_cast<std::size_t>(w) * stride) * width + column;
    for (int r = 0; r < bar.rows; ++r)
      for (int n = 0; n < bar.features; ++n) to[n] += static_cast<double>(bar.at(w, 0, r)[n]);
  }
}

}  // namespace

template <class T>
JacobianFactors Executor<T>::jacobian_factors(const Batch& batch) {
  const Plan& plan = state_->plan(Evaluation::value_pullback);
  FactorStore<T> store(state_->graph, plan, state_->count(batch), false);
  state_->for_tiles(plan, state_->count(batch), [&](auto& run, std::size_t begin, std::size_t walkers) {
    run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), 0);
    run.clear_cotangents();
    for (std::size_t w = 0; w < walkers; ++w) run.cotangent(plan.target).at(static_cast<int>(w))[0] = T(1);
    const auto dense = run.jacobian_rows(walkers * store.dense_count());
    std::ranges::fill(dense, T(0));
    run.pullback(dense.data(), static_cast<std::ptrdiff_t>(store.dense_count()), store.dense_offsets());
    store.store(run, static_cast<int>(walkers), begin, 1, {}, dense);
  });
  return store.take();
}

// One particle's lanes at a time: a row's derivatives need no others.
template <class T>
JacobianFactors Executor<T>::mixed_factors(const Batch& batch) {
  const int d = state_->graph.dimensions();
  const auto coordinates = static_cast<std::size_t>(state_->graph.coordinates_count());
  const Plan plan = make_plan(state_->graph, state_->amplitude, Evaluation::gradient_pullback, tile_cache_bytes(),
                              sizeof(T), {.walkers = state_->options.tile.walkers, .block_particles = 1});
  FactorStore<T> store(state_->graph, plan, batch.x.size(), true);
  const auto one_direction = [&](auto& run, std::size_t begin, int walkers, const Direction& by) {
    run.clear_cotangents();
    const auto bar = run.cotangent(plan.target);
    for (int w = 0; w < walkers && bar.lanes > 1; ++w) bar.at(w, 1 + by.component)[0] = T(1);
    const auto dense = run.jacobian_rows(static_cast<std::size_t>(walkers) * store.dense_count());
    std::ranges::fill(dense, T(0));
    run.pullback(dense.data(), static_cast<std::ptrdiff_t>(store.dense_count()), store.dense_offsets());
    const std::size_t k = static_cast<std::size_t>(by.particle) * d + by.component;
    store.store(run, walkers, begin * coordinates + k, coordinates, by, dense);
  };
  state_->for_tiles(plan, state_->count(batch), [&](auto& run, std::size_t begin, std::size_t walkers) {
    for (int particle = 0; particle < state_->graph.particles(); ++particle) {
      run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), particle);
      for (int component = 0; component < d; ++component)
        one_direction(run, begin, static_cast<int>(walkers), {particle, component});
    }
  });
  return store.take();
}

template JacobianFactors Executor<float>::jacobian_factors(const Batch&);
template JacobianFactors Executor<double>::jacobian_factors(const Batch&);
template JacobianFactors Executor<float>::mixed_factors(const Batch&);
template JacobianFactors Executor<double>::mixed_factors(const Batch&);

}  // namespace kato
