// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "exec/batch.hpp"
#include "graph/graph.hpp"
#include "graph/plan.hpp"

namespace kato {

/// Memory that starts on a cache line; grows, never shrinks, and keeps nothing when it grows.
template <class T>
class AlignedArray {
 public:
  T* reserve(std::size_t size) {
    if (size > size_) {
      data_.reset(static_cast<T*>(::operator new[](size * sizeof(T), std::align_val_t{64})));
      std::fill_n(data_.get(), size, T(0));
      size_ = size;
    }
    return data_.get();
  }
  T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(T* data) const { ::operator delete[](data, std::align_val_t{64}); }
  };
  std::unique_ptr<T[], Free> data_;
  std::size_t size_ = 0;
};

/// The parameters at one precision, and what the ops prepare of them.
template <class T>
class Weights {
 public:
  explicit Weights(const Graph& graph);
  void set(const Graph& graph, std::span<const double> theta, Isa isa);
  const T* parameter(const Graph& graph, int index) const;
  const T* prepared(int node) const { return prepared_.data() + offset_[static_cast<std::size_t>(node)]; }
  std::size_t bytes() const { return (natural_.size() + prepared_.size()) * sizeof(T); }

 private:
  AlignedArray<T> natural_, prepared_;
  std::vector<std::size_t> offset_;
  std::size_t total_ = 0;
};

/// What one thread spent on every node of a graph, in `ticks()`, by the way of evaluating: forwards and, in a pullback,
/// backwards.
struct OpTicks {
  std::array<std::vector<std::uint64_t>, evaluations> forward, backward;

  /// The counts of the nodes for one way of evaluating.
  static std::uint64_t* of(std::array<std::vector<std::uint64_t>, evaluations>& all, Evaluation evaluation,
                           std::size_t nodes) {
    auto& counts = all[static_cast<std::size_t>(evaluation)];
    if (counts.size() < nodes) counts.resize(nodes);
    return counts.data();
  }
};

/// The memory of one thread.
template <class T>
struct Workspace {
  AlignedArray<T> numbers, scratch, rows;
  OpTicks spent;
  std::size_t bytes() const { return (numbers.size() + scratch.size() + rows.size()) * sizeof(T); }
};

/// Evaluates one plan over one tile at a time, in one thread's memory.
template <class T>
class TileRunner {
 public:
  TileRunner(const Graph& graph, const Plan& plan, const Weights<T>& weights, Isa isa, Workspace<T>& workspace);

  /// All nodes for so many walkers, with the gradient lanes of the block that starts at `first_particle`.
  Tile forward(const Batch& batch, int walkers, int first_particle);

  /// A node's numbers after `forward`; only the target's are kept, unless the plan is a pullback's.
  Buffer<T> value(int node) const;
  /// A node's cotangent, to be seeded between `clear_cotangents` and `pullback`.
  Buffer<T> cotangent(int node) const;
  void clear_cotangents();

  /// Adds the cotangents of the trainable parameters to theta_bar [P_t]: one sum for all walkers, or one row a walker
  /// with `stride` numbers between rows; none where theta_bar is null. The cotangents of nodes are then complete.
  void pullback(T* theta_bar, std::ptrdiff_t stride);
  /// The same, where parameter p goes to theta_bar + offsets[p], or nowhere for `Plan::none`.
  void pullback(T* theta_bar, std::ptrdiff_t stride, std::span<const std::size_t> offsets);

  /// Space for the rows of a tile.
  std::span<T> jacobian_rows(std::size_t size) { return {workspace_.rows.reserve(size), size}; }

 private:
  Buffer<T> buffer(int node, std::size_t offset) const;
  Call<T> call(int node) const;

  const Graph& graph_;
  const Plan& plan_;
  const Weights<T>& weights_;
  Isa isa_;
  Workspace<T>& workspace_;
  Tile tile_;
};

}  // namespace kato
