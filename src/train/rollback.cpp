// SPDX-License-Identifier: Apache-2.0
#include "train/rollback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

constexpr double rounding = 1e-6;  // of energies in single precision
constexpr double harmless = 0.01;  // a standard deviation of the local energy, in energies
const double recovery = std::pow(2.0, 0.1);

const std::string optimizer = "good.optimizer.", sampler = "good.sampler.";

// An array of a saved state, of so many numbers unless `size` is 0.
const std::vector<double>& saved(const Checkpoint::State& state, const char* name, std::size_t size = 0) {
  const auto found = state.find(name);
  require(found != state.end() && (size == 0 || found->second.size() == size),
          fmt::format("checkpoint: its training state has no '{}' that could be read; use an older copy", name));
  return found->second;
}

}  // namespace

std::string RollBack::jump(const Energy& now) const {
  if (!energy_ || settings_.multiple == 0) return {};
  const double size = std::max(std::abs(now.mean), std::abs(energy_->mean));
  const double error = std::max(std::hypot(now.std_err, energy_->std_err), rounding * size);
  if (now.mean - energy_->mean > settings_.multiple * error)
    return fmt::format("the energy jumped from {} to {}, {:.0f} errors", with_error(energy_->mean, energy_->std_err),
                       with_error(now.mean, now.std_err), (now.mean - energy_->mean) / error);
  const double spread = std::max(std::sqrt(energy_->variance), harmless * std::abs(energy_->mean));
  if (std::sqrt(now.variance) > settings_.multiple * spread)
    return fmt::format("the variance jumped from {:.2g} to {:.2g}", energy_->variance, now.variance);
  return {};
}

void RollBack::pass() {
  if (!energy_) return;  // nothing was compared
  rejections_ = 0;
  trust_ = std::min(1.0, trust_ * recovery);
}

void RollBack::keep(Good good, std::optional<Energy> energy) {
  good_ = std::move(good);
  energy_ = energy && std::isfinite(energy->mean) && std::isfinite(energy->variance) ? energy : std::nullopt;
}

void RollBack::reject(const std::string& problem) {
  energy_.reset();
  trust_ /= 2;
  if (++rejections_ > settings_.most)
    throw std::runtime_error(fmt::format(
        "{}; going back {} times in succession did not help, lower optimizer.learning_rate or raise the damping",
        problem, settings_.most));
}

Checkpoint::State RollBack::state() const {
  Checkpoint::State all{{"trust", {trust_}}, {"rejections", {static_cast<double>(rejections_)}}};
  if (!good_) return all;
  all["good.theta"] = good_->theta;
  good_->walkers.save("good.walkers", all);
  if (energy_) all["good.energy"] = {energy_->mean, energy_->std_err, energy_->variance};
  add_part(all, optimizer, good_->optimizer);
  add_part(all, sampler, good_->sampler);
  return all;
}

void RollBack::restore(const Checkpoint::State& state, const Walkers& like) {
  trust_ = saved(state, "trust", 1).at(0);
  rejections_ = static_cast<std::int64_t>(saved(state, "rejections", 1).at(0));
  good_.reset();
  energy_.reset();
  if (!state.contains("good.theta")) return;
  good_ = Good{.theta = state.at("good.theta"),
               .walkers = like,
               .optimizer = part_of(state, optimizer),
               .sampler = part_of(state, sampler)};
  good_->walkers.restore("good.walkers", state);
  if (!state.contains("good.energy")) return;
  const auto& energy = saved(state, "good.energy", 3);
  energy_ = Energy{.mean = energy[0], .std_err = energy[1], .variance = energy[2]};
}

}  // namespace kato
