// SPDX-License-Identifier: Apache-2.0
#include "exec/factors.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "exec/executor_state.hpp"

namespace kato {
namespace {

// The coordinate by which a row of a Jacobian was differentiated, beside a parameter; none for ln|psi| itself.
struct Direction {
  int particle = -1;
  int component = 0;
  bool none() const { return particle < 0; }
};

// What the linear layers of a plan do with a parameter. What is weights here and something else there is `other`, and
// so are weights that are taken for matrices of different widths.
enum class Role { none, weights, bias, other };

std::vector<Role> roles_in(const Graph& graph, const Plan& plan) {
  std::vector<Role> roles(graph.parameters().size(), Role::none);
  std::vector<int> width(roles.size());
  for (const int n : plan.nodes) {
    const auto& node = graph.nodes()[n];
    for (std::size_t place = 0; place < node.parameters.size(); ++place) {
      const int p = node.parameters[place];
      const Role role = node.op != &linear_op ? Role::other : place == 0 ? Role::weights : Role::bias;
      const bool fits = roles[p] == Role::none || (roles[p] == role && width[p] == node.shape.features);
      roles[p] = fits ? role : Role::other;
      width[p] = node.shape.features;
    }
  }
  return roles;
}

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
  // The features from `feature` on of a node's input, whose terms lie in the block from `term` on.
  struct Part {
    int node, input, feature, term;
    std::size_t block;
  };
  struct Bias {
    int node;
    std::size_t column;  // of the dense ones, the first
  };

  void add_bias(int node);
  void add_layer(int parameter, const std::vector<int>& uses);
  std::size_t bias_of(const std::vector<int>& uses) const;
  void store_part(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride,
                  const Direction& direction, const Part& part);
  void store_bias(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride, const Bias& bias);

