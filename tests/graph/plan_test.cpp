// SPDX-License-Identifier: Apache-2.0
#include "graph/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "graph/build.hpp"
#include "settings.hpp"

namespace kato {
namespace {

constexpr std::size_t plenty = std::size_t{1} << 30;
constexpr Evaluation evaluations[] = {Evaluation::value, Evaluation::gradient, Evaluation::laplacian,
                                      Evaluation::value_pullback, Evaluation::gradient_pullback};

Graph network(int particles, int hidden, int determinants = 1) {
  return registry().factory<Ansatz>("equivariant-slater")(
      {.count = particles, .dimensions = 1},
      default_settings("ansatz", "equivariant-slater",
                       Settings({{"hidden", std::int64_t{hidden}}, {"determinants", std::int64_t{determinants}}})));
}

// Ops on randomly chosen earlier nodes: every order of reading and overwriting comes up.
Graph tangle(std::uint32_t number) {
  Graph graph(3, 1);
  std::vector<Node> nodes{linear("start", {graph.coordinates()}, 4)};
  std::vector<double> u(60);
  fill_uniform({.seed = 11, .stage = 0, .step = number, .purpose = Purpose::test}, 0, 0, u);
  for (std::size_t n = 0; n + 2 < u.size(); n += 3) {
    const auto pick = [&](double v) { return nodes[static_cast<std::size_t>(v * static_cast<double>(nodes.size()))]; };
    const Node a = pick(u[n]), b = pick(u[n + 1]);
    const int kind = static_cast<int>(6 * u[n + 2]);
    nodes.push_back(kind == 0   ? a + b
                    : kind == 1 ? a - b
                    : kind == 2 ? a * b
                    : kind == 3 ? tanh(a)
                    : kind == 4 ? linear("linear" + std::to_string(n), {a, mean(b)}, 4)
                                : scale(b, 2));
  }
  graph.output("amplitude", nodes.back());
  return graph;
}

std::size_t numbers(const Graph& graph, const Plan& plan, int node) {
  const Shape& shape = graph.nodes()[static_cast<std::size_t>(node)].shape;
  const Tile tile = plan.tile(graph, plan.walkers, 0);
  return static_cast<std::size_t>(tile.walkers) *
         static_cast<std::size_t>(tile.lanes(shape.pattern) * tile.rows(shape.rows) * shape.features);
}

bool overlap(const Graph& graph, const Plan& plan, int a, int b) {
  const std::size_t start_a = plan.value[static_cast<std::size_t>(a)],
                    start_b = plan.value[static_cast<std::size_t>(b)];
  return start_a < start_b + numbers(graph, plan, b) && start_b < start_a + numbers(graph, plan, a);
}

bool reads(const Graph& graph, int reader, int node) {
  return std::ranges::count(graph.nodes()[static_cast<std::size_t>(reader)].inputs, node) > 0;
}

// Whether `node` is read by a node of the plan that comes after `n`, or is the target.
bool lives_after(const Graph& graph, const Plan& plan, int node, int n) {
  return node == plan.target ||
         std::ranges::any_of(plan.nodes, [&](int reader) { return reader > n && reads(graph, reader, node); });
}

// Whether the op of `n` may write over its first input: it says so, nothing else has another shape, and nobody reads
// the input again.
bool may_overwrite(const Graph& graph, const Plan& plan, int n, int input) {
  const auto& node = graph.nodes()[static_cast<std::size_t>(n)];
  if (!node.op->in_place || node.inputs[0] != input || std::ranges::count(node.inputs, input) != 1) return false;
  for (const int i : node.inputs) {
    const Shape& shape = graph.nodes()[static_cast<std::size_t>(i)].shape;
    if (shape.rows != node.shape.rows || shape.features != node.shape.features || shape.pattern != node.shape.pattern)
      return false;
  }
  return !lives_after(graph, plan, input, n) &&
         plan.value[static_cast<std::size_t>(n)] == plan.value[static_cast<std::size_t>(input)];
}

// Whether `n` is added to `other` as it is computed: the sum of the two is all that still reads either.
bool may_join(const Graph& graph, const Plan& plan, int n, int other) {
  const int sum = plan.into[static_cast<std::size_t>(n)];
  if (sum == n || sum == Plan::nothing || n == plan.target || other == plan.target) return false;
  const auto& node = graph.nodes()[static_cast<std::size_t>(sum)];
  if (node.op != &add_op || !reads(graph, sum, n) || !reads(graph, sum, other)) return false;
  return plan.value[static_cast<std::size_t>(sum)] == plan.value[static_cast<std::size_t>(other)] &&
         std::ranges::none_of(plan.nodes, [&](int reader) {
           return reader != sum && (reads(graph, reader, n) || (reader >= n && reads(graph, reader, other)));
         });
}

// The number of nodes that take the place of an input; checks that no node writes over what is still to be read.
int check_forward(const Graph& graph, const Plan& plan) {
  int in_place = 0;
  for (const int n : plan.nodes) {
    if (plan.into[static_cast<std::size_t>(n)] == Plan::nothing) continue;  // made by its later term
    EXPECT_LE(plan.value[static_cast<std::size_t>(n)] + numbers(graph, plan, n), plan.numbers);
    for (const int earlier : plan.nodes) {
      if (earlier >= n) break;
      if (!overlap(graph, plan, earlier, n)) continue;
      if (may_join(graph, plan, n, earlier)) {
        ++in_place;
        continue;
      }
      if (!reads(graph, n, earlier)) {
        EXPECT_FALSE(lives_after(graph, plan, earlier, n)) << earlier << " under " << n;
        continue;
      }
      EXPECT_TRUE(may_overwrite(graph, plan, n, earlier)) << earlier << " under " << n;
      ++in_place;
    }
  }
  return in_place;
}

TEST(Plan, forward_evaluations_never_write_over_what_is_still_to_be_read) {
  int in_place = 0;
  for (const Evaluation evaluation : {Evaluation::value, Evaluation::laplacian}) {
    for (std::uint32_t number = 0; number < 60; ++number) {
      const Graph graph = tangle(number);
      in_place +=
          check_forward(graph, make_plan(graph, graph.output("amplitude"), evaluation, plenty, 8, {.walkers = 5}));
    }
    const Graph graph = network(5, 24, 2);
    in_place += check_forward(graph, make_plan(graph, graph.output("amplitude"), evaluation, plenty, 8));
  }
  EXPECT_GT(in_place, 60);  // and they do reuse space
}

TEST(Plan, a_sum_is_made_by_its_later_term) {
  Graph graph(3, 1);
  const Node x = graph.coordinates(), row = linear("row", {mean(x)}, 4), rows = by_species({row, row}, {1, 2});
  const Node h = linear("own", {x}, 4) + rows, residual = linear("deep", {tanh(h)}, 4) + h, twice = residual + residual;
  const auto into = [&](Node sum, Evaluation evaluation) {
    const auto plan = make_plan(graph, twice.id, evaluation, plenty, 8);
    return std::pair(plan.into[static_cast<std::size_t>(sum.id)], plan.into[static_cast<std::size_t>(sum.id) - 1]);
  };
  for (const Evaluation evaluation : {Evaluation::value, Evaluation::laplacian}) {
    EXPECT_EQ(into(h, evaluation), std::pair(int{Plan::nothing}, h.id));
    EXPECT_EQ(into(residual, evaluation), std::pair(int{Plan::nothing}, residual.id));
    EXPECT_EQ(into(twice, evaluation).first, twice.id);  // one term, read twice
  }
  EXPECT_EQ(into(h, Evaluation::gradient).first, h.id);  // a pullback reads the terms
}

TEST(Plan, forward_evaluations_take_less_space_than_all_nodes) {
  const Graph graph = network(4, 64);
  const auto plan = make_plan(graph, graph.output("amplitude"), Evaluation::value, plenty, 8, {.walkers = 16});
  std::size_t all = 0;
  for (const int n : plan.nodes) all += numbers(graph, plan, n);
  EXPECT_LT(plan.numbers, all / 2);
}

TEST(Plan, pullbacks_keep_every_node_and_a_cotangent_of_what_has_parameters) {
  for (const Evaluation evaluation : {Evaluation::value_pullback, Evaluation::gradient_pullback}) {
    const Graph graph = network(4, 16);
    const auto plan = make_plan(graph, graph.output("amplitude"), evaluation, plenty, 8);
    std::vector<std::pair<std::size_t, std::size_t>> stretches;
    for (const int n : plan.nodes) {
      const auto at = static_cast<std::size_t>(n);
      stretches.emplace_back(plan.value[at], plan.value[at] + numbers(graph, plan, n));
      if (plan.cotangent[at] != Plan::none)
        stretches.emplace_back(plan.cotangent[at], plan.cotangent[at] + numbers(graph, plan, n));
      EXPECT_TRUE(graph.nodes()[at].parameters.empty() || plan.cotangent[at] != Plan::none) << n;
    }
    std::ranges::sort(stretches);
    for (std::size_t s = 0; s + 1 < stretches.size(); ++s) EXPECT_LE(stretches[s].second, stretches[s + 1].first);
    EXPECT_LE(stretches.back().second, plan.numbers);
    EXPECT_EQ(plan.cotangent[static_cast<std::size_t>(Graph(graph).coordinates().id)], Plan::none);
    EXPECT_NE(plan.cotangent[static_cast<std::size_t>(plan.target)], Plan::none);
  }
}

TEST(Plan, a_pullback_has_no_cotangents_where_all_parameters_before_are_frozen) {
  Graph graph(4, 1);
  const Node low = linear("low", {graph.coordinates()}, 8), h = tanh(low), high = linear("high", {h}, 4);
  const Node amplitude = slogdet(high);
  for (const std::string name : {"low", "high"}) {
    graph.freeze([&](const Parameter& parameter) { return parameter.name.starts_with(name); });
    const auto plan = make_plan(graph, amplitude.id, Evaluation::value_pullback, plenty, 8);
    const auto has = [&](Node node) { return plan.cotangent[static_cast<std::size_t>(node.id)] != Plan::none; };
    EXPECT_EQ(has(low), name == "high");
    EXPECT_EQ(has(h), name == "high");
    EXPECT_TRUE(has(high) && has(amplitude)) << name;
  }
  graph.freeze([](const Parameter&) { return true; });
  const auto plan = make_plan(graph, amplitude.id, Evaluation::value_pullback, plenty, 8);
  EXPECT_EQ(plan.cotangent[static_cast<std::size_t>(high.id)], Plan::none);
  EXPECT_NE(plan.cotangent[static_cast<std::size_t>(amplitude.id)], Plan::none);  // there the seeds go
}

TEST(Plan, the_gradient_keeps_a_cotangent_of_what_depends_on_the_coordinates) {
  const Graph graph = network(4, 16);
  const auto plan = make_plan(graph, graph.output("amplitude"), Evaluation::gradient, plenty, 8);
  EXPECT_EQ(plan.block_particles, 0);  // no lanes
  EXPECT_NE(plan.cotangent[static_cast<std::size_t>(Graph(graph).coordinates().id)], Plan::none);
  int held_fixed = 0;
  for (const int n : plan.nodes) {
    const bool depends = graph.nodes()[static_cast<std::size_t>(n)].shape.pattern != Pattern::none;
    EXPECT_EQ(plan.cotangent[static_cast<std::size_t>(n)] != Plan::none, depends) << n;
    held_fixed += !depends;
  }
  EXPECT_EQ(held_fixed, 1);  // the peak of each row
}

TEST(Plan, a_tile_fits_the_cache_and_the_next_larger_one_does_not) {
  const Graph graph = network(4, 32);
  const int target = graph.output("amplitude");
  for (const Evaluation evaluation : evaluations)
    for (const std::size_t bytes : {4u, 8u})
      for (const std::size_t cache : {std::size_t{300'000}, std::size_t{700'000}, std::size_t{1'500'000}}) {
        const auto plan = make_plan(graph, target, evaluation, cache, bytes);
        const auto space = [&](int walkers, int block) {
          const auto other =
              make_plan(graph, target, evaluation, cache, bytes, {.walkers = walkers, .block_particles = block});
          return (other.numbers + other.scratch) * bytes;
        };
        EXPECT_GE(plan.walkers, 1);
        EXPECT_LE(plan.walkers, 256);
        EXPECT_EQ(space(plan.walkers, plan.block_particles), (plan.numbers + plan.scratch) * bytes);
        EXPECT_TRUE(plan.walkers == 1 || (plan.numbers + plan.scratch) * bytes <= cache);
        EXPECT_TRUE(plan.walkers == 256 || space(2 * plan.walkers, plan.block_particles) > cache);
      }
}

TEST(Plan, lanes_are_split_only_where_one_walker_would_not_fit) {
  const Graph graph = network(36, 64);
  const int target = graph.output("amplitude");
  const auto roomy = make_plan(graph, target, Evaluation::laplacian, plenty, 8);
  EXPECT_EQ(roomy.block_particles, 36);
  EXPECT_EQ(make_plan(graph, target, Evaluation::laplacian, 20'000'000, 8).block_particles, 36);
  const auto narrow = make_plan(graph, target, Evaluation::laplacian, 2'000'000, 8);
  EXPECT_EQ(narrow.walkers, 1);
  EXPECT_LT(narrow.block_particles, 36);
  EXPECT_GE(narrow.block_particles, 1);
  for (const Evaluation evaluation : {Evaluation::value, Evaluation::gradient, Evaluation::value_pullback})
    EXPECT_EQ(make_plan(graph, target, evaluation, 2'000'000, 8).block_particles, 0);
}

TEST(Plan, lanes_are_not_split_where_pairs_would_be_computed_again_for_every_block) {
  Graph graph(12, 2);
  const Node pairs = tanh(linear("pairs", {pair_geometry(graph.coordinates(), 1, false)}, 64));
  graph.output("amplitude", sum_features(sum(sum_of_others(pairs))));
  const auto plan = make_plan(graph, graph.output("amplitude"), Evaluation::laplacian, 200'000, 8);
  EXPECT_EQ(plan.walkers, 1);
  EXPECT_EQ(plan.block_particles, 12);
  EXPECT_GT((plan.numbers + plan.scratch) * 8, 200'000u);
}

TEST(Plan, a_tile_beyond_400_MB_is_split_whatever_is_computed_again) {
  Graph graph(120, 3);
  const Node pairs = tanh(linear("pairs", {pair_geometry(graph.coordinates(), 1, false)}, 32));
  graph.output("amplitude", sum_features(sum(sum_of_others(pair_product(pairs, pairs)))));
  const auto plan = make_plan(graph, graph.output("amplitude"), Evaluation::laplacian, 200'000, 8);
  EXPECT_EQ(plan.walkers, 1);
  EXPECT_LT(plan.block_particles, 120);
  EXPECT_GT(plan.block_particles, 1);
  EXPECT_LE((plan.numbers + plan.scratch) * 8, 400'000'000u);
}

TEST(Plan, the_last_block_of_lanes_is_what_is_left) {
  const Graph graph = network(5, 8);
  const auto plan = make_plan(graph, graph.output("amplitude"), Evaluation::laplacian, plenty, 8,
                              {.walkers = 3, .block_particles = 2});
  EXPECT_EQ(plan.tile(graph, 3, 0).block_particles, 2);
  EXPECT_EQ(plan.tile(graph, 3, 4).block_particles, 1);
  EXPECT_TRUE(plan.tile(graph, 3, 4).laplacian);
  EXPECT_EQ(plan.tile(graph, 2, 4).walkers, 2);
}

TEST(Plan, nodes_that_are_not_needed_are_left_out) {
  Graph graph(3, 1);
  const Node x = graph.coordinates(), h = tanh(x), dead = exp(h), wanted = square(h), later = sin(wanted);
  for (const Evaluation evaluation : evaluations) {
    const auto plan = make_plan(graph, wanted.id, evaluation, plenty, 8);
    EXPECT_EQ(plan.nodes, (std::vector{x.id, h.id, wanted.id}));
    EXPECT_EQ(plan.value[static_cast<std::size_t>(dead.id)], Plan::none);
    EXPECT_EQ(plan.value[static_cast<std::size_t>(later.id)], Plan::none);
  }
}

TEST(Plan, the_cache_has_a_believable_size) {
  EXPECT_GE(tile_cache_bytes(), std::size_t{1} << 16);
  EXPECT_LE(tile_cache_bytes(), std::size_t{1} << 28);
}

}  // namespace
}  // namespace kato
