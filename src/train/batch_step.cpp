// SPDX-License-Identifier: Apache-2.0
#include "train/batch_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/error.hpp"
#include "base/threads.hpp"
#include "linalg/gram.hpp"

namespace kato {
namespace {

double median(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::ranges::nth_element(numbers, middle);
  return *middle;
}

double sum_of_products(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

std::vector<double> clipped(std::span<const double> energies, double factor) {
  std::vector<double> result(energies.begin(), energies.end());
  if (factor <= 0) return result;
  const double centre = median(result);
  double deviation = 0;
  for (const double e : energies) deviation += std::abs(e - centre);
  const double reach = factor * deviation / static_cast<double>(energies.size());
  for (double& e : result) e = std::clamp(e, centre - reach, centre + reach);
  return result;
}

void BatchStep::begin(const WalkerView& walkers, const LocalEnergies& energies, double clip) {
  rows_ = drawn_ = walkers;
  energies_ = &energies;
  gradient_.reset(), jacobian_.reset(), mean_row_.reset(), factors_.reset(), mixed_.reset(), layers_.reset();
  // Where a smooth psi has learned a kink, its kinetic energy has a narrow spike that belongs to it: it is not clipped.
  auto used = system_.by_density() ? energies.local() : clipped(energies.total, clip);
  walker_weights_.assign(used.size(), 1 / static_cast<double>(used.size()));
  if (const auto& weights = walkers.weight; !weights.empty()) {
    const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t b = 0; b < used.size(); ++b) walker_weights_[b] = weights[b] / all;
  }
  weights_ = walker_weights_;
  if (!energies.density.empty()) {
    with_places_ = with_density(walkers, weights_, used, energies.density);
    rows_ = with_places_.walkers;
    weights_ = with_places_.weights;
    used = with_places_.energies;
  }
  own_ = own_share(used.size());
  const double mean = sum_of_products(weights_, used);
  residuals_.resize(used.size());
  root_weights_.resize(used.size());
  for (std::size_t b = 0; b < used.size(); ++b) {
    root_weights_[b] = std::sqrt(weights_[b]);
    residuals_[b] = per_unit() * root_weights_[b] * (used[b] - mean);
  }
}

const FactoredMatrix& BatchStep::factors() {
  if (!factors_) {
    const auto time = timers_.measure("gradient");
    factors_ = psi_.jacobian_factors(rows_.rows(own_.first, own_.count));
  }
  return factors_->matrix;
}

std::span<const double> BatchStep::gradient() {
  if (!gradient_) {
    const auto time = timers_.measure("gradient");
    gradient_.emplace(parameters());
    std::vector<double> seed(walkers());
    for (std::size_t b = 0; b < seed.size(); ++b) seed[b] = 2 * root_weights_[b] * residuals_[b];
    psi_.pullback(rows_.rows(own_.first, own_.count), own(seed), *gradient_);
    add_over_ranks(*gradient_);
  }
  return *gradient_;
}

std::vector<double> BatchStep::own_jacobian() {
  const auto time = timers_.measure("gradient");
  auto rows = factors().expanded(threads());
  const auto mean = mean_row(), root_weights = own(root_weights_);
  parallel_for(own_.count, threads(), [&](std::size_t b, int) {
    double* row = rows.data() + b * mean.size();
    for (std::size_t p = 0; p < mean.size(); ++p) row[p] = root_weights[b] * (row[p] - mean[p]);
  });
  return rows;
}

std::span<const double> BatchStep::jacobian() {
  if (!jacobian_) {
    jacobian_.emplace(walkers() * parameters());
    std::ranges::copy(own_jacobian(), own_.of(std::span(*jacobian_), parameters()).begin());
    gather_over_ranks(*jacobian_, walkers());
  }
  return *jacobian_;
}

void BatchStep::metric(std::span<double> s) {
  column_gram(own_jacobian(), own_.count, parameters(), s, threads());
  add_triangle_over_ranks(s, parameters());
}

void BatchStep::multiply(std::span<const double> v, std::span<double> y) {
  factors().multiply(v, own_.of(y), threads());
  gather_over_ranks(y, walkers());
  const double mean = sum_of_products(weights_, y);
  for (std::size_t b = 0; b < y.size(); ++b) y[b] = root_weights_[b] * (y[b] - mean);
}

// sum_b sqrt(w_b) y_b (O_b - sum w O) = sum_b (sqrt(w_b) y_b - w_b s) O_b, with s = sum_b sqrt(w_b) y_b.
void BatchStep::multiply_transposed(std::span<const double> y, std::span<double> v) {
  const double sum = sum_of_products(root_weights_, y);
  std::vector<double> centred(y.size());
  for (std::size_t b = 0; b < y.size(); ++b) centred[b] = root_weights_[b] * y[b] - weights_[b] * sum;
  factors().multiply_transposed(own(centred), v, threads());
  add_over_ranks(v);
}

std::span<const double> BatchStep::mean_row() {
  if (!mean_row_) {
    mean_row_.emplace(parameters());
    factors().multiply_transposed(own(weights_), *mean_row_, threads());
    add_over_ranks(*mean_row_);
  }
  return *mean_row_;
}

// sum_b w_b O_b (O_b . v) - m (m . v), with m = sum_b w_b O_b.
void BatchStep::multiply_metric(std::span<const double> v, std::span<double> sv) {
  factors().multiply_normal(own(weights_), v, sv, threads());
  add_over_ranks(sv);
  const auto mean = mean_row();
  const double along = sum_of_products(mean, v);
  for (std::size_t p = 0; p < sv.size(); ++p) sv[p] -= along * mean[p];
}

// With G of the O_b as they are, m = G w and s = w . m: sqrt(w_a w_b) (G_ab - m_a - m_b + s).
void BatchStep::gram(std::span<double> g) {
  const std::size_t count = walkers();
  factors().gram(g, threads());
  std::vector<double> mean(count);
  for (std::size_t a = 0; a < count; ++a) {
    double sum = g[a * count + a] * weights_[a];
    for (std::size_t b = 0; b < a; ++b) {
      sum += g[a * count + b] * weights_[b];
      mean[b] += g[a * count + b] * weights_[a];
    }
    mean[a] += sum;
  }
  const double all = sum_of_products(weights_, mean);
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      double& entry = g[a * count + b];
      entry = root_weights_[a] * root_weights_[b] * (entry - mean[a] - mean[b] + all);
    }
}

void BatchStep::diagonal(std::span<double> d) {
  const auto& o = factors();
  const auto weights = layer_weights();
  const std::size_t width = o.dense_columns.size();
  std::vector<double> means(width), sums(width);
  for (std::size_t b = 0; b < own_.count; ++b)
    for (std::size_t c = 0; c < width; ++c) means[c] += weights[b] * o.dense[b * width + c];
  add_over_ranks(means);
  for (std::size_t b = 0; b < own_.count; ++b)
    for (std::size_t c = 0; c < width; ++c) sums[c] += weights[b] * std::pow(o.dense[b * width + c] - means[c], 2);
  add_over_ranks(sums);
  for (std::size_t c = 0; c < width; ++c) d[o.dense_columns[c]] = sums[c];
}

Layer BatchStep::layer_from(const LayerFactors& from) const {
  Layer layer{.name = from.name,
              .weights = from.weights,
              .bias = from.bias,
              .rows = from.rows,
              .inputs = 0,
              .outputs = from.outputs,
              .activations = {},
              .sensitivities = {}};
  const auto& blocks = factors_->matrix.blocks;
  for (const std::size_t n : from.blocks) layer.inputs += blocks[n].depth;
  const auto rows = static_cast<std::size_t>(from.rows), width = static_cast<std::size_t>(layer.inputs),
             outputs = static_cast<std::size_t>(from.outputs);
  layer.activations.resize(own_.count * rows * width);
  layer.sensitivities.resize(own_.count * rows * outputs);
  std::size_t column = 0;
  for (std::size_t n = 0; n < from.blocks.size(); ++n) {
    const auto& block = blocks[from.blocks[n]];
    const auto depth = static_cast<std::size_t>(block.depth), terms = static_cast<std::size_t>(block.terms);
    for (std::size_t b = 0; b < own_.count; ++b) {
      std::size_t row = b * rows, term = b * terms;
      for (const auto& use : from.uses) {
        const bool repeated = use.terms[n] < use.rows;  // one serves all rows
        for (int r = 0; r < use.rows; ++r, ++row) {
          const std::size_t at = term + (repeated ? 0 : static_cast<std::size_t>(r));
          std::copy_n(block.left.data() + at * depth, depth, layer.activations.data() + row * width + column);
          if (!repeated)
            std::copy_n(block.right.data() + at * outputs, outputs, layer.sensitivities.data() + row * outputs);
        }
        term += static_cast<std::size_t>(use.terms[n]);
      }
    }
    column += depth;
  }
  return layer;
}

std::span<const Layer> BatchStep::layers() {
  if (!layers_) {
    factors();
    layers_.emplace();
    for (const auto& layer : factors_->layers)
      if (!layer.blocks.empty()) layers_->push_back(layer_from(layer));
  }
  return *layers_;
}

void BatchStep::multiply_mixed(std::span<const double> v, std::span<double> dtdv) {
  if (!mixed_) {
    const auto time = timers_.measure("gradient");
    mixed_ = psi_.mixed_factors(rows_.rows(own_.first, own_.count));
  }
  const std::size_t directions = rows_.coordinates();
  std::vector<double> weights(own_.count * directions);
  for (std::size_t n = 0; n < weights.size(); ++n) weights[n] = layer_weights()[n / directions];
  mixed_->matrix.multiply_normal(weights, v, dtdv, threads());
  add_over_ranks(dtdv);
}

void BatchStep::energies_at(double factor, std::span<const double> update, LocalEnergies& energies) {
  const auto time = timers_.measure("local_energy");
  const std::vector<double> theta(psi_.parameters().begin(), psi_.parameters().end());
  std::vector<double> change(update.begin(), update.end());
  for (double& entry : change) entry *= factor;
  psi_.set_parameters(psi_.parameters_after(change));
  local_energies(psi_, system_, drawn_, energies);
  psi_.set_parameters(theta);
}

void BatchStep::energy_derivatives(std::span<const double> v, std::span<double> derivatives) {
  require(!system_.by_density(),
          "a quasi-Hessian needs local energies that are H psi / psi (those of an interaction with treatment = "
          "\"reorganised\" are not); use another model of the curvature, or treatment = \"cusp\"");
  double length = 0;
  for (const double entry : v) length += entry * entry;
  if (length == 0) {
    std::ranges::fill(derivatives, 0.0);
    return;
  }
  // Rounding is 1e-12 and what the difference leaves out 1e-8; in float both are 1e-4.
  const double reach = (psi_.in_double() ? 1e-4 : 1e-2) / std::sqrt(length);
  LocalEnergies forward;
  energies_at(reach, v, forward);
  energies_at(-reach, v, changed_);
  for (std::size_t b = 0; b < derivatives.size(); ++b)
    derivatives[b] = per_unit() * root_weights_[b] * (forward.total[b] - changed_.total[b]) / (2 * reach);
}

double BatchStep::energy() { return per_unit() * sum_of_products(walker_weights_, energies_->total); }

double BatchStep::energy_after(std::span<const double> update) {
  energies_at(1, update, changed_);
  std::vector<double> growth(walker_weights_.size());  // of 2 ln|psi|
  for (std::size_t b = 0; b < growth.size(); ++b) growth[b] = 2 * (changed_.psi[b].log_abs - energies_->psi[b].log_abs);
  const double largest = *std::ranges::max_element(growth);
  double sum = 0, squares = 0, energy = 0;
  for (std::size_t b = 0; b < growth.size(); ++b) {
    const double ratio = std::exp(growth[b] - largest), weight = walker_weights_[b] * ratio;
    sum += weight;
    squares += weight * ratio;
    if (weight > 0) energy += weight * changed_.total[b];
  }
  constexpr double fewest = 0.1;  // of the walkers that must be left in effect
  return sum * sum > fewest * squares ? per_unit() * energy / sum : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace kato
