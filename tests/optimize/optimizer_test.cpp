// SPDX-License-Identifier: Apache-2.0
#include "optimize/optimizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "optimize/memory.hpp"
#include "optimize/steps.hpp"

namespace kato {
namespace {

using Changes = std::vector<std::pair<std::string, Value>>;

// Every registered kind, its variants, and settings that take the oscillator to its minimum in the given number of
// steps.
struct Case {
  std::string kind;
  int steps;
  Changes changes;
  Changes variant = {};

  std::unique_ptr<Optimizer> make() const { return make_optimizer(kind, variant); }
  std::unique_ptr<Optimizer> tuned() const {
    auto all = variant;
    all.insert(all.end(), changes.begin(), changes.end());
    return make_optimizer(kind, all);
  }
};

std::vector<Case> cases() {
  const std::string constant = "constant";
  return {
      {"sgd", 800, {{"learning_rate", 0.05}, {"schedule", constant}}},
      {"adam", 1500, {{"learning_rate", 0.05}, {"schedule", std::string("exponential")}, {"decay_steps", 200.0}}},
      {"rmsprop", 2000, {{"learning_rate", 0.02}, {"schedule", std::string("exponential")}, {"decay_steps", 150.0}}},
      {"sr", 300, {{"schedule", constant}}},
      {"sr", 300, {{"schedule", constant}}, {{"solver", std::string("cg")}}},
      {"kfac", 300, {{"schedule", constant}}},
      {"qn-kfac", 60, {}, {{"model", std::string("fisher")}}},
      {"qn-kfac", 60, {}, {{"model", std::string("quasi-hessian")}}},
      {"qn-kfac", 60, {}, {{"model", std::string("vmc")}}},
      {"dgd", 60, {}},
      {"minsr", 300, {{"schedule", constant}}},
      {"spring", 300, {{"schedule", constant}}}};
}

void run(Optimizer& optimizer, const Oscillator& oscillator, std::vector<double>& theta, int steps) {
  std::vector<double> update(theta.size());
  for (int t = 0; t < steps; ++t) {
    auto step = oscillator.step(theta);
    optimizer.step(step, update);
    for (std::size_t p = 0; p < theta.size(); ++p) theta[p] += update[p];
  }
}

TEST(Optimizer, every_kind_has_a_case_here) {
  std::set<std::string> registered, covered;
  for (const auto& entry : registry().entries())
    if (entry.category == Optimizer::category) registered.insert(entry.metadata.name);
  for (const auto& c : cases()) covered.insert(c.kind);
  EXPECT_EQ(registered, covered);
}

TEST(Optimizer, every_kind_finds_the_known_minimum) {
  const Oscillator oscillator;
  for (const auto& c : cases()) {
    auto theta = oscillator.start();
    ASSERT_GT(oscillator.energy(theta), 1.5);
    run(*c.tuned(), oscillator, theta, c.steps);
    EXPECT_NEAR(oscillator.energy(theta), 1, 1e-8) << c.kind;
    for (std::size_t k = 0; k < oscillator.dimensions; ++k) {
      EXPECT_NEAR(theta[2 * k], 1, 1e-4) << c.kind;
      EXPECT_NEAR(theta[2 * k + 1], 0, 1e-4) << c.kind;
    }
  }
}

TEST(Optimizer, every_kind_goes_downhill_at_first) {
  const Oscillator oscillator;
  for (const auto& c : cases()) {
    auto theta = oscillator.start();
    const double before = oscillator.energy(theta);
    run(*c.make(), oscillator, theta, 1);
    EXPECT_LT(oscillator.energy(theta), before) << c.kind;
  }
}

TEST(Optimizer, a_restored_optimiser_continues_bit_for_bit) {
  const Oscillator oscillator;
  for (const auto& c : cases()) {
    for (const int before : {0, 5}) {
      const auto first = c.make();
      auto theta = oscillator.start();
      run(*first, oscillator, theta, before);
      const auto second = c.make();
      second->restore(first->state(), oscillator.parameters());
      auto continued = theta, forgetful = theta;
      run(*first, oscillator, theta, 5);
      run(*second, oscillator, continued, 5);
      EXPECT_EQ(continued, theta) << c.kind;
      EXPECT_EQ(second->state(), first->state()) << c.kind;
      if (before == 0) continue;
      run(*c.make(), oscillator, forgetful, 5);
      EXPECT_NE(forgetful, theta) << c.kind << ": its state does not matter";
    }
  }
}

TEST(Optimizer, a_state_of_another_kind_or_size_is_refused) {
  const Oscillator oscillator;
  for (const auto& c : cases()) {
    const auto optimizer = c.make();
    EXPECT_THROW(optimizer->restore({}, 4), Error) << c.kind;
    EXPECT_THROW(optimizer->restore({{"steps", {1}}, {"other", {1, 2, 3, 4}}}, 4), Error) << c.kind;
    auto theta = oscillator.start();
    run(*optimizer, oscillator, theta, 1);
    auto state = optimizer->state();
    if (state.size() == 1) continue;  // nothing but the number of steps is kept
    EXPECT_THROW(c.make()->restore(state, 5), Error) << c.kind;
    auto larger = random_step(8, 5, 101);
    std::vector<double> update(5);
    EXPECT_THROW(optimizer->step(larger, update), Error) << c.kind;
  }
}

TEST(Optimizer, the_number_of_threads_changes_no_bit) {
  for (const auto& c : cases()) {
    auto one = random_step(300, 700, 102, 1), three = random_step(300, 700, 102, 3);
    std::vector<double> update_one(700), update_three(700);
    c.make()->step(one, update_one);
    c.make()->step(three, update_three);
    EXPECT_EQ(update_one, update_three) << c.kind;
  }
}

TEST(Optimizer, every_kind_reports_the_norm_of_the_gradient) {
  for (const auto& c : cases()) {
    auto step = random_step(40, 90, 103);
    std::vector<double> update(90);
    const auto report = c.make()->step(step, update);
    EXPECT_NEAR(report.gradient_norm, norm(step.gradient()), 1e-10) << c.kind;
    EXPECT_GT(report.learning_rate, 0) << c.kind;
  }
}

// Notes what it is asked for.
class AskedStep final : public GivenStep {
 public:
  explicit AskedStep(GivenStep step) : GivenStep(std::move(step)) {}