  const Graph& graph_;
  const bool mixed_;
  const std::vector<Role> roles_;
  std::vector<int> linear_;  // the nodes of the plan
  std::size_t pulled_back_ = 0;
  std::vector<std::size_t> dense_offsets_;
  std::vector<Part> parts_;
  std::vector<Bias> biases_;
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
    : graph_(graph),
      mixed_(mixed),
      roles_(roles_in(graph, plan)),
      dense_offsets_(graph.parameters().size(), Plan::none) {
  auto& matrix = factors_.matrix;
  matrix.rows = rows;
  matrix.columns = graph.trainable_count();
  for (std::size_t p = 0; p < roles_.size(); ++p) {
    const auto& parameter = graph.parameters()[p];
    if (roles_[p] == Role::weights || roles_[p] == Role::bias || !parameter.trainable) continue;
    dense_offsets_[p] = pulled_back_;
    for (std::size_t n = 0; n < parameter.size; ++n) matrix.dense_columns.push_back(parameter.trainable_offset + n);
    pulled_back_ += parameter.size;
  }
  std::map<int, std::vector<int>> uses;
  for (const int n : plan.nodes)
    if (graph.nodes()[n].op == &linear_op) linear_.push_back(n), uses[graph.nodes()[n].parameters[0]].push_back(n);
  for (const int n : linear_) {
    add_bias(n);
    const int weights = graph.nodes()[n].parameters[0];
    if (roles_[weights] == Role::weights && graph.parameters()[weights].trainable && uses[weights].front() == n)
      add_layer(weights, uses[weights]);
  }
  matrix.dense.resize(rows * matrix.dense_columns.size());
}

template <class T>
void FactorStore<T>::add_bias(int n) {
  const auto& node = graph_.nodes()[n];
  if (node.parameters.size() < 2) return;
  const auto& bias = graph_.parameters()[node.parameters[1]];
  if (roles_[node.parameters[1]] != Role::bias || !bias.trainable) return;
  auto& columns = factors_.matrix.dense_columns;
  const auto known = std::ranges::find(columns, bias.trainable_offset);
  biases_.push_back({n, static_cast<std::size_t>(known - columns.begin())});
  if (known != columns.end()) return;
  for (std::size_t p = 0; p < bias.size; ++p) columns.push_back(bias.trainable_offset + p);
}

// The bias of a layer: of all nodes that use its weights, and of no others.
template <class T>
std::size_t FactorStore<T>::bias_of(const std::vector<int>& uses) const {
  const auto bias = [&](int n) {
    return graph_.nodes()[n].parameters.size() > 1 ? graph_.nodes()[n].parameters[1] : -1;
  };
  const int own = bias(uses.front());
  if (own < 0 || roles_[own] != Role::bias || !graph_.parameters()[own].trainable) return Plan::none;
  const bool shared = std::ranges::any_of(
      linear_, [&](int n) { return (bias(n) == own) != (std::ranges::find(uses, n) != uses.end()); });
  return shared ? Plan::none : graph_.parameters()[own].trainable_offset;
}

// The rows of the weights are cut wherever the inputs of any use of them are.
template <class T>
void FactorStore<T>::add_layer(int parameter, const std::vector<int>& uses) {
  const auto& weights = graph_.parameters()[parameter];
  const Tile tile{.particles = graph_.particles(), .dimensions = graph_.dimensions()};
  LayerFactors layer{.name = weights.name,
                     .weights = weights.trainable_offset,
                     .bias = bias_of(uses),
                     .outputs = graph_.nodes()[uses.front()].shape.features};
  std::set<int> cuts;
  for (const int n : uses) {
    layer.uses.push_back({.rows = tile.rows(graph_.nodes()[n].shape.rows)});
    layer.rows += layer.uses.back().rows;
    int end = 0;
    for (const int input : graph_.nodes()[n].inputs) cuts.insert(end += graph_.nodes()[input].shape.features);
  }
  auto& blocks = factors_.matrix.blocks;
  int begin = 0;
  for (const int end : cuts) {
    layer.blocks.push_back(blocks.size());
    int terms = 0;
    for (std::size_t use = 0; use < uses.size(); ++use) {
      const auto& inputs = graph_.nodes()[uses[use]].inputs;
      int s = 0, first = 0;
      while (first + graph_.nodes()[inputs[s]].shape.features <= begin)
        first += graph_.nodes()[inputs[s++]].shape.features;
      parts_.push_back(
          {.node = uses[use], .input = inputs[s], .feature = begin - first, .term = terms, .block = blocks.size()});
      layer.uses[use].terms.push_back(tile.rows(graph_.nodes()[inputs[s]].shape.rows));
      terms += layer.uses[use].terms.back() * (mixed_ ? 2 : 1);
    }
    const std::size_t count = factors_.matrix.rows * static_cast<std::size_t>(terms);
    blocks.push_back({.offset = weights.trainable_offset + static_cast<std::size_t>(begin) * layer.outputs,
                      .depth = end - begin,
                      .width = layer.outputs,
                      .terms = terms,
                      .left = std::vector<double>(count * (end - begin)),
                      .right = std::vector<double>(count * layer.outputs)});
    begin = end;
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
  for (const auto& part : parts_)
    if (run.cotangent(part.node).data != nullptr) store_part(run, walkers, first, stride, direction, part);
  for (const auto& bias : biases_)
    if (run.cotangent(bias.node).data != nullptr) store_bias(run, walkers, first, stride, bias);
}

// Terms: first the value lane of all rows, then the lane of the direction. Rows without it keep their zeros.
template <class T>
void FactorStore<T>::store_part(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride,
                                const Direction& direction, const Part& part) {
  auto& block = factors_.matrix.blocks[part.block];
  const auto in = run.value(part.input), bar = run.cotangent(part.node);
  const bool pooled = in.rows < bar.rows;
  const int particles = graph_.particles(), d = graph_.dimensions();
  for (int w = 0; w < walkers; ++w) {
    const std::size_t term = (first + static_cast<std::size_t>(w) * stride) * block.terms + part.term;
    double* left = block.left.data() + term * block.depth;
    double* right = block.right.data() + term * block.width;
    for (int slot = 0; slot < (direction.none() ? 1 : 2); ++slot)
      for (int r = 0; r < in.rows; ++r, left += block.depth, right += block.width) {
        const int lane_in = slot == 0 ? 0 : lane_of(in, particles, d, r, direction);
        if (lane_in < 0) continue;
        std::copy_n(in.at(w, lane_in, r) + part.feature, block.depth, left);
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
void FactorStore<T>::store_bias(const TileRunner<T>& run, int walkers, std::size_t first, std::size_t stride,
                                const Bias& bias) {
  const auto bar = run.cotangent(bias.node);
  const std::size_t width = factors_.matrix.dense_columns.size();
  for (int w = 0; w < walkers; ++w) {
    double* to = factors_.matrix.dense.data() + (first + static_cast<std::size_t>(w) * stride) * width + bias.column;
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
