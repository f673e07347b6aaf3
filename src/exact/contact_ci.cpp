// SPDX-License-Identifier: Apache-2.0
#include "exact/contact_ci.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "exact/busch.hpp"
#include "exact/contact_hamiltonian.hpp"
#include "exact/eigen_view.hpp"
#include "exact/finite_coupling.hpp"
#include "exact/jacobi_basis.hpp"
#include "exact/lanczos.hpp"

namespace kato::exact {
namespace {

constexpr int bases = 5, most_quanta = 100;
constexpr std::size_t most_states = 200000;
constexpr double lanczos_tolerance = 1e-7, newton_tolerance = 1e-11;
constexpr int newton_steps = 30;

struct Level {
  double e = 0, slope = 0;  // without the zero point
  int quanta = 0;
  std::size_t states = 0;
};

// C_R and dC_R/de for R = 0 .. quanta.
struct Couplings {
  std::vector<double> value, derivative;
};

Couplings couplings(double g, int quanta, double e) {
  Couplings c;
  for (int r = 0; r <= quanta; ++r) {
    const auto beyond = pair_sum((quanta - r) / 2 * 2 + 2, e - r);
    const double value = g / (1 + g * beyond.value);
    c.value.push_back(value);
    c.derivative.push_back(-value * value * beyond.derivative);
  }
  return c;
}

// The lowest level of H(e) at e itself, from the guess e.
Level solve(int up, int down, double g, int quanta, double e, int threads) {
  const ContactHamiltonian h(up, down, quanta, threads);
  std::vector<double> amplitudes(h.contacts()), vector{1.0};
  Level level{e, 0, quanta, h.size()};
  for (int step = 0; step < newton_steps; ++step) {
    const auto c = couplings(g, quanta, level.e);
    const auto product = [&](std::span<const double> x, std::span<double> y) { h.apply(c.value, x, amplitudes, y); };
    auto lowest = lowest_eigenpair(product, static_cast<int>(h.size()), vector, lanczos_tolerance);
    h.meet(lowest.vector, amplitudes);
    const auto weight = h.weights(amplitudes);
    double by_e = 0, by_g = 0;  // derivatives of the eigenvalue
    for (int r = 0; r <= quanta; ++r) {
      by_e += c.derivative[r] * weight[r];
      by_g += c.value[r] * c.value[r] / (g * g) * weight[r];
    }
    const double change = (lowest.value - level.e) / (1 - by_e);
    level.e += change;
    level.slope = by_g / (1 - by_e);
    vector = std::move(lowest.vector);
    if (!(std::abs(change) > newton_tolerance * std::max(1.0, std::abs(level.e)))) break;
  }
  return level;
}

// The constant of y = constant + sum over `powers` of c_p x^p through the last points before `end`.
double constant_term(std::span<const double> x, std::span<const double> y, int end, std::span<const double> powers) {
  const int points = static_cast<int>(powers.size()) + 1;
  Eigen::MatrixXd matrix(points, points);
  Eigen::VectorXd right(points);
  for (int i = 0; i < points; ++i) {
    const int point = end - points + i;
    matrix(i, 0) = 1;
    for (int p = 1; p < points; ++p) matrix(i, p) = std::pow(x[point] / x[end - 1], powers[p - 1]);
    right[i] = y[point];
  }
  return matrix.partialPivLu().solve(right)[0];
}

struct Limit {
  double value, uncertainty;
};

Limit extrapolate(std::span<const double> x, std::span<const double> y, double first_power) {
  const std::array<double, 4> powers{first_power, first_power + 0.5, first_power + 1, first_power + 1.5};
  const double value = constant_term(x, y, bases, std::span(powers).first(3));
  const double one_more = constant_term(x, y, bases, powers);
  const double one_less = constant_term(x, y, bases, std::span(powers).first(2));
  const double one_before = constant_term(x, y, bases - 1, std::span(powers).first(3));
  constexpr double noise = 100 * newton_tolerance;  // of the values, as the fit amplifies it
  return {value,
          noise + std::max({std::abs(value - one_more), std::abs(value - one_before), std::abs(value - one_less)})};
}

// Determinants of two species with `above` quanta more than the least: pairs of partitions into parts 1 .. up, 1 ..
// down.
std::size_t determinants(int up, int down, int above) {
  std::vector<std::size_t> ways(above + 1, 0);
  ways[0] = 1;
  for (const int count : {up, down})
    for (int part = 1; part <= count; ++part)
      for (int sum = part; sum <= above; ++sum) ways[sum] += ways[sum - part];
  std::size_t total = 0;
  for (int sum = above % 2; sum <= above; sum += 2) total += ways[sum];
  return total;
}

}  // namespace

int usual_contact_quanta(int up, int down) {
  const int least = least_quanta(up) + least_quanta(down);
  int above = 0;
  while (above + 2 <= most_quanta && determinants(up, down, above + 2) <= most_states) above += 2;
  const int fewest = 10 + 4 * std::max(up, down);  // below, the extrapolation has been seen to mislead
  return above < fewest ? 0 : least + above;
}

ContactCi contact_configuration_interaction(int up, int down, double g, int quanta, int threads) {
  require(up >= 1 && down >= 1, fmt::format("contact: needs particles of both species, got {} and {} (others do not "
                                            "interact); their energy is that of filled levels",
                                            up, down));
  require_finite_coupling(g);
  require(g != 0, "contact: g is 0 (nothing to diagonalise); the energy is that of filled levels");
  const int least = least_quanta(up) + least_quanta(down), last = quanta > 0 ? quanta : usual_contact_quanta(up, down);
  const int stride = std::max(2, (last - least + 8) / 16 * 2), first = last - (bases - 1) * stride;
  require(first > least, fmt::format("contact: too few quanta for {} + {} particles; give at least {}", up, down,
                                     least + 2 * bases - 1));

  std::array<double, bases> x{}, energy{}, slope{};
  // Attraction: each of the fewer pairs up, or C_R of the first guess might change its sign.
  Level level{least + (g < 0 ? std::min(up, down) * (Busch(g).energy() - 1) : 0), 0, 0, 0};
  for (int basis = 0; basis < bases; ++basis) {
    const int k = first + basis * stride;
    level = solve(up, down, g, k, level.e, threads);
    x[basis] = k, energy[basis] = level.e, slope[basis] = level.slope;
  }
  for (double& k : x) k = 1 / (k - level.e);
  const double power = std::min(up, down) == 1 ? 2 : 1.5;
  const double zero_point = 0.5 * (up + down);
  const Limit e = extrapolate(x, energy, power), de = extrapolate(x, slope, power);
  // A basis without states above the level says nothing.
  const bool meaningful = first > level.e + 2;
  const auto stated = [&](double uncertainty) {
    return meaningful ? uncertainty : std::numeric_limits<double>::infinity();
  };
  return {.energy = e.value + zero_point,
          .uncertainty = stated(e.uncertainty),
          .slope = de.value,
          .slope_uncertainty = stated(de.uncertainty),
          .last = level.e + zero_point,
          .quanta = level.quanta,
          .states = level.states};
}

}  // namespace kato::exact
