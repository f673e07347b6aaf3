// SPDX-License-Identifier: Apache-2.0
#include "energy/connected.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/threads.hpp"

namespace kato {
namespace {

constexpr std::size_t block = 128;  // walkers whose connections are found at a time
constexpr std::size_t itself = static_cast<std::size_t>(-1);

// The connections of one term, found in parallel, in the order of the walkers.
Connections connections_of(const Interaction& term, const WalkerView& walkers, int threads) {
  const std::size_t count = walkers.count(), blocks = (count + block - 1) / block;
  std::vector<Connections> parts(blocks, Connections(walkers.dimensions));
  parallel_for(blocks, threads, [&](std::size_t index, int) {
    const std::size_t first = index * block;
    term.connect(walkers.rows(first, std::min(block, count - first)), parts[index]);
  });
  Connections all(walkers.dimensions);
  for (std::size_t index = 0; index < blocks; ++index) all.append(parts[index], index * block);
  return all;
}

// What of the labels of i and j an exchange really changes, bit by bit.
unsigned changed_labels(const WalkerView& walkers, const Connection& connection) {
  const auto labels = walkers.labels_of(connection.walker);
  const auto kinds = labels.size() / static_cast<std::size_t>(walkers.particles);
  const auto of = [&](int i, std::size_t l) { return labels[static_cast<std::size_t>(i) * kinds + l]; };
  unsigned changed = 0;
  for (std::size_t l = 0; l < kinds; ++l)
    if ((connection.labels >> l & 1U) != 0 && of(connection.i, l) != of(connection.j, l)) changed |= 1U << l;
  return changed;
}

// The different configurations that the connections of all terms lead to, and the number of that of each connection.
class Configurations {
 public:
  Configurations(const WalkerView& walkers, const std::vector<Connections>& of_terms)
      : walkers_(walkers), of_terms_(of_terms), numbers_(of_terms.size()) {
    for (std::size_t t = 0; t < of_terms.size(); ++t)
      for (const auto& connection : of_terms[t].all()) numbers_[t].push_back(number_of(t, connection));
  }

  std::size_t count() const { return different_.size(); }
  /// That of connection n of a term; `itself` for the walker's own.
  std::size_t number(std::size_t term, std::size_t n) const { return numbers_[term][n]; }

  /// Writes configuration n into row w of `rows`.
  void write(std::size_t n, Walkers& rows, std::size_t w) const {
    const auto& [term, c] = different_[n];
    write(term, c, rows, w);
  }
  void write(std::size_t term, const Connection& c, Walkers& rows, std::size_t w) const {
    std::ranges::copy(walkers_.place(c.walker), rows.place(w).begin());
    std::ranges::copy(walkers_.labels_of(c.walker), rows.labels_of(w).begin());
    const auto d = static_cast<std::size_t>(walkers_.dimensions);
    const auto labels = rows.labels_of(w);
    const auto kinds = labels.size() / static_cast<std::size_t>(walkers_.particles);
    const auto i = static_cast<std::size_t>(c.i), j = static_cast<std::size_t>(c.j);
    if (c.moves) std::ranges::copy(of_terms_[term].place(c), rows.place(w).subspan(i * d).begin());
    for (std::size_t l = 0; l < kinds; ++l)
      if ((c.labels >> l & 1U) != 0) std::swap(labels[i * kinds + l], labels[j * kinds + l]);
  }

 private:
  std::size_t number_of(std::size_t term, const Connection& connection) {
    return connection.moves ? moved(term, connection) : exchanged(term, connection);
  }

  // Exchanges are alike if they change the same labels of the same particles.
  std::size_t exchanged(std::size_t term, Connection connection) {
    connection.labels = changed_labels(walkers_, connection);
    if (connection.labels == 0) return itself;
    const auto A = static_cast<std::uint64_t>(walkers_.particles);
    const auto [first, second] = std::minmax(connection.i, connection.j);
    const std::uint64_t key =
        (connection.walker * A + static_cast<std::uint64_t>(first)) * A + static_cast<std::uint64_t>(second);
    const auto [at, added] = exchanges_.emplace(key << 8 | connection.labels, different_.size());
    if (added) different_.emplace_back(term, connection);
    return at->second;
  }

