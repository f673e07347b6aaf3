// SPDX-License-Identifier: Apache-2.0
#include "optimize/kronecker.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "linalg/cholesky.hpp"
#include "linalg/gram.hpp"
#include "optimize/memory.hpp"
#include "optimize/natural.hpp"

namespace kato {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using View = Eigen::Map<const Matrix>;

View view(const double* data, std::size_t rows, std::size_t columns) {
  return {data, static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns)};
}

// The weighted mean row of x [N, R, columns], over walkers and rows.
std::vector<double> mean_row(std::span<const double> x, std::span<const double> weights, std::size_t rows,
                             std::size_t columns) {
  std::vector<double> mean(columns, 0.0);
  for (std::size_t n = 0; n < weights.size() * rows; ++n)
    for (std::size_t c = 0; c < columns; ++c)
      mean[c] += weights[n / rows] / static_cast<double>(rows) * x[n * columns + c];
  add_over_ranks(mean);
  return mean;
}

// sum_b w_b sum_r x x^T of x [N, R, columns], less `mean`, with a 1 behind each row if `homogeneous`: the lower
// triangle.
std::vector<double> second_moments(std::span<const double> x, std::span<const double> weights, std::size_t rows,
                                   std::span<const double> mean, bool homogeneous, int threads) {
  const std::size_t columns = mean.size(), width = columns + (homogeneous ? 1 : 0), count = weights.size() * rows;
  std::vector<double> table(count * width), moments(width * width);
  for (std::size_t n = 0; n < count; ++n) {
    const double root = std::sqrt(weights[n / rows]);
    for (std::size_t c = 0; c < columns; ++c) table[n * width + c] = root * (x[n * columns + c] - mean[c]);
    if (homogeneous) table[n * width + columns] = root;
  }
  column_gram(table, count, width, moments, threads);
  add_triangle_over_ranks(moments, width);
  return moments;
}

double trace(std::span<const double> matrix, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += matrix[i * n + i];
  return sum;
}

// The second moments of a layer's activations or sensitivities, centred unless nothing is left then.
std::vector<double> factor(std::span<const double> x, TrainingStep& step, std::size_t rows, std::size_t columns,
                           bool centre, bool homogeneous) {
  constexpr double vanishes = 1e-12;
  const auto weights = step.layer_weights();
  if (centre) {
    const auto mean = mean_row(x, weights, rows, columns);
    auto moments = second_moments(x, weights, rows, mean, homogeneous, step.threads());
    const double whole = trace(moments, columns + (homogeneous ? 1 : 0)), count = static_cast<double>(rows);
    if (whole - (homogeneous ? count : 0) > vanishes * count * dot(mean, mean)) return moments;
  }
  return second_moments(x, weights, rows, std::vector<double>(columns, 0.0), homogeneous, step.threads());
}

}  // namespace

std::vector<Option> KroneckerMetric::options() {
  return {{.name = "smoothing",
           .fallback = 0.95,
           .summary = "what is kept of the Kronecker factors in a step, at most 1 - 1/t at the t-th",
           .lower = 0,
           .upper = 1,
           .upper_open = true},
          {.name = "inverse_interval",
           .fallback = std::int64_t{1},
           .summary = "the factors are inverted every so many steps",
           .unit = "steps",
           .lower = 1},
          {.name = "centre",
           .fallback = std::string("none"),
           .summary = "what has its mean over the walkers taken off before the factors are formed",
           .choices = {"none", "sensitivities", "activations", "both"}}};
}

KroneckerMetric::KroneckerMetric(const Settings& settings, std::string kind)
    : kind_(std::move(kind)),
      smoothing_(settings.real("smoothing")),
      interval_(static_cast<double>(settings.integer("inverse_interval"))) {
  const auto& centre = settings.text("centre");
  centre_activations_ = centre == "both" || centre == "activations";
  centre_sensitivities_ = centre == "both" || centre == "sensitivities";
}

void KroneckerMetric::lay_out(TrainingStep& step) {
  prepare_memory(diagonal_, step.parameters(), kind_);
  shapes_.clear();
  in_layer_.assign(step.parameters(), false);
  std::size_t size = 0;
  for (const auto& layer : step.layers()) {
    const auto inputs = static_cast<std::size_t>(layer.inputs), outputs = static_cast<std::size_t>(layer.outputs);
    const bool bias = layer.bias != Layer::none;
    Shape shape{.weights = layer.weights, .bias = layer.bias, .inputs = inputs + (bias ? 1 : 0), .outputs = outputs};
    shape.first = size;
    shape.second = size + shape.inputs * shape.inputs;
    size = shape.second + outputs * outputs;
    std::fill_n(in_layer_.begin() + static_cast<std::ptrdiff_t>(layer.weights), inputs * outputs, true);
    if (bias) std::fill_n(in_layer_.begin() + static_cast<std::ptrdiff_t>(layer.bias), outputs, true);
    shapes_.push_back(shape);
  }
  if (steps_ == 0) {
    factors_.assign(size, 0.0);
    inverses_.assign(size, 0.0);
  }
  require(factors_.size() == size && inverses_.size() == size,
          kind_ + ": the layers differ from those of the saved Kronecker factors; start the optimizer anew");
}