  void multiply(std::span<const double> v, std::span<double> y) override {
    asked.products = true;
    GivenStep::multiply(v, y);
  }
  void multiply_transposed(std::span<const double> y, std::span<double> v) override {
    asked.products = true;
    GivenStep::multiply_transposed(y, v);
  }
  void multiply_metric(std::span<const double> v, std::span<double> sv) override {
    asked.products = true;
    GivenStep::multiply_metric(v, sv);
  }
  void gram(std::span<double> g) override {
    asked.walker_matrix = true;
    GivenStep::gram(g);
  }
  void metric(std::span<double> s) override {
    asked.parameter_matrix = true;
    GivenStep::metric(s);
  }
  std::span<const Layer> layers() override {
    asked.layers = true;
    return GivenStep::layers();
  }
  void multiply_mixed(std::span<const double> v, std::span<double> dtdv) override {
    asked.mixed = true;
    GivenStep::multiply_mixed(v, dtdv);
  }

  StepNeeds asked;
};

TEST(Optimizer, every_kind_asks_a_step_for_what_it_says_it_needs) {
  const Oscillator oscillator;
  for (const auto& c : cases()) {
    const auto optimizer = c.make();
    StepNeeds asked;
    auto theta = oscillator.start();
    for (int t = 0; t < 2; ++t) {
      AskedStep step(oscillator.step(theta));
      step.asked = asked;
      std::vector<double> update(theta.size());
      optimizer->step(step, update);
      for (std::size_t p = 0; p < theta.size(); ++p) theta[p] += update[p];
      asked = step.asked;
    }
    EXPECT_EQ(optimizer->needs(theta.size()), asked) << c.kind;
  }
  EXPECT_FALSE(make_optimizer("sr")->needs(1'000'000).parameter_matrix) << "conjugate gradients";
}

TEST(Optimizer, every_option_is_described_and_its_default_is_allowed) {
  for (const auto& c : cases()) {
    const auto& metadata = registry().find(Optimizer::category, c.kind).metadata;
    EXPECT_FALSE(metadata.summary.empty()) << c.kind;
    EXPECT_FALSE(metadata.source.empty()) << c.kind;
    std::set<std::string> names;
    for (const auto& option : metadata.options) {
      EXPECT_TRUE(names.insert(option.name).second) << c.kind << ' ' << option.name;
      EXPECT_FALSE(option.summary.empty()) << c.kind << ' ' << option.name;
      if (const auto* value = std::get_if<double>(&option.fallback)) {
        EXPECT_TRUE(option.lower_open ? *value > option.lower : *value >= option.lower) << c.kind << ' ' << option.name;
        EXPECT_TRUE(option.upper_open ? *value < option.upper : *value <= option.upper) << c.kind << ' ' << option.name;
      }
      if (const auto* text = std::get_if<std::string>(&option.fallback)) {
        EXPECT_NE(std::ranges::find(option.choices, *text), option.choices.end()) << c.kind << ' ' << option.name;
      }
    }
  }
}

TEST(Optimizer, a_step_of_numbers_that_are_not_finite_is_a_fault_and_no_mistake) {
  const Oscillator oscillator;
  for (const auto& c : cases()) {
    GivenStep step(2, {1, 2, std::nan(""), 4}, {1, 2});
    std::vector<double> update(2);
    const auto optimizer = c.make();
    const auto before = optimizer->state();
    try {
      optimizer->step(step, update);
      ADD_FAILURE() << c.kind << " took the step";
    } catch (const Error&) {
      ADD_FAILURE() << c.kind << " blames the user";
    } catch (const std::runtime_error& fault) {
      const std::string what = fault.what();
      EXPECT_TRUE(what.starts_with(c.kind + ": ")) << what;
      EXPECT_TRUE(what.find("not finite") != std::string::npos) << what;
    }
    EXPECT_EQ(optimizer->state().at("steps"), before.at("steps")) << c.kind;
  }
}

}  // namespace
}  // namespace kato
