// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "graph/build.hpp"
#include "momentum/network.hpp"

namespace kato {
namespace {

Node activated(Node x, const std::string& name) {
  if (name == "sigmoid") return sigmoid(x);
  if (name == "softplus") return softplus(x);
  if (name == "tanh") return tanh(x);
  if (name == "celu") return celu(x);
  return silu(x);
}

// Hidden layers on q and `outputs` numbers without biases; `name` is put behind every layer's name.
Node network(Node q, const std::string& name, int outputs, const Settings& settings) {
  const int hidden = static_cast<int>(settings.integer("hidden"));
  const auto& activation = settings.text("activation");
  Node h = activated(linear("first" + name, {q}, hidden), activation);
  for (std::int64_t layer = 2; layer <= settings.integer("layers"); ++layer)
    h = activated(linear("layer" + std::to_string(layer) + name, {h}, hidden), activation);
  return linear("last" + name, {h}, outputs, false);
}

Graph channel_network(int channels, const Settings& settings) {
  constexpr std::array letters{".s", ".d"};
  Graph graph(1, 1);
  const Node q = scale(graph.coordinates(), 1 / settings.real("momentum_unit"));
  if (settings.text("channels") == "shared" || channels == 1) {
    graph.output("channels", network(q, "", channels, settings));
  } else {
    std::vector<Node> outputs;
    for (int c = 0; c < channels; ++c) outputs.push_back(network(q, letters[static_cast<std::size_t>(c)], 1, settings));
    graph.output("channels", concat(outputs));
  }
  return graph;
}

}  // namespace

void register_channel_network(Registry& registry) {
  registry.add<MomentumAnsatz>(
      {.name = "channel-network",
       .summary =
           "psi_L(q) = sum_i W2_iL f(W1_i q + b_i), or with more hidden layers; one network for both channels or "
           "one for each",
       .source = "Keeble and Rios, Phys. Lett. B 809, 135743 (2020), Eq. (5); Rozalen Sarmiento, Keeble and Rios, Eur. "
                 "Phys. J. Plus 139, 189 (2024)",
       .options = {{.name = "hidden",
                    .fallback = std::int64_t{20},
                    .summary = "units of a hidden layer, of each network",
                    .lower = 1,
                    .upper = 4096},
                   {.name = "layers", .fallback = std::int64_t{1}, .summary = "hidden layers", .lower = 1, .upper = 8},
                   {.name = "channels",
                    .fallback = std::string("shared"),
                    .summary = "one network with an output a channel, or a network for each channel",
                    .choices = {"shared", "separate"}},
                   {.name = "activation",
                    .fallback = std::string("softplus"),
                    .summary = "f: softplus, sigmoid, tanh, or one like a smooth ReLU",
                    .choices = {"softplus", "sigmoid", "tanh", "celu", "silu"}},
                   {.name = "momentum_unit",
                    .fallback = 1.0,
                    .summary = "what q is divided by before the first layer",
                    .unit = "fm^-1",
                    .lower = 0,
                    .lower_open = true}}},
      channel_network);
}

}  // namespace kato
