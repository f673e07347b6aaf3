// SPDX-License-Identifier: Apache-2.0
#include "graph/plan.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace kato {
namespace {

constexpr int wanted_walkers = 8, most_walkers = 256;  // from 8 on, small determinants fill the vector registers
constexpr double most_repetition = 1.1;                // what splitting the lanes may cost in work done again
constexpr std::size_t most_bytes = 400'000'000;        // of a tile, whatever it costs: every thread has one
constexpr std::size_t padding = 16;  // a cache line of floats: keeps buffers aligned and reads past their ends harmless

// Free and taken stretches of the arena; the first fit is taken.
class Arena {
 public:
  std::size_t take(std::size_t size) {
    for (auto gap = free_.begin(); gap != free_.end(); ++gap) {
      if (gap->second < size) continue;
      const auto [offset, length] = *gap;
      free_.erase(gap);
      if (length > size) free_[offset + size] = length - size;
      return offset;
    }
    const std::size_t offset = end_;
    end_ += size;
    return offset;
  }
  void release(std::size_t offset, std::size_t size) {
    auto next = free_.lower_bound(offset);
    if (next != free_.end() && offset + size == next->first) {
      size += next->second;
      next = free_.erase(next);
    }
    if (next != free_.begin()) {
      auto before = std::prev(next);
      if (before->first + before->second == offset) {
        before->second += size;
        return;
      }
    }
    free_[offset] = size;
  }
  std::size_t end() const { return end_; }

 private:
  std::map<std::size_t, std::size_t> free_;
  std::size_t end_ = 0;
};

std::size_t size_of(const Tile& tile, const Shape& shape) {
  const std::size_t numbers =
      static_cast<std::size_t>(tile.walkers) * tile.lanes(shape.pattern) * tile.rows(shape.rows) * shape.features;
  return (numbers + padding - 1) / padding * padding + padding;
}

// The numbers of all nodes of a walker, for all blocks of so many particles: a measure of the work.
double work(const Graph& graph, const Plan& plan, int block) {
  double numbers = 0;
  for (int first = 0; first < graph.particles(); first += block) {
    Plan part = plan;
    part.block_particles = block;
    const Tile tile = part.tile(graph, 1, first);
    for (const int n : plan.nodes) numbers += static_cast<double>(size_of(tile, graph.nodes()[n].shape));
  }
  return numbers;
}

// The nodes that `target` needs, itself included.
std::vector<int> ancestors(const Graph& graph, int target) {
  std::vector<bool> needed(graph.nodes().size());
  needed[target] = true;
  std::vector<int> nodes;
  for (int n = target; n >= 0; --n) {
    if (!needed[n]) continue;
    nodes.push_back(n);
    for (const int input : graph.nodes()[n].inputs) needed[input] = true;
  }
  std::ranges::reverse(nodes);
  return nodes;
}

// The last node of the plan that reads each node; the target is read after the end.
std::vector<int> last_reader(const Graph& graph, const Plan& plan) {
  std::vector<int> last(graph.nodes().size(), -1);
  for (const int n : plan.nodes)
    for (const int input : graph.nodes()[n].inputs) last[input] = n;
  last[plan.target] = static_cast<int>(graph.nodes().size());
  return last;
}

bool can_overwrite(const Graph& graph, int n, const std::vector<int>& last) {
  const auto& node = graph.nodes()[n];
  const auto like_output = [&](int input) {
    const Shape& shape = graph.nodes()[input].shape;
    return shape.rows == node.shape.rows && shape.features == node.shape.features &&
           shape.pattern == node.shape.pattern;
  };
  return node.op->in_place && std::ranges::all_of(node.inputs, like_output) && last[node.inputs[0]] == n &&
         std::ranges::count(node.inputs, node.inputs[0]) == 1;
}

bool alike(const Shape& a, const Shape& b) {
  return a.rows == b.rows && a.features == b.features && a.pattern == b.pattern;
}

// Whether the later term of a sum may be added to the other one, whose space the sum then takes: nobody else reads the
// term, and from the term on nobody else reads the other.
bool joins(const Graph& graph, const Plan& plan, int n, const std::vector<int>& last) {
  const auto& sum = graph.nodes()[n];
  if (sum.op != &add_op || sum.attributes.a != 1 || sum.attributes.b != 1) return false;
  const int other = std::ranges::min(sum.inputs), later = std::ranges::max(sum.inputs);
  const auto& term = graph.nodes()[later];
  if (other == later || !term.op->adds || term.shape.features != sum.shape.features) return false;
  if (!alike(graph.nodes()[other].shape, sum.shape)) return false;
  return last[later] == n && last[other] == n && std::ranges::none_of(plan.nodes, [&](int reader) {
           const auto& inputs = graph.nodes()[reader].inputs;
           return reader != n &&
                  (std::ranges::count(inputs, later) > 0 || (reader >= later && std::ranges::count(inputs, other) > 0));
         });
}

std::vector<int> made_by_each(const Graph& graph, const Plan& plan) {
  std::vector<int> into(graph.nodes().size());
  std::iota(into.begin(), into.end(), 0);
  if (plan.pullback()) return into;  // which needs every node
  const auto last = last_reader(graph, plan);
  for (const int n : plan.nodes)
    if (joins(graph, plan, n, last)) into[std::ranges::max(graph.nodes()[n].inputs)] = n, into[n] = Plan::nothing;
  return into;
}

// Nodes that the derivative of a trainable parameter flows through.
std::vector<bool> has_trainable(const Graph& graph) {
  std::vector<bool> has(graph.nodes().size());
  for (std::size_t n = 0; n < has.size(); ++n) {
    const auto& node = graph.nodes()[n];
    has[n] = std::ranges::any_of(node.parameters, [&](int p) { return graph.parameters()[p].trainable; }) ||
             std::ranges::any_of(node.inputs, [&](int input) { return has[input]; });
  }
  return has;
}

void place_forward(const Graph& graph, const Tile& tile, Plan& plan) {
  const auto last = last_reader(graph, plan);
  Arena arena;
  for (const int n : plan.nodes) {
    const auto& node = graph.nodes()[n];
    if (plan.into[n] != n) {  // of a sum: where its first term is
      const int sum = plan.into[n] == Plan::nothing ? n : plan.into[n];
      plan.value[n] = plan.value[std::ranges::min(graph.nodes()[sum].inputs)];
    }
    if (plan.into[n] == Plan::nothing) continue;
    const bool over_input = plan.into[n] == n && can_overwrite(graph, n, last);
    if (plan.into[n] == n)
      plan.value[n] = over_input ? plan.value[node.inputs[0]] : arena.take(size_of(tile, node.shape));
    std::vector<int> inputs = node.inputs;
    std::ranges::sort(inputs);
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    for (const int input : inputs)
      if (last[input] == n && !(over_input && input == node.inputs[0]))
        arena.release(plan.value[input], size_of(tile, graph.nodes()[input].shape));
  }
  plan.numbers = arena.end();
}

// Nodes that depend on the coordinates.
std::vector<bool> has_coordinates(const Graph& graph) {
  std::vector<bool> has;
  for (const auto& node : graph.nodes()) has.push_back(node.shape.pattern != Pattern::none);
  return has;
}

void place_pullback(const Graph& graph, const Tile& tile, Plan& plan) {
  const auto has = plan.evaluation == Evaluation::gradient ? has_coordinates(graph) : has_trainable(graph);
  std::size_t end = 0;
  for (const int n : plan.nodes) {
    const std::size_t size = size_of(tile, graph.nodes()[n].shape);
    plan.value[n] = end;
    end += size;
    if (!has[n] && n != plan.target) continue;  // the target's is seeded, come what may
    plan.cotangent[n] = end;
    end += size;
  }
  plan.numbers = end;
}

void place(const Graph& graph, Plan& plan) {
  const Tile tile = plan.tile(graph, plan.walkers, 0);
  plan.value.assign(graph.nodes().size(), Plan::none);
  plan.cotangent.assign(graph.nodes().size(), Plan::none);
  plan.pullback() ? place_pullback(graph, tile, plan) : place_forward(graph, tile, plan);
  plan.scratch = 0;
  std::vector<Shape> inputs;
  for (const int n : plan.nodes) {
    const auto& node = graph.nodes()[n];
    if (node.op->scratch != nullptr)
      plan.scratch = std::max(plan.scratch, node.op->scratch(tile, graph.query(n, inputs), node.shape));
  }
}

}  // namespace

