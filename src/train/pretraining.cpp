// SPDX-License-Identifier: Apache-2.0
#include "train/pretraining.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/ranks.hpp"
#include "base/threads.hpp"
#include "record/checkpoint.hpp"

namespace kato {
namespace {

// The orbitals of the ansatz at the walkers, [W, A, width]: D determinants of each species, whose n rows and D n
// columns follow those of the species before. Elsewhere the numbers have no meaning.
struct Fit {
  const TargetDeterminant& target;
  std::size_t walkers, particles, width;

  // Calls f(place in the ansatz's orbitals, place in the target's [W, A, orbitals]), walker by walker.
  template <class F>
  void for_elements(F&& f) const {
    const std::size_t determinants = width / particles, orbitals = target.orbitals();
    for (std::size_t w = 0; w < walkers; ++w)
      for (const auto& range : target.ranges()) {
        const auto first = static_cast<std::size_t>(range.first), count = static_cast<std::size_t>(range.count);
        for (std::size_t i = w * particles + first; i < w * particles + first + count; ++i)
          for (std::size_t column = 0; column < determinants * count; ++column)
            f(i * width + determinants * first + column, i * orbitals + column % count);
      }
  }

  // The loss, and its derivative by every matrix element into `seed`. All determinants are compared with one target.
  double compare(std::span<const double> fitted, std::span<const double> target_values, std::span<double> seed) const {
    std::size_t elements = 0;
    for_elements([&](std::size_t, std::size_t) { ++elements; });
    const double weight = 1 / static_cast<double>(elements);
    double loss = 0;
    std::ranges::fill(seed, 0.0);
    for_elements([&](std::size_t n, std::size_t m) {
      const double difference = fitted[n] - target_values[m];
      seed[n] = 2 * weight * difference;
      loss += weight * difference * difference;
    });
    return loss;
  }
};

// Parameters that start from a chosen value, not a random one, stay there: an envelope that is made narrow while the
// network is still random cuts off the tails for good.
void hold_chosen_parameters(const Graph& graph, std::span<double> gradient) {
  for (const auto& p : graph.parameters())
    if (p.trainable && p.initial.spread == 0) std::ranges::fill(gradient.subspan(p.trainable_offset, p.size), 0.0);
}

// An output at walkers that all ranks have: each takes its share.
void output_over_ranks(WaveFunction& psi, const char* name, const WalkerView& walkers, std::span<double> numbers) {
  const auto own = own_share(walkers.count());
  psi.output(name, walkers.rows(own.first, own.count), own.of(numbers, numbers.size() / walkers.count()));
  gather_over_ranks(numbers, walkers.count());
}

}  // namespace

FitUnderWay::FitUnderWay(std::size_t parameters, const NamedArrays& state) {
  moments = {.first = std::vector<double>(parameters), .second = std::vector<double>(parameters)};
  if (state.empty()) return;
  const auto part = [&](const char* name, std::size_t size) {
    const auto found = state.find(name);
    require(found != state.end() && found->second.size() == size,
            "pretrain: was stopped with other settings; leave them as they were, or start the run anew");
    return found->second;
  };
  const auto numbers = part("fit", 4);
  step = static_cast<int>(numbers[0]);
  first_loss = numbers[1];
  last_loss = numbers[2];
  moments = {.steps = numbers[3], .first = part("first", parameters), .second = part("second", parameters)};
}

void FitUnderWay::save(NamedArrays& state) const {
  state["fit"] = {static_cast<double>(step), first_loss, last_loss, moments.steps};
  state["first"] = moments.first;
  state["second"] = moments.second;
}

void check_pretraining(const Graph& graph) {
  require(graph.output("orbitals") >= 0, "pretrain.target: this ansatz has no orbitals to fit; use target = \"none\"");
}

PretrainingReport pretrain_orbitals(TargetDeterminant& target, WaveFunction& psi, Walkers& walkers, std::uint64_t seed,
                                    int steps, double learning_rate, Timers& timers, const Watch& watch,
                                    NamedArrays* state) {
  check_pretraining(psi.graph());
  const int node = psi.graph().output("orbitals");
  const auto time = timers.measure("pretraining");
  const auto particles = static_cast<std::size_t>(psi.graph().particles()),
             width = static_cast<std::size_t>(psi.graph().nodes()[static_cast<std::size_t>(node)].shape.features);
  const std::size_t count = walkers.count(), d = walkers.coordinates();

  const auto sampler = registry().factory<Sampler>("metropolis")(
      Settings({{"width", 0.5}, {"target_acceptance", 0.5}, {"moved", std::int64_t{0}}}));
  const auto sweep = [&](int step, int sweeps) {
    sampler->sweep(
        target, walkers,
        {.seed = seed, .stage = 0, .step = static_cast<std::uint32_t>(step), .purpose = Purpose::pretraining}, sweeps,
        true);
  };
  FitUnderWay under_way(psi.trainable_count(), state != nullptr ? *state : NamedArrays());
  if (under_way.step > 0) {
    sampler->restore(part_of(*state, "sampler."));
  } else {
    for (int n = 0; n < 10; ++n) sweep(n, 10);
  }

  const std::size_t used = std::min<std::size_t>(count, 256);  // more would not make the fit better, only slower
  const auto some = walkers.view().rows(0, used);              // which follow the walkers
  const bool shifted = psi.graph().output("places") >= 0;      // where the ansatz takes its orbitals
  std::vector<double> places(some.x.begin(), some.x.end());
  const std::size_t size = particles * target.orbitals();  // of a walker
  std::vector<double> matrices(used * size), fitted(used * particles * width), seeds(fitted.size());
  const Fit fit{target, used, particles, width};
  std::vector<double> gradient(psi.trainable_count()), update(gradient.size());
  bool complete = true;
  for (int& step = under_way.step; complete && step < steps;) {
    sweep(10 + step, 2);
    shifted ? output_over_ranks(psi, "places", some, places) : places.assign(some.x.begin(), some.x.end());
    parallel_for(used, psi.threads(), [&](std::size_t w, int) {
      target.fill(std::span(places).subspan(w * d, d), std::span(matrices).subspan(w * size, size));
    });
    output_over_ranks(psi, "orbitals", some, fitted);
    under_way.last_loss = fit.compare(fitted, matrices, seeds);
    if (step == 0) under_way.first_loss = under_way.last_loss;
    const auto own = own_share(used);
    psi.output_pullback("orbitals", some.rows(own.first, own.count), own.of(std::span(seeds), particles * width),
                        gradient);
    add_over_ranks(gradient);
    hold_chosen_parameters(psi.graph(), gradient);
    const double rate = 0.5 * learning_rate * (1 + std::cos(M_PI * step / steps));  // falls along a cosine to zero
    under_way.moments.step(gradient, rate, {}, update);
    psi.set_parameters(psi.parameters_after(update));
    ++step;
    if (state != nullptr) {
      under_way.save(*state);
      add_part(*state, "sampler.", sampler->state());
    }
    const auto note = fmt::format("mean square difference {:.2g}", under_way.last_loss);
    complete = watch({.phase = "pretrain", .step = step, .steps = steps, .note = note});
  }
  return under_way.report(complete);
}

}  // namespace kato
