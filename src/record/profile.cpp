// SPDX-License-Identifier: Apache-2.0
#include "record/profile.hpp"

#include <fmt/format.h>

#include <array>

namespace kato {
namespace {

constexpr std::array kinds{"linear", "determinant", "pointwise"};

double at(const std::map<std::string, double>& seconds, const std::string& name) {
  const auto found = seconds.find(name);
  return found == seconds.end() ? 0 : found->second;
}

// What was booked under names that begin with `prefix` and end with `suffix`.
double booked(const std::map<std::string, double>& seconds, const std::string& prefix, const std::string& suffix = "") {
  double sum = 0;
  for (const auto& [name, value] : seconds)
    if (name.starts_with("op." + prefix) && name.ends_with(suffix)) sum += value;
  return sum;
}

}  // namespace

double Profile::total() const {
  double sum = 0;
  for (const auto& [name, seconds] : phases) sum += seconds;
  return sum;
}

Profile profile_of(const std::map<std::string, double>& seconds, std::int64_t steps) {
  Profile profile{.steps = steps};
  if (steps == 0) return profile;
  const auto step = [&](const char* what) { return at(seconds, what) / static_cast<double>(steps); };
  const double gradient = booked(seconds, "gradient.");
  const double backward = gradient > 0 ? booked(seconds, "gradient.backward.") / gradient : 0;
  profile.phases = {{"sampling", step("sampling")},
                    {"local_energy", step("local_energy")},
                    {"forward", step("gradient") * (1 - backward)},
                    {"backward", step("gradient") * backward},
                    {"optimizer", step("optimizer")},
                    {"output", step("output")},
                    {"other", step("training")}};
  for (const char* kind : kinds) {
    double sum = 0;
    for (const char* phase : {"sampling", "local_energy", "gradient"}) {
      const double all = booked(seconds, std::string(phase) + ".");
      if (all > 0) sum += step(phase) * booked(seconds, std::string(phase) + ".", std::string(".") + kind) / all;
    }
    profile.ops.emplace_back(kind, sum);
  }
  return profile;
}

std::string profile_text(const Profile& profile) {
  const double total = profile.total();
  const auto line = [&](const std::string& name, double seconds) {
    return fmt::format("{:<16}{:>12.3f}{:>10.1f}\n", name, 1e3 * seconds, total > 0 ? 100 * seconds / total : 0);
  };
  std::string text =
      fmt::format("{:<16}{:>12}{:>10}\n", fmt::format("{} steps", profile.steps), "ms a step", "percent");
  for (const auto& [name, seconds] : profile.phases) text += line(name, seconds);
  text += line("total", total);
  for (const auto& [name, seconds] : profile.ops) text += line("of it " + name, seconds);
  text.pop_back();  // the last line's end
  return text;
}

}  // namespace kato