Tile Plan::tile(const Graph& graph, int tile_walkers, int first_particle) const {
  const int block = std::min(block_particles, graph.particles() - first_particle);
  return {.walkers = tile_walkers,
          .particles = graph.particles(),
          .dimensions = graph.dimensions(),
          .first_particle = first_particle,
          .block_particles = block,
          .laplacian = laplacian()};
}

Plan make_plan(const Graph& graph, int target, Evaluation evaluation, std::size_t cache_bytes, std::size_t number_bytes,
               TileChoice choice) {
  Plan plan{.evaluation = evaluation,
            .target = target,
            .nodes = ancestors(graph, target),
            .into = {},
            .value = {},
            .cotangent = {}};
  plan.into = made_by_each(graph, plan);
  const bool lanes = evaluation == Evaluation::laplacian || evaluation == Evaluation::gradient_pullback;
  const auto bytes = [&](int walkers, int block) {
    plan.walkers = walkers;
    plan.block_particles = block;
    place(graph, plan);
    return (plan.numbers + plan.scratch) * number_bytes;
  };
  const int whole = graph.particles();
  int block = lanes ? (choice.block_particles > 0 ? std::min(choice.block_particles, whole) : whole) : 0;
  int walkers = choice.walkers > 0 ? choice.walkers : wanted_walkers;
  if (choice.walkers == 0)
    while (walkers > 1 && bytes(walkers, block) > cache_bytes) walkers /= 2;
  if (lanes && choice.block_particles == 0) {  // what is not of all coordinates is the same work in every block
    const double most = most_repetition * work(graph, plan, whole);
    const auto next = [](int b) { return (b + 1) / 2; };
    while (block > 1 && bytes(walkers, block) > cache_bytes &&
           (work(graph, plan, next(block)) <= most || bytes(walkers, block) > most_bytes))
      block = next(block);
  }
  if (choice.walkers == 0 && walkers == wanted_walkers)
    while (2 * walkers <= most_walkers && bytes(2 * walkers, block) <= cache_bytes) walkers *= 2;
  bytes(walkers, block);
  return plan;
}

std::size_t tile_cache_bytes() {
#ifdef _SC_LEVEL2_CACHE_SIZE
  const long size = sysconf(_SC_LEVEL2_CACHE_SIZE);
  if (size > 0) return static_cast<std::size_t>(size) / 4 * 3;
#endif
  return std::size_t{1} << 20;
}

}  // namespace kato
