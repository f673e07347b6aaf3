// SPDX-License-Identifier: Apache-2.0
#include "record/session.hpp"

#include "input/method.hpp"

namespace kato {
namespace {

// Checkpoints name what the time was spent on; the whole run's wall time stands beside it.
constexpr const char* total_seconds = "total";

}  // namespace

double Session::seconds() const {
  return seconds_before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

Checkpoint Session::outline() const {
  Checkpoint checkpoint;
  checkpoint.seed = input_.seed;
  checkpoint.step = steps_done();
  checkpoint.seconds = timers_.seconds();
  checkpoint.seconds[total_seconds] = seconds();
  checkpoint.input = to_toml(input_);
  return checkpoint;
}

void Session::restore_times(const Checkpoint& checkpoint) {
  auto seconds = checkpoint.seconds;
  seconds_before_ = seconds[total_seconds];
  seconds.erase(total_seconds);
  timers_.restore(std::move(seconds));
}

Summary Session::summary() const {
  const auto spent = [&](const char* what) {
    const auto at = timers_.seconds().find(what);
    return at == timers_.seconds().end() ? 0 : at->second;
  };
  Summary summary;
  summary.status = converged() ? "converged" : trained() ? "finished" : "stopped";
  summary.reason = trained() ? reason() : "measured before the training was done";
  summary.title = input_.title;
  summary.seed = input_.seed;
  summary.steps = steps_done();
  summary.seconds = {.total = seconds(),
                     .sampling = spent("sampling"),
                     .local_energy = spent("local_energy"),
                     .gradient = spent("gradient"),
                     .optimizer = spent("optimizer"),
                     .evaluation = spent("evaluation")};
  summary.provenance = provenance();
  describe(summary);
  return summary;
}

void Session::set_samples(std::int64_t samples) {
  input_.evaluate.set("samples", samples);
  for (auto& stage : input_.stages) stage.evaluate.set("samples", samples);
}

std::unique_ptr<Session> make_session(const Input& input) { return method_of(input).begin(input); }

std::unique_ptr<Session> make_session(const Input& input, const Checkpoint& checkpoint) {
  return method_of(input).resume(input, checkpoint);
}

}  // namespace kato
