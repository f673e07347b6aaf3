// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "input/method.hpp"
#include "record/session.hpp"

namespace kato {

/// A method of its own in one file: the square root of a number by Newton's rule, x <- (x + a/x)/2, which is the ground
/// state of nothing. Its inputs have system.space = "numbers" and a table [root].
class NewtonSession : public Session {
 public:
  explicit NewtonSession(const Input& input) : Session(input), number_(input.further.at("root").real("of")) {
    require(number_ >= 1, "root.of: is below 1; give a larger number");
  }
  NewtonSession(const Input& input, const Checkpoint& checkpoint) : NewtonSession(input) {
    x_ = checkpoint.training_state.at("x").at(0);
    step_ = checkpoint.step;
    restore_times(checkpoint);
  }

  std::int64_t steps_done() const override { return step_; }
  std::int64_t steps_of_all_stages() const override { return input().train.integer("steps"); }

  Opening opening() const override { return {.text = "a square root", .details = cost_text(), .start = "from above"}; }

  std::optional<std::string> begin(const Watch& watch) override {
    x_ = number_;
    if (!watch({.phase = "begin", .step = 1, .steps = 1})) return {};
    return "begun";
  }

  Step advance() override {
    x_ = (x_ + number_ / x_) / 2;
    ++step_;
    return {.row = {.step = step_, .energy = x_, .variance = 0, .seconds = seconds()}, .note = "halved"};
  }

  Checkpoint save() override {
    auto checkpoint = outline();
    checkpoint.training_state = {{"x", {x_}}};
    return checkpoint;
  }

  std::optional<EvaluationRecords> evaluate(const Watch& watch) override {
    if (!watch({.phase = "evaluate", .step = 1, .steps = 1})) return {};
    EvaluationRecords found{.summary = summary(), .file = "x = " + std::to_string(x_)};
    found.summary.energy.mean = x_;
    found.summary.energy.std_err = 0;
    return found;
  }

  std::optional<Reference> reference() const override { return Reference{std::sqrt(number_), 0, "the root"}; }
  std::string cost_text() const override { return "next to nothing"; }
  std::string result_text(const Summary& found) const override {
    return "found " + std::to_string(found.energy.mean) + (found.reference ? " against the root" : "");
  }

 private:
  std::string reason() const override { return "all steps were done"; }
  void describe(Summary& summary) const override { summary.energy.unit = "one"; }

  double number_, x_ = 1;
  std::int64_t step_ = 0;
};

inline Method newton_method() {
  const Option space{.name = "space", .fallback = std::string("numbers"), .summary = "", .choices = {"numbers"}};
  const Option steps{.name = "steps", .fallback = std::int64_t{6}, .summary = "steps"};
  const Option of{.name = "of", .fallback = 2.0, .summary = "the number", .lower = 0};
  Method method{.spaces = {"numbers"},
                .tables = {input_table(""),
                           input_table("run"),
                           {.metadata = {.name = "system", .summary = "a number", .options = {space}}},
                           {.metadata = {.name = "train", .summary = "steps", .options = {steps}}},
                           {.metadata = {.name = "root", .summary = "what the root is of", .options = {of}}}},
                .energy_unit = "one"};
  method.begin = [](const Input& input) { return std::make_unique<NewtonSession>(input); };
  method.resume = [](const Input& input, const Checkpoint& checkpoint) {
    return std::make_unique<NewtonSession>(input, checkpoint);
  };
  return method;
}

/// Whether it is among the registered kinds: made so once in a program.
inline bool register_newton() {
  static const bool registered = [] {
    extend_registry(
        [](Registry& kinds) { kinds.add<Method>({.name = "newton", .summary = "square roots"}, newton_method()); });
    return true;
  }();
  return registered;
}

}  // namespace kato
