// SPDX-License-Identifier: Apache-2.0
#include "train/batch_step.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "graph/build.hpp"
#include "settings.hpp"
#include "terms.hpp"
#include "theta.hpp"

namespace kato {
namespace {

TEST(Clipped, pulls_outliers_to_the_reach_and_leaves_the_others) {
  const std::vector<double> energies{0, 1, 2, 3, 104};  // median 2, mean absolute deviation (2 + 1 + 0 + 1 + 102)/5
  EXPECT_EQ(clipped(energies, 2), (std::vector<double>{0, 1, 2, 3, 2 + 2 * 21.2}));
  EXPECT_EQ(clipped(energies, 5), energies);
  EXPECT_EQ(clipped(energies, 0), energies);
  EXPECT_EQ(clipped(std::vector<double>{-96, 1, 2, 3, 4}, 2)[0], 2 - 2 * 20.4);
}

TEST(Clipped, leaves_equal_energies_as_they_are) {
  EXPECT_EQ(clipped(std::vector<double>(7, 4.5), 5), std::vector<double>(7, 4.5));
}

class BatchSteps : public testing::Test {
 protected:
  static constexpr std::size_t walkers = 150;
  BatchSteps() {
    psi.set_parameters(graph.initial_parameters(3));
    energies.resize(walkers);
    fill_normal({.seed = 4, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, drawn.x);
    fill_normal({.seed = 4, .stage = 0, .step = 1, .purpose = Purpose::test}, 0, 0, energies);
    for (double& energy : energies) energy += 12;
    local = energies_of(drawn, energies);
    batch.begin(drawn, local, 0);
  }

  LocalEnergies energies_of(const Walkers& at) {
    LocalEnergies made;
    local_energies(psi, system, at, made);
    return made;
  }
  LocalEnergies energies_of(const Walkers& at, const std::vector<double>& total) {
    auto made = energies_of(at);
    made.total = total;
    return made;
  }

  // d ln|psi| / d theta, one row after the other.
  std::vector<double> jacobian_rows() {
    std::vector<double> rows(walkers * parameters);
    const std::vector<double> one{1.0};
    for (std::size_t w = 0; w < walkers; ++w)
      psi.pullback(drawn.view().rows(w, 1), one, std::span(rows).subspan(w * parameters, parameters));
    return rows;
  }

  const Graph graph = registry().factory<Ansatz>("equivariant-slater")(
      {.count = 3, .dimensions = 1},
      default_settings("ansatz", "equivariant-slater", Settings({{"hidden", std::int64_t{10}}})));
  const std::size_t parameters = graph.parameter_count();
  WaveFunction psi{graph, Precision::double_, 2};
  std::vector<ParameterBlock> blocks;
  Timers timers;
  const System system{{.particles = 3}};
  BatchStep batch{system, psi, blocks, timers};
  Walkers drawn = Walkers::at_origin(walkers, 3, 1);
  std::vector<double> energies;
  LocalEnergies local;
};

TEST_F(BatchSteps, residuals_are_centred_energies) {
  const auto residuals = batch.residuals();
  ASSERT_EQ(residuals.size(), walkers);
  EXPECT_NEAR(std::accumulate(residuals.begin(), residuals.end(), 0.0), 0, 1e-12);
  const double root = std::sqrt(static_cast<double>(walkers));
  EXPECT_NEAR((residuals[7] - residuals[20]) * root, energies[7] - energies[20], 1e-12);
}

TEST_F(BatchSteps, energies_are_in_the_unit_of_the_trap) {
  System wide = system;
  set_potential(wide, "harmonic", Settings({{"frequency", std::vector{0.25}}}));
  BatchStep other(wide, psi, blocks, timers);
  other.begin(drawn, local, 0);
  EXPECT_NEAR(other.energy(), 4 * batch.energy(), 1e-12);
  EXPECT_NEAR(other.residuals()[7], 4 * batch.residuals()[7], 1e-12);
  const std::vector<double> update(parameters, 1e-4);
  EXPECT_NEAR(other.gradient()[0], 4 * batch.gradient()[0], 1e-12);
  EXPECT_TRUE(std::isfinite(batch.energy_after(update)));
}

TEST_F(BatchSteps, every_column_of_the_jacobian_is_centred) {
  const auto jacobian = batch.jacobian();
  ASSERT_EQ(jacobian.size(), walkers * parameters);
  double largest = 0;
  for (std::size_t p = 0; p < parameters; ++p) {
    double sum = 0, magnitude = 1e-300;
    for (std::size_t w = 0; w < walkers; ++w) {
      sum += jacobian[w * parameters + p];
      magnitude += std::abs(jacobian[w * parameters + p]);
    }
    EXPECT_LT(std::abs(sum), 1e-11 * magnitude) << p;
    largest = std::max(largest, magnitude);
  }
  EXPECT_GT(largest, 0.1);
  const auto rows = jacobian_rows();  // their differences are those of the centred ones
  for (std::size_t p = 0; p < parameters; ++p)
    EXPECT_NEAR((jacobian[p] - jacobian[9 * parameters + p]) * std::sqrt(static_cast<double>(walkers)),
                rows[p] - rows[9 * parameters + p], 1e-10 * (1 + std::abs(rows[p])));
}

TEST_F(BatchSteps, the_gradient_is_the_product_of_jacobian_and_residuals) {
  const auto gradient = batch.gradient(), jacobian = batch.jacobian(), residuals = batch.residuals();
  for (std::size_t p = 0; p < parameters; ++p) {
    double sum = 0, magnitude = 0;
    for (std::size_t w = 0; w < walkers; ++w) {
      sum += 2 * jacobian[w * parameters + p] * residuals[w];
      magnitude += std::abs(2 * jacobian[w * parameters + p] * residuals[w]);
    }
    EXPECT_NEAR(gradient[p], sum, 1e-10 * (magnitude + 1e-10)) << p;
  }
  EXPECT_GT(std::abs(gradient[0]), 1e-6);
}

TEST_F(BatchSteps, a_new_step_forgets_the_last_one) {
  const std::vector<double> before(batch.gradient().begin(), batch.gradient().end());
  auto other = energies;
  for (double& energy : other) energy *= -2;
  const auto changed = energies_of(drawn, other);
  batch.begin(drawn, changed, 0);
  const auto after = batch.gradient();
  for (std::size_t p = 0; p < parameters; ++p) EXPECT_NEAR(after[p], -2 * before[p], 1e-9 * (1 + std::abs(before[p])));
}

TEST_F(BatchSteps, products_and_gram_matrix_are_those_of_the_jacobian) {
  const auto jacobian = batch.jacobian();
  std::vector<double> v(parameters), y(walkers), jv(walkers), jty(parameters), gram(walkers * walkers);
  fill_normal({.seed = 7, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, v);
  fill_normal({.seed = 7, .stage = 0, .step = 1, .purpose = Purpose::test}, 0, 0, y);
  batch.multiply(v, jv);
  batch.multiply_transposed(y, jty);
  batch.gram(gram);
  for (std::size_t a = 0; a < walkers; ++a) {
    double product = 0;
    for (std::size_t p = 0; p < parameters; ++p) product += jacobian[a * parameters + p] * v[p];
    EXPECT_NEAR(jv[a], product, 1e-10) << a;
    for (std::size_t b = 0; b <= a; b += 13) {
      double sum = 0;
      for (std::size_t p = 0; p < parameters; ++p) sum += jacobian[a * parameters + p] * jacobian[b * parameters + p];
      EXPECT_NEAR(gram[a * walkers + b], sum, 1e-10) << a << ' ' << b;
    }
  }
  std::vector<double> metric(parameters);
  batch.multiply_metric(v, metric);
  for (std::size_t p = 0; p < parameters; ++p) {
    double product = 0, twice = 0;
    for (std::size_t b = 0; b < walkers; ++b) {
      product += jacobian[b * parameters + p] * y[b];
      twice += jacobian[b * parameters + p] * jv[b];
    }
    EXPECT_NEAR(jty[p], product, 1e-10) << p;
    EXPECT_NEAR(metric[p], twice, 1e-9 * (1 + std::abs(twice))) << p;
  }
}

TEST_F(BatchSteps, the_diagonal_holds_the_squares_of_the_envelopes_columns) {
  const auto jacobian = batch.jacobian();
  std::vector<double> diagonal(parameters);
  batch.diagonal(diagonal);
  const auto& widths = graph.parameters().back();
  ASSERT_EQ(widths.name, "envelope.width");
  for (std::size_t p = widths.offset; p < widths.offset + widths.size; ++p) {
    double sum = 0;
    for (std::size_t b = 0; b < walkers; ++b) sum += jacobian[b * parameters + p] * jacobian[b * parameters + p];
    EXPECT_NEAR(diagonal[p], sum, 1e-12 * (1 + sum)) << p;
    EXPECT_GT(sum, 0);
  }
}

// A walker of twice the weight counts as two at its place would.
TEST_F(BatchSteps, a_weight_of_two_is_a_walker_more) {
  Walkers twice = drawn;
  twice.append(drawn.view().rows(3, 1));
  auto energies_twice = energies;
  energies_twice.push_back(energies[3]);
  drawn.weight.assign(walkers, 1.0);
  drawn.weight[3] = 2;
  batch.begin(drawn, local, 0);
  const std::vector<double> gradient(batch.gradient().begin(), batch.gradient().end());
  const double energy = batch.energy();
  std::vector<double> e(batch.residuals().begin(), batch.residuals().end()), product(parameters);
  batch.multiply_transposed(e, product);
  const auto more = energies_of(twice, energies_twice);
  BatchStep other(system, psi, blocks, timers);
  other.begin(twice, more, 0);
  EXPECT_NEAR(energy, other.energy(), 1e-12);
  for (std::size_t p = 0; p < parameters; ++p) {
    EXPECT_NEAR(gradient[p], other.gradient()[p], 1e-11) << p;
    EXPECT_NEAR(2 * product[p], gradient[p], 1e-11) << p;
  }
}

TEST_F(BatchSteps, a_layer_holds_activations_and_sensitivities_of_its_part_of_the_jacobian) {
  const auto rows = jacobian_rows();
  const auto layers = batch.layers();
  ASSERT_EQ(layers.size(), 3u);
  for (const auto& layer : layers) {
    const auto in = static_cast<std::size_t>(layer.inputs), out = static_cast<std::size_t>(layer.outputs);
    const auto r = static_cast<std::size_t>(layer.rows);
    for (const std::size_t b : {std::size_t{0}, walkers - 1})
      for (std::size_t i = 0; i < in; ++i)
        for (std::size_t j = 0; j < out; ++j) {
          double sum = 0;
          for (std::size_t row = b * r; row < (b + 1) * r; ++row)
            sum += layer.activations[row * in + i] * layer.sensitivities[row * out + j];
          EXPECT_NEAR(rows[b * parameters + layer.weights + i * out + j], sum, 1e-11) << layer.name;
        }
  }
}

// Three nodes, each with other inputs, one of them a mean, use the same weights.
TEST(Layers, of_shared_weights_hold_the_rows_of_all_uses) {
  Graph graph(3, 1);
  const Node x = graph.coordinates();
  const int weight = graph.parameter("shared.weight", {8, 5}, {.spread = 0.4}),
            bias = graph.parameter("shared.bias", {5}, {.spread = 0.4});
  const Node h = tanh(linear("first", {x, mean(x)}, 3)), other = tanh(linear("other", {x}, 5));
  const Node one = tanh(linear({h, mean(other)}, 5, weight, bias)), two = tanh(linear({one, h}, 5, weight, bias)) + one;
  const Node three = tanh(linear({tanh(linear("eight", {mean(two)}, 8))}, 5, weight, bias));
  graph.output("amplitude", slogdet(linear("orbitals", {two, three}, 3)));
  WaveFunction psi(graph, Precision::double_, 2);
  psi.set_parameters(graph.initial_parameters(3));
  System system;
  system.particles = 3;
  const auto walkers = first_walkers(system, 40, 1, 0, 1);
  LocalEnergies local;
  local_energies(psi, system, walkers, local);
  Timers timers;
  BatchStep batch(system, psi, {}, timers);
  batch.begin(walkers, local, 0);
  const auto layers = batch.layers();
  const auto layer = std::ranges::find(layers, "shared.weight", &Layer::name);
  ASSERT_NE(layer, layers.end());
  EXPECT_EQ(layers.size(), 5u);
  EXPECT_EQ(layer->rows, 3 + 3 + 1);
  EXPECT_EQ(layer->bias, graph.parameters()[static_cast<std::size_t>(bias)].offset);
  const auto rows = psi.jacobian_factors(walkers).matrix.expanded(1);
  for (std::size_t b = 0; b < 40; ++b)
    for (std::size_t j = 0; j < 5; ++j) {
      const double* row = &rows[b * graph.parameter_count()];
      std::vector<double> by_weight(8);
      double by_bias = 0;
      for (std::size_t r = 7 * b; r < 7 * b + 7; ++r) {
        for (std::size_t i = 0; i < 8; ++i)
          by_weight[i] += layer->activations[8 * r + i] * layer->sensitivities[5 * r + j];
        by_bias += layer->sensitivities[5 * r + j];
      }
      for (std::size_t i = 0; i < 8; ++i)
        ASSERT_NEAR(by_weight[i], row[layer->weights + 5 * i + j], 1e-11 * (1 + std::abs(by_weight[i])));
      ASSERT_NEAR(by_bias, row[layer->bias + j], 1e-11 * (1 + std::abs(by_bias)));
    }
}

TEST_F(BatchSteps, energies_change_along_a_direction_as_their_derivatives_say) {
  local = energies_of(drawn);
  batch.begin(drawn, local, 0);
  std::vector<double> v(parameters), derivatives(walkers);
  fill_normal({.seed = 8, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, v);
  batch.energy_derivatives(v, derivatives);
  const auto theta = theta_of(psi);
  const auto energies_along = [&](double factor) {
    auto changed = theta;
    for (std::size_t p = 0; p < parameters; ++p) changed[p] += factor * v[p];
    psi.set_parameters(changed);
    return energies_of(drawn).total;
  };
  const auto after = energies_along(1e-7), before = energies_along(-1e-7);
  const double root = std::sqrt(static_cast<double>(walkers));
  for (std::size_t b = 0; b < walkers; ++b) {
    const double slope = (after[b] - before[b]) / 2e-7;
    EXPECT_NEAR(derivatives[b] * root, slope, 1e-3 * (1 + std::abs(slope) + std::abs(local.total[b]))) << b;
  }
}

TEST_F(BatchSteps, the_energy_after_a_step_is_that_of_the_walkers_with_new_weights) {
  local = energies_of(drawn);
  batch.begin(drawn, local, 5);
  const auto theta = theta_of(psi);
  std::vector<double> update(parameters);
  fill_normal({.seed = 9, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, update);
  for (double& entry : update) entry *= 1e-3;
  const double predicted = batch.energy_after(update);
  EXPECT_EQ(theta_of(psi), theta);
  auto changed = theta;
  for (std::size_t p = 0; p < parameters; ++p) changed[p] += update[p];
  psi.set_parameters(changed);
  const auto after = energies_of(drawn);
  double sum = 0, energy = 0;
  for (std::size_t b = 0; b < walkers; ++b) {
    const double ratio = std::exp(2 * (after.psi[b].log_abs - local.psi[b].log_abs));
    sum += ratio;
    energy += ratio * after.total[b];
  }
  EXPECT_NEAR(predicted, energy / sum, 1e-10);
  EXPECT_NE(predicted, batch.energy());
}

TEST_F(BatchSteps, products_with_the_mixed_derivatives_are_those_of_their_matrix) {
  std::vector<double> v(parameters), product(parameters), row(parameters), sum(parameters);
  fill_normal({.seed = 10, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, v);
  batch.multiply_mixed(v, product);
  const auto d = psi.mixed_factors(drawn).matrix.expanded(1);
  for (std::size_t n = 0; n < drawn.x.size(); ++n) {
    double along = 0;
    for (std::size_t p = 0; p < parameters; ++p) along += d[n * parameters + p] * v[p];
    for (std::size_t p = 0; p < parameters; ++p) sum[p] += along * d[n * parameters + p] / static_cast<double>(walkers);
  }
  for (std::size_t p = 0; p < parameters; ++p) EXPECT_NEAR(product[p], sum[p], 1e-9 * (1 + std::abs(sum[p]))) << p;
}

// The same step with all parameters, and the entries of the trainable ones.
TEST_F(BatchSteps, with_frozen_parameters_only_the_others_are_seen) {
  WaveFunction some(graph, Precision::double_, 2);
  some.set_parameters(theta_of(psi));
  some.freeze([](const Parameter& p) { return p.name.starts_with("layer1") || p.name == "orbitals.bias"; });
  BatchStep part{system, some, blocks, timers};
  part.begin(drawn, local, 0);
  std::vector<std::size_t> trained;
  for (const auto& p : some.graph().parameters())
    for (std::size_t n = 0; p.trainable && n < p.size; ++n) trained.push_back(p.offset + n);
  const std::size_t left = trained.size();
  ASSERT_EQ(part.parameters(), left);
  ASSERT_LT(left, parameters);
  const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * (1 + std::abs(b))); };
  std::vector<double> v(left), all_v(parameters), product(left), all_product(parameters), y(walkers), all_y(walkers);
  fill_normal({.seed = 12, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, v);
  for (std::size_t p = 0; p < left; ++p) all_v[trained[p]] = v[p];
  for (std::size_t p = 0; p < left; ++p) near(part.gradient()[p], batch.gradient()[trained[p]]);
  for (std::size_t w = 0; w < walkers; ++w)
    for (std::size_t p = 0; p < left; ++p)
      near(part.jacobian()[w * left + p], batch.jacobian()[w * parameters + trained[p]]);
  part.multiply(v, y), batch.multiply(all_v, all_y);
  for (std::size_t w = 0; w < walkers; ++w) near(y[w], all_y[w]);
  part.multiply_transposed(y, product), batch.multiply_transposed(y, all_product);
  for (std::size_t p = 0; p < left; ++p) near(product[p], all_product[trained[p]]);
  part.multiply_mixed(v, product), batch.multiply_mixed(all_v, all_product);
  for (std::size_t p = 0; p < left; ++p) near(product[p], all_product[trained[p]]);
  part.energy_derivatives(v, y), batch.energy_derivatives(all_v, all_y);
  for (std::size_t w = 0; w < walkers; ++w) near(y[w], all_y[w]);
  for (double& entry : v) entry *= 1e-4;
  for (double& entry : all_v) entry *= 1e-4;
  near(part.energy_after(v), batch.energy_after(all_v));
  for (const auto& layer : part.layers()) EXPECT_FALSE(layer.name.starts_with("layer1")) << layer.name;
  EXPECT_EQ(part.layers().size() + 1, batch.layers().size());
}

}  // namespace
}  // namespace kato