  // Moves are alike if their places are.
  std::size_t moved(std::size_t term, const Connection& connection) {
    const auto place = of_terms_[term].place(connection);
    const auto [at, added] = moves_.emplace(
        std::tuple(connection.walker, connection.i, std::vector(place.begin(), place.end())), different_.size());
    if (added) different_.emplace_back(term, connection);
    return at->second;
  }

  const WalkerView& walkers_;
  const std::vector<Connections>& of_terms_;
  std::vector<std::vector<std::size_t>> numbers_;              // of each term's connections
  std::vector<std::pair<std::size_t, Connection>> different_;  // the first that led there, with its term
  std::unordered_map<std::uint64_t, std::size_t> exchanges_;
  std::map<std::tuple<std::size_t, int, std::vector<double>>, std::size_t> moves_;
};

// psi at all of them, tile by tile: no more of them are in memory than the threads work on.
std::vector<LogPsi> values_at(Amplitude& psi, const Configurations& configurations, const WalkerView& walkers) {
  std::vector<LogPsi> values(configurations.count());
  const std::size_t size = psi.tile_walkers();
  const auto labels = static_cast<int>(walkers.labels_each()) / walkers.particles;
  parallel_for((values.size() + size - 1) / size, psi.threads(), [&](std::size_t tile, int thread) {
    const std::size_t begin = tile * size, count = std::min(size, values.size() - begin);
    auto rows = Walkers::at_origin(count, walkers.particles, walkers.dimensions, labels);
    for (std::size_t n = 0; n < count; ++n) configurations.write(begin + n, rows, n);
    psi.value_tile(thread, rows, std::span(values).subspan(begin, count));
  });
  return values;
}

double part_of(const Connection& connection, const LogPsi& here, const LogPsi& there) {
  const double growth = there.log_abs - here.log_abs;
  if (connection.enters == Enters::density) return connection.coefficient * std::exp(2 * growth);
  return connection.coefficient * here.sign * there.sign * std::exp(growth);
}

}  // namespace

void add_connections(Amplitude& psi, const System& system, const WalkerView& walkers, LocalEnergies& energies) {
  energies.density = {};
  const std::size_t terms = system.interactions.size();
  std::vector<Connections> of_terms(terms, Connections(walkers.dimensions));
  bool any = false;
  for (std::size_t t = 0; t < terms; ++t) {
    const auto& term = *system.interactions[t].interaction;
    if (!term.connects()) continue;
    of_terms[t] = connections_of(term, walkers, psi.threads());
    any = any || !of_terms[t].all().empty();
  }
  if (!any) return;
  const Configurations configurations(walkers, of_terms);
  const auto values = values_at(psi, configurations, walkers);
  const auto labels = static_cast<int>(walkers.labels_each()) / walkers.particles;
  auto row = Walkers::at_origin(1, walkers.particles, walkers.dimensions, labels);
  for (std::size_t t = 0; t < terms; ++t)
    for (std::size_t n = 0; n < of_terms[t].all().size(); ++n) {
      const auto& connection = of_terms[t].all()[n];
      const auto number = configurations.number(t, n);
      const auto& here = energies.psi[connection.walker];
      const double part = part_of(connection, here, number == itself ? here : values[number]);
      energies.terms[t][connection.walker] += part;
      if (!energies.channels[t].empty())
        energies.channels[t][static_cast<std::size_t>(connection.channel)][connection.walker] += part;
      if (connection.enters != Enters::density || part == 0) continue;
      configurations.write(t, connection, row, 0);
      energies.density.add(connection.walker, row, part);
    }
}

}  // namespace kato
