// SPDX-License-Identifier: Apache-2.0
#include "momentum/network.hpp"

#include <cmath>

#include "base/random.hpp"

namespace kato {

std::vector<double> published_parameters(const Graph& graph, std::uint64_t seed) {
  std::vector<double> theta(graph.parameter_count());
  const StreamKey key{.seed = seed, .stage = 0, .step = 0, .purpose = Purpose::parameters};
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    const auto& parameter = graph.parameters()[p];
    const std::span<double> values(theta.data() + parameter.offset, parameter.size);
    fill_uniform(key, static_cast<std::uint32_t>(p), 0, values);
    const bool weights = parameter.name.ends_with(".weight");
    const bool first = weights && parameter.name.starts_with("first"), last = parameter.name.starts_with("last");
    const double spread = weights && !first && !last ? 1 / std::sqrt(parameter.shape[0]) : 1;
    for (double& value : values) value = first ? value - 1 : last ? value : spread * (2 * value - 1);
  }
  return theta;
}

ChannelNetwork::ChannelNetwork(const Graph& graph, Mesh mesh)
    : mesh_(std::move(mesh)),
      executor_(graph),
      channels_(
          static_cast<std::size_t>(graph.nodes()[static_cast<std::size_t>(graph.output("channels"))].shape.features)),
      by_point_(size()) {}

void ChannelNetwork::set_parameters(std::vector<double> theta) {
  parameters_ = std::move(theta);
  executor_.set_parameters(parameters_);
}

void ChannelNetwork::values(std::span<double> psi) {
  executor_.output("channels", mesh_.q, by_point_);
  const std::size_t n = mesh_.size();
  for (std::size_t c = 0; c < channels_; ++c)
    for (std::size_t i = 0; i < n; ++i) psi[c * n + i] = by_point_[i * channels_ + c];
}

void ChannelNetwork::jacobian(std::span<double> rows) {
  const std::size_t block = mesh_.size() * graph().trainable_count();
  for (std::size_t c = 0; c < channels_; ++c)
    executor_.output_jacobian("channels", static_cast<int>(c), mesh_.q, rows.subspan(c * block, block));
}

void ChannelNetwork::pullback(std::span<const double> seed, std::span<double> theta_bar) {
  const std::size_t n = mesh_.size();
  for (std::size_t c = 0; c < channels_; ++c)
    for (std::size_t i = 0; i < n; ++i) by_point_[i * channels_ + c] = seed[c * n + i];
  executor_.output_pullback("channels", mesh_.q, by_point_, theta_bar);
}

}  // namespace kato
