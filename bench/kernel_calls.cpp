// SPDX-License-Identifier: Apache-2.0
#include "kernel_calls.hpp"

#include "base/random.hpp"

namespace kato::bench {
namespace {

template <class T>
Buffer<T> values(AlignedArray<T>& memory, int walkers, Rows kind, int rows, int features) {
  const auto size = static_cast<std::size_t>(walkers) * rows * features;
  fill<T>({memory.reserve(size), size}, -1, 1);
  return {.data = memory.data(), .kind = kind, .rows = rows, .features = features, .lanes = 1};
}

}  // namespace

template <class T>
void fill(std::span<T> numbers, double low, double high) {
  std::vector<double> uniform(numbers.size());
  fill_uniform({.seed = numbers.size()}, 0, 0, uniform);
  for (std::size_t n = 0; n < numbers.size(); ++n) numbers[n] = static_cast<T>(low + (high - low) * uniform[n]);
}

template <class T>
LinearCall<T>::LinearCall(Isa isa, int rows, int depth, int columns)
    : kernels_(&linear_op.at<T>(isa)), flops_(2.0 * rows * depth * columns) {
  const Shape in{.rows = Rows::particles, .features = depth}, out{.rows = Rows::particles, .features = columns};
  const NodeQuery query{.in = {&in, 1}, .attributes = {.count = columns}, .particles = rows, .dimensions = 1};
  const auto weights = static_cast<std::size_t>(depth) * columns;
  call_.tile = {.walkers = 1, .particles = rows, .dimensions = 1};
  call_.inputs = 1;
  call_.in[0] = values(x_, 1, Rows::particles, rows, depth);
  call_.out = values(y_, 1, Rows::particles, rows, columns);
  fill<T>({w_.reserve(weights), weights}, -0.1, 0.1);
  call_.parameter[0] = w_.data();
  call_.scratch = scratch_.reserve(linear_op.scratch(call_.tile, query, out));
  T* prepared = prepared_.reserve(linear_op.prepared(query, out));
  call_.prepared = prepared;
  kernels_->prepare(call_, prepared);
  input_ = weight_ = call_;
  input_.out_bar = weight_.out_bar = values(y_bar_, 1, Rows::particles, rows, columns);
  input_.in_bar[0] = values(x_bar_, 1, Rows::particles, rows, depth);
  weight_.parameter_bar[0] = w_bar_.reserve(weights);
}

template <class T>
PointwiseCall<T>::PointwiseCall(Isa isa, Pointwise function, int count) : kernels_(&pointwise_op.at<T>(isa)) {
  call_.tile = {.walkers = 1, .particles = 1, .dimensions = 1};
  call_.attributes.kind = static_cast<int>(function);
  call_.inputs = 1;
  call_.in[0] = values(x_, 1, Rows::one, 1, count);
  call_.out = values(y_, 1, Rows::one, 1, count);
  fill<T>({x_.data(), static_cast<std::size_t>(count)}, 0.01, 3);
}

template <class T>
SlogdetCall<T>::SlogdetCall(Isa isa, int n, int walkers) : kernels_(&slogdet_op.at<T>(isa)) {
  const Shape in{.rows = Rows::particles, .features = n}, out{.rows = Rows::one, .features = 2};
  const NodeQuery query{.in = {&in, 1}, .attributes = {}, .particles = n, .dimensions = 1};
  call_.tile = {.walkers = walkers, .particles = n, .dimensions = 1};
  call_.inputs = 1;
  call_.in[0] = values(x_, walkers, Rows::particles, n, n);
  call_.out = values(y_, walkers, Rows::one, 1, 2);
  call_.scratch = scratch_.reserve(slogdet_op.scratch(call_.tile, query, out));
}

template void fill<float>(std::span<float>, double, double);
template void fill<double>(std::span<double>, double, double);
template class LinearCall<float>;
template class LinearCall<double>;
template class PointwiseCall<float>;
template class PointwiseCall<double>;
template class SlogdetCall<float>;
template class SlogdetCall<double>;

}  // namespace kato::bench
