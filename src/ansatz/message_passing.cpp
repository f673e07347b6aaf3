// SPDX-License-Identifier: Apache-2.0
#include "ansatz/message_passing.hpp"

#include <cmath>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/pair_features.hpp"
#include "ansatz/periodic.hpp"

namespace kato {
namespace {

// +1 and -1 for the first and second species, and numbers in between for more.
Node species_labels(Graph& graph, const Particles& particles) {
  const auto species = species_ranges(particles);
  std::vector<double> labels;
  for (std::size_t kind = 0; kind < species.size(); ++kind) {
    const double label = species.size() == 1 ? 1 : 1 - 2.0 * static_cast<double>(kind) / (species.size() - 1.0);
    labels.insert(labels.end(), static_cast<std::size_t>(species[kind].count), label);
  }
  return graph.labels(std::move(labels));
}

// x_ij: what a network sees of a pair by its places and species.
Node seen_of_pair(Node x, const Particles& particles, bool norm) {
  std::vector<Node> seen{pair_geometry_of(x, particles)};
  if (norm) seen.push_back(distance(pair_difference(seen_places(x, particles))));
  if (species_ranges(particles).size() > 1) {
    const Node label = species_labels(*x.graph, particles);
    seen.push_back(first_of_pair(label) * second_of_pair(label));
  }
  return seen.size() == 1 ? seen.front() : concat(seen);
}

// A learned vector in every row of particles or pairs.
Node learned(const std::string& name, Node labels, int width, Rows rows) {
  const Node one = scale(labels, 0, 1);
  return linear({rows == Rows::pairs ? first_of_pair(one) : one}, width,
                labels.graph->parameter(name, {1, width}, {.spread = 1}));
}

// x_i: in a box nothing tells one place from another.
std::vector<Node> seen_of_particle(Node x, const Particles& particles) {
  if (particles.periodic) return {};
  return {concat({x, x.shape().features == 1 ? square(x) : sum_features(square(x))})};
}

Node joined(const std::vector<Node>& nodes) { return nodes.size() == 1 ? nodes.front() : concat(nodes); }

class Passing {
 public:
  Passing(Node x, const Particles& particles, const MessagePassing& how)
      : how_(how), state_{start(x, particles), start_of_pairs(x, particles), seen_of_pair(x, particles, how.norm)} {}

  Messages run() {
    for (int t = 1; t <= how_.iterations; ++t) step("messages." + std::to_string(t), t == how_.iterations);
    return state_;
  }

 private:
  // Linear in x_i, for the rest is added to it.
  Node start(Node x, const Particles& particles) const {
    const auto seen = seen_of_particle(x, particles);
    return seen.empty() ? learned("messages.particle", species_labels(*x.graph, particles), how_.nodes, Rows::particles)
                        : linear("messages.particle", {joined(seen)}, how_.nodes);
  }
  Node start_of_pairs(Node x, const Particles& particles) const {
    return learned("messages.pair", species_labels(*x.graph, particles), how_.pairs, Rows::pairs);
  }

  Node weighed(const std::string& name) const {
    const Node q = linear(name + ".query", {state_.places, state_.pairs}, how_.pairs, false),
               k = linear(name + ".key", {state_.places, state_.pairs}, how_.pairs, false);
    const double share = 1 / std::sqrt(q.graph->particles());
    return gelu(scale(pair_product(q, k), share)) *
           small_network(name + ".value", {state_.places, state_.pairs}, how_.hidden, how_.pairs);
  }

  // What a pair's network hears of both particles is multiplied once for each particle.
  Node from_own_pair(const std::string& name) const {
    const Node first = linear(name + ".first", {state_.nodes}, how_.hidden, false),
               second = linear(name + ".second", {state_.nodes}, how_.hidden, false),
               pair = linear(name + ".pair", {state_.places, state_.pairs}, how_.hidden);
    return linear(name + ".out", {gelu(pair + first_of_pair(first) + second_of_pair(second))}, how_.pairs);
  }

  void step(const std::string& name, bool last) {
    const Node message = how_.attention ? weighed(name) : from_own_pair(name);
    const Node heard = how_.mean ? mean_of_others(message) : sum_of_others(message);
    state_.nodes = state_.nodes + small_network(name + ".node", {heard, state_.nodes}, how_.hidden, how_.nodes);
    if (last) return;  // nobody hears of the pairs any more
    state_.pairs =
        state_.pairs + small_network(name + ".edge", {message, state_.places, state_.pairs}, how_.hidden, how_.pairs);
  }

  MessagePassing how_;
  Messages state_;
};

}  // namespace

std::vector<Option> MessagePassing::options() {
  const auto width = [](std::string name, std::string summary) {
    return Option{.name = std::move(name),
                  .fallback = std::int64_t{32},
                  .summary = std::move(summary),
                  .lower = 1,
                  .upper = 4096};
  };
  return {
      {.name = "iterations",
       .fallback = std::int64_t{2},
       .summary = "T, how many times messages are passed; 0 leaves none",
       .lower = 0,
       .upper = 16},
      width("nodes", "width of what is known of a particle"),
      width("pairs", "width of what is known of a pair, and of a message"),
      width("hidden", "width of the hidden layer of every small network"),
      {.name = "attention",
       .fallback = true,
       .summary = "whether messages are weighed by all paths from one particle over a third to the other; if not, "
                  "each comes from its own pair"},
      {.name = "pool",
       .fallback = std::string("mean"),
       .summary = "how a particle hears the others' messages: their mean, which fits any number of particles, or "
                  "their sum",
       .choices = {"mean", "sum"}},
      {.name = "distance",
       .fallback = std::string("squared"),
       .summary = "what networks see of distances: squared, which is smooth and leaves the cusps to their factor, or "
                  "the norm besides, with a kink of its own, as published",
       .choices = {"squared", "norm"}}};
}

MessagePassing MessagePassing::from(const Settings& settings) {
  const auto width = [&](const char* name) { return static_cast<int>(settings.integer(name)); };
  return {.iterations = width("iterations"),
          .nodes = width("nodes"),
          .pairs = width("pairs"),
          .hidden = width("hidden"),
          .attention = settings.flag("attention"),
          .mean = settings.text("pool") == "mean",
          .norm = settings.text("distance") == "norm"};
}

Node small_network(const std::string& name, const std::vector<Node>& inputs, int hidden, int width, bool from_zero) {
  const Node h = gelu(linear(name + ".1", inputs, hidden));
  if (!from_zero) return linear(name + ".2", {h}, width);
  return linear({h}, width, h.graph->parameter(name + ".2.weight", {hidden, width}, {}));
}

Messages pass_messages(Node x, const Particles& particles, const MessagePassing& how) {
  return Passing(x, particles, how).run();
}

}  // namespace kato
