// SPDX-License-Identifier: Apache-2.0
#include "system/matter.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "base/random.hpp"

namespace kato {
namespace {

StreamKey stream(std::uint64_t seed, std::uint32_t step) {
  return {.seed = seed, .stage = 0, .step = step, .purpose = Purpose::walkers};
}

// Whether particle i is within `core` of an earlier one.
bool too_near(const Matter& matter, std::span<const double> x, std::size_t i, double core) {
  const auto d = static_cast<std::size_t>(matter.dimensions);
  for (std::size_t j = 0; j < i; ++j)
    if (matter.space.squared_distance(&x[i * d], &x[j * d], matter.dimensions) <= core * core) return true;
  return false;
}

// Draws particles anew, further and further out, until none is within the core of an earlier one.
void keep_apart(const Matter& matter, Walkers& walkers, double core, double spread, std::uint64_t seed) {
  constexpr std::uint32_t most_tries = 10000;
  const auto d = static_cast<std::size_t>(matter.dimensions);
  std::vector<double> place(d);
  for (std::size_t w = 0; w < walkers.count(); ++w) {
    const auto x = walkers.place(w);
    for (std::uint32_t i = 0, tries = 0; i * d < x.size(); ++i)
      for (; too_near(matter, x, i, core); ++tries) {
        require(tries < most_tries,
                "sampler: found no places for the particles outside of each other's hard cores; make them smaller");
        fill_normal(stream(seed, 1), static_cast<std::uint32_t>(w), static_cast<std::uint32_t>(tries * (d + d % 2)),
                    place);
        for (std::size_t c = 0; c < d; ++c) x[i * d + c] = spread * (1 + 0.01 * tries) * place[c];
      }
  }
}

// Every walker's labels in an order of its own (Fisher and Yates), each kind of label by itself.
void deal_labels(const Matter& matter, Walkers& walkers, std::uint64_t seed) {
  const auto values = matter.label_values();
  const std::size_t L = matter.labels.size(), A = static_cast<std::size_t>(matter.particles);
  std::vector<double> chances(values.size() + values.size() % 2);
  for (std::size_t w = 0; w < walkers.count(); ++w) {
    const auto labels = walkers.labels_of(w);
    std::ranges::copy(values, labels.begin());
    fill_uniform(stream(seed, 2), static_cast<std::uint32_t>(w), 0, chances);
    for (std::size_t l = 0; l < L; ++l)
      for (std::size_t i = A - 1; i > 0; --i) {
        const auto j = static_cast<std::size_t>(chances[l * A + i] * static_cast<double>(i + 1));
        std::swap(labels[i * L + l], labels[j * L + l]);
      }
  }
}

}  // namespace

std::vector<ParticleRange> Matter::ranges() const { return species_ranges_or_all(species, particles); }

std::vector<int> Matter::species_of_particles() const {
  std::vector<int> all;
  const auto kinds = ranges();
  for (std::size_t kind = 0; kind < kinds.size(); ++kind)
    all.insert(all.end(), static_cast<std::size_t>(kinds[kind].count), static_cast<int>(kind));
  return all;
}

bool Matter::nodeless() const {
  return statistics == Statistics::boson || std::ranges::all_of(ranges(), [](auto range) { return range.count < 2; });
}

std::vector<LabelValue> Matter::label_values() const {
  std::vector<LabelValue> values;
  for (std::size_t i = 0; i < static_cast<std::size_t>(particles); ++i)
    for (const auto& label : labels) values.push_back(label.values.at(i));
  return values;
}

Walkers first_walkers(const Matter& matter, std::size_t count, double spread, double core, std::uint64_t seed) {
  auto walkers = Walkers::at_origin(count, matter.particles, matter.dimensions, static_cast<int>(matter.labels.size()));
  for (std::size_t w = 0; w < count; ++w)
    fill_normal(stream(seed, 0), static_cast<std::uint32_t>(w), 0, walkers.place(w));
  for (double& x : walkers.x) x *= spread;
  if (core > 0) keep_apart(matter, walkers, core, spread, seed);
  if (!matter.labels.empty()) deal_labels(matter, walkers, seed);
  return walkers;
}

}  // namespace kato
