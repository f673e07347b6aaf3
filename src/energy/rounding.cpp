// SPDX-License-Identifier: Apache-2.0
#include "energy/rounding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/error.hpp"

namespace kato {
namespace {

// The same walkers, every coordinate eight roundings of the largest one up or down.
Walkers shifted(const Walkers& walkers, double rounding) {
  auto there = walkers;
  for (std::size_t w = 0; w < walkers.count(); ++w) {
    double largest = 0;
    for (const double x : there.place(w)) largest = std::max(largest, std::abs(x));
    std::uint32_t turn = 1;  // signs without a pattern (Numerical Recipes, Sec. 7.1)
    for (double& x : there.place(w)) {
      turn = 1664525u * turn + 1013904223u;
      x += (turn >> 31 == 0 ? 8 : -8) * rounding * largest;
    }
  }
  return there;
}

bool same(const LogPsi& a, const LogPsi& b) { return a.sign == b.sign && std::abs(a.log_abs - b.log_abs) < 0.1; }

// Energies that are not finite, or of another part than psi, are for others to find.
bool same(const LocalEnergies& a, const LocalEnergies& b, std::size_t w) {
  double parts = std::abs(a.kinetic[w]) + std::abs(a.trap[w]);
  for (const auto& term : a.terms) parts += std::abs(term[w]);
  return !(std::abs(a.total[w] - b.total[w]) > 0.1 * parts);
}

std::vector<LogPsi> sampled(WaveFunction& psi, const Walkers& walkers) {
  std::vector<LogPsi> values(walkers.count());
  evaluate_over_ranks(psi.sampling(), walkers, values);
  return values;
}

}  // namespace

Rounding rounding_of(WaveFunction& psi, const System& system, const Walkers& walkers, const LocalEnergies& energies) {
  constexpr double of_double = 0x1p-52;
  const double of_walks = psi.rounding(), of_energies = psi.in_double() ? of_double : of_walks;
  const auto near = shifted(walkers, of_energies);
  LocalEnergies there;
  local_energies(psi, system, near, there);
  std::vector<LogPsi> walk, walk_there;
  const auto further = of_walks == of_energies ? near : shifted(walkers, of_walks);
  if (of_walks != of_energies) walk = sampled(psi, walkers), walk_there = sampled(psi, further);
  Rounding rounding{.walkers = walkers.count(), .in_double = of_walks == of_double};
  for (std::size_t w = 0; w < walkers.count(); ++w) {
    const bool kept = same(energies.psi[w], there.psi[w]) && same(energies, there, w) &&
                      (walk.empty() || same(walk[w], walk_there[w]));
    if (kept) continue;
    ++rounding.lost;
    if (rounding.node) continue;
    rounding.node = psi.find_noise(walkers.view().rows(w, 1), further.view().rows(w, 1));
    if (rounding.node) rounding.node->walker = w;
  }
  return rounding;
}

std::string Rounding::text() const {
  const std::string precision = in_double ? "double" : "single";
  std::string where = "no digit is left of the local energy in " + precision + " precision";
  if (node)
    where = fmt::format("node {} ({}) of walker {} has no digit left in {} precision{}", node->node, node->op,
                        node->walker, precision,
                        node->op == "slogdet"  ? ": a matrix without rank"
                        : node->op == "slogpf" ? ": an antisymmetric matrix without rank"
                                               : "");
  return fmt::format(
      "the wave function is rounding noise at {} of {} walkers ({}); {}raise ansatz.hidden, pretrain "
      "longer, or take fewer particles",
      lost, walkers, where, in_double ? "" : "use run.precision = \"double\", ");
}

void require_digits(const Rounding& rounding) { require(!rounding.too_many(), rounding.text()); }

}  // namespace kato