void KroneckerMetric::accumulate(TrainingStep& step, double keep) {
  auto factors = factors_;
  const auto add = [&](std::size_t place, std::span<const double> now, std::size_t n, double scale) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double& entry = factors[place + i * n + j];
        entry = keep * entry + (1 - keep) * scale * now[i * n + j];
      }
  };
  const auto layers = step.layers();
  for (std::size_t l = 0; l < shapes_.size(); ++l) {
    const auto& layer = layers[l];
    const auto& shape = shapes_[l];
    const auto rows = static_cast<std::size_t>(layer.rows), inputs = static_cast<std::size_t>(layer.inputs);
    const auto a = factor(layer.activations, step, rows, inputs, centre_activations_, layer.bias != Layer::none);
    const auto g = factor(layer.sensitivities, step, rows, shape.outputs, centre_sensitivities_, false);
    add(shape.first, a, shape.inputs, 1 / static_cast<double>(rows));
    add(shape.second, g, shape.outputs, 1);
  }
  require_finite(factors, kind_);  // before anything is remembered
  factors_ = std::move(factors);
  if (std::ranges::find(in_layer_, false) == in_layer_.end()) return;
  std::vector<double> now(diagonal_.size());
  step.diagonal(now);
  for (std::size_t p = 0; p < now.size(); ++p)
    if (!in_layer_[p]) diagonal_[p] = keep * diagonal_[p] + (1 - keep) * now[p];
}

void KroneckerMetric::invert(double damping) {
  const auto inverse = [&](std::size_t place, std::size_t n, double shift) {
    std::vector<double> matrix(factors_.begin() + static_cast<std::ptrdiff_t>(place),
                               factors_.begin() + static_cast<std::ptrdiff_t>(place + n * n));
    for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] += shift;
    if (!cholesky(matrix, n)) refuse_metric(kind_);
    const std::span<double> result(inverses_.data() + place, n * n);
    std::ranges::fill(result, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      result[i * n + i] = 1;
      cholesky_solve(matrix, n, result.subspan(i * n, n));
    }
  };
  for (const auto& shape : shapes_) {
    const double a = trace({factors_.data() + shape.first, shape.inputs * shape.inputs}, shape.inputs) /
                     static_cast<double>(shape.inputs);
    const double g = trace({factors_.data() + shape.second, shape.outputs * shape.outputs}, shape.outputs) /
                     static_cast<double>(shape.outputs);
    const double pi = a > 0 && g > 0 ? std::sqrt(a / g) : 1;
    inverse(shape.first, shape.inputs, pi * std::sqrt(damping));
    inverse(shape.second, shape.outputs, std::sqrt(damping) / pi);
  }
  damping_ = damping;
}

void KroneckerMetric::update(TrainingStep& step, double damping) {
  lay_out(step);
  const double keep = std::min(1 - 1 / (steps_ + 1), smoothing_);
  accumulate(step, keep);
  if (std::fmod(steps_, interval_) == 0) invert(damping);
  ++steps_;
}

void KroneckerMetric::solve(std::span<const double> g, std::span<double> x) const {
  for (std::size_t p = 0; p < x.size(); ++p) x[p] = g[p] / (diagonal_[p] + damping_);
  for (const auto& shape : shapes_) {
    const bool bias = shape.bias != Layer::none;
    const std::size_t inputs = shape.inputs - (bias ? 1 : 0), outputs = shape.outputs;
    Matrix table(shape.inputs, outputs);
    table.topRows(static_cast<Eigen::Index>(inputs)) = view(g.data() + shape.weights, inputs, outputs);
    if (bias) table.bottomRows(1) = view(g.data() + shape.bias, 1, outputs);
    table = view(inverses_.data() + shape.first, shape.inputs, shape.inputs) * table *
            view(inverses_.data() + shape.second, outputs, outputs);
    std::copy_n(table.data(), inputs * outputs, x.data() + shape.weights);
    if (bias) std::copy_n(table.data() + inputs * outputs, outputs, x.data() + shape.bias);
  }
}

void KroneckerMetric::save(Optimizer::State& state) const {
  state["factors"] = factors_;
  state["inverses"] = inverses_;
  state["inverse_damping"] = {damping_};
  state["diagonal"] = diagonal_;
}

void KroneckerMetric::restore(const Optimizer::State& state, double steps) {
  const auto& damping = state.at("inverse_damping");
  require(damping.size() == 1, kind_ +
                                   ": the saved damping of the inverses is not one number; resume with the "
                                   "optimizer that wrote it");
  steps_ = steps;
  damping_ = damping[0];
  factors_ = state.at("factors");
  inverses_ = state.at("inverses");
  diagonal_ = state.at("diagonal");
}

}  // namespace kato
