// SPDX-License-Identifier: Apache-2.0
#include "exec/tile_runner.hpp"

#include <algorithm>

#include "base/ticks.hpp"

namespace kato {
namespace {

constexpr std::size_t line = 16;  // numbers between the starts of two arrays are a multiple of a cache line

// Adds the ticks since `last`; returns the time now.
std::uint64_t count(std::uint64_t& spent, std::uint64_t last) {
  const auto now = ticks();
  spent += now - last;
  return now;
}

std::size_t rounded(std::size_t size) { return (size + line - 1) / line * line + line; }

}  // namespace

template <class T>
Weights<T>::Weights(const Graph& graph) {
  std::vector<Shape> inputs;
  for (int n = 0; n < static_cast<int>(graph.nodes().size()); ++n) {
    const auto& node = graph.nodes()[static_cast<std::size_t>(n)];
    offset_.push_back(total_);
    if (node.op->prepared != nullptr) total_ += rounded(node.op->prepared(graph.query(n, inputs), node.shape));
  }
  prepared_.reserve(total_ + line);
  natural_.reserve(graph.parameter_count() + line);
}

template <class T>
const T* Weights<T>::parameter(const Graph& graph, int index) const {
  return natural_.data() + graph.parameters()[static_cast<std::size_t>(index)].offset;
}

template <class T>
void Weights<T>::set(const Graph& graph, std::span<const double> theta, Isa isa) {
  for (std::size_t p = 0; p < graph.parameter_count(); ++p) natural_.data()[p] = static_cast<T>(theta[p]);
  for (int n = 0; n < static_cast<int>(graph.nodes().size()); ++n) {
    const auto& node = graph.nodes()[static_cast<std::size_t>(n)];
    const auto& kernels = node.op->at<T>(isa);
    if (kernels.prepare == nullptr) continue;
    Call<T> call;
    call.attributes = node.attributes;
    call.constants = node.constants.empty() ? nullptr : node.constants.data();
    call.inputs = static_cast<int>(node.inputs.size());
    for (int s = 0; s < call.inputs; ++s)
      call.in[s].features =
          graph.nodes()[static_cast<std::size_t>(node.inputs[static_cast<std::size_t>(s)])].shape.features;
    call.out.features = node.shape.features;
    for (std::size_t p = 0; p < node.parameters.size(); ++p) call.parameter[p] = parameter(graph, node.parameters[p]);
    T* to = prepared_.data() + offset_[static_cast<std::size_t>(n)];
    call.prepared = to;
    kernels.prepare(call, to);
  }
}

template <class T>
TileRunner<T>::TileRunner(const Graph& graph, const Plan& plan, const Weights<T>& weights, Isa isa,
                          Workspace<T>& workspace)
    : graph_(graph), plan_(plan), weights_(weights), isa_(isa), workspace_(workspace) {
  workspace_.numbers.reserve(plan.numbers);
  workspace_.scratch.reserve(plan.scratch + line);
}

template <class T>
Buffer<T> TileRunner<T>::buffer(int node, std::size_t offset) const {
  const Shape& shape = graph_.nodes()[static_cast<std::size_t>(node)].shape;
  return {.data = offset == Plan::none ? nullptr : workspace_.numbers.data() + offset,
          .kind = shape.rows,
          .pattern = shape.pattern,
          .rows = tile_.rows(shape.rows),
          .features = shape.features,
          .lanes = tile_.lanes(shape.pattern)};
}

template <class T>
Buffer<T> TileRunner<T>::value(int node) const {
  return buffer(node, plan_.value[static_cast<std::size_t>(node)]);
}

template <class T>
Buffer<T> TileRunner<T>::cotangent(int node) const {
  return buffer(node, plan_.cotangent[static_cast<std::size_t>(node)]);
}

template <class T>
Call<T> TileRunner<T>::call(int node) const {
  const auto& record = graph_.nodes()[static_cast<std::size_t>(node)];
  Call<T> call;
  call.tile = tile_;
  call.attributes = record.attributes;
  call.constants = record.constants.empty() ? nullptr : record.constants.data();
  call.inputs = static_cast<int>(record.inputs.size());
  for (std::size_t s = 0; s < record.inputs.size(); ++s) call.in[s] = value(record.inputs[s]);
  call.out = value(node);
  for (std::size_t p = 0; p < record.parameters.size(); ++p)
    call.parameter[p] = weights_.parameter(graph_, record.parameters[p]);
  call.prepared = weights_.prepared(node);
  call.scratch = workspace_.scratch.data();
  return call;
}

template <class T>
Tile TileRunner<T>::forward(const Batch& batch, int walkers, int first_particle) {
  tile_ = plan_.tile(graph_, walkers, first_particle);
  auto* spent = OpTicks::of(workspace_.spent.forward, plan_.evaluation, graph_.nodes().size());
  auto last = ticks();
  for (const int n : plan_.nodes) {
    const int made = plan_.into[static_cast<std::size_t>(n)];
    if (made == Plan::nothing) continue;
    auto work = call(n);
    work.out = value(made);
    work.accumulate = made != n;
    work.coordinates = batch.x.data();
    work.labels = batch.labels.data();
    graph_.nodes()[static_cast<std::size_t>(n)].op->template at<T>(isa_).forward(work);
    last = count(spent[n], last);
  }
  return tile_;
}

template <class T>
void TileRunner<T>::clear_cotangents() {
  for (const int n : plan_.nodes) {
    const auto bar = cotangent(n);
    if (bar.data != nullptr) std::fill_n(bar.data, tile_.walkers * bar.walker_stride(), T(0));
  }
}

template <class T>
void TileRunner<T>::pullback(T* theta_bar, std::ptrdiff_t stride) {
  std::vector<std::size_t> offsets;
  for (const auto& parameter : graph_.parameters())
    offsets.push_back(parameter.trainable ? parameter.trainable_offset : Plan::none);
  pullback(theta_bar, stride, offsets);
}

template <class T>
void TileRunner<T>::pullback(T* theta_bar, std::ptrdiff_t stride, std::span<const std::size_t> offsets) {
  auto* spent = OpTicks::of(workspace_.spent.backward, plan_.evaluation, graph_.nodes().size());
  auto last = ticks();
  for (auto at = plan_.nodes.rbegin(); at != plan_.nodes.rend(); ++at) {
    const int n = *at;
    const auto& record = graph_.nodes()[static_cast<std::size_t>(n)];
    auto work = call(n);
    work.out_bar = cotangent(n);
    if (work.out_bar.data == nullptr) continue;
    for (std::size_t s = 0; s < record.inputs.size(); ++s) work.in_bar[s] = cotangent(record.inputs[s]);
    for (std::size_t p = 0; theta_bar != nullptr && p < record.parameters.size(); ++p) {
      const std::size_t offset = offsets[static_cast<std::size_t>(record.parameters[p])];
      work.parameter_bar[p] = offset == Plan::none ? nullptr : theta_bar + offset;
    }
    work.parameter_bar_stride = stride;
    record.op->template at<T>(isa_).pullback(work);
    last = count(spent[n], last);
  }
}

template class Weights<float>;
template class Weights<double>;
template class TileRunner<float>;
template class TileRunner<double>;

}  // namespace kato
