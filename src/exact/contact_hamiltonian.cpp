// SPDX-License-Identifier: Apache-2.0
#include "exact/contact_hamiltonian.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/threads.hpp"
#include "exact/brackets.hpp"
#include "exact/jacobi_basis.hpp"

namespace kato::exact {
namespace {

constexpr std::size_t worth_threads = 5000;  // determinants

}  // namespace

ContactHamiltonian::ContactHamiltonian(int up, int down, int quanta, int threads)
    : quanta_(quanta),
      parity_((least_quanta(up) + least_quanta(down)) % 2),
      threads_(threads),
      up_(up, quanta - least_quanta(down)),
      down_(down, quanta - least_quanta(up)) {
  first_.assign(1, 0);
  for (int u = 0; u < up_.size(); ++u)
    first_.push_back(first_.back() + down_.up_to(quanta - up_.quanta(u), (parity_ + up_.quanta(u)) % 2));
  if (size() < worth_threads) threads_ = 1;
  contact_first_.assign(1, 0);
  for (int u = 0; u < up_.rests(); ++u) {
    for (int d = 0; d < down_.rests(); ++d) {
      const int left = quanta - rest_quanta(u, d), least = (parity_ + rest_quanta(u, d)) % 2;
      contact_first_.push_back(contact_first_.back() + (left >= least ? (left - least) / 2 + 1 : 0));
    }
  }
  fill_brackets();
}

void ContactHamiltonian::fill_brackets() {
  std::vector<double> at_contact(quanta_ + 1);  // phi_n(0) 2^(-1/4) for even n
  at_contact[0] = std::pow(2 * std::numbers::pi, -0.25);
  for (int n = 2; n <= quanta_; n += 2) at_contact[n] = -std::sqrt((n - 1.0) / n) * at_contact[n - 2];
  const auto rotation = reflection_brackets(std::sqrt(0.5), quanta_);
  brackets_.assign(static_cast<std::size_t>(quanta_ + 1) * (quanta_ + 1) * (quanta_ / 2 + 1), 0);
  for (int a = 0; a <= quanta_; ++a)
    for (int b = 0; a + b <= quanta_; ++b)
      for (int m = (a + b) % 2; m <= a + b; m += 2)
        brackets_[bracket_index(a, b) + m / 2] = rotation[a + b](m, a) * at_contact[a + b - m];
}

void ContactHamiltonian::meet(std::span<const double> psi, std::span<double> amplitudes) const {
  parallel_for(up_.rests(), threads_, [&](std::size_t up_rest, int) {
    for (int down_rest = 0; down_rest < down_.rests(); ++down_rest) {
      const auto start = contact(up_rest, down_rest), end = contact_first_[up_rest * down_.rests() + down_rest + 1];
      double* sum = amplitudes.data() + start;
      std::fill(sum, amplitudes.data() + end, 0.0);
      const int left = quanta_ - rest_quanta(static_cast<int>(up_rest), down_rest), parity = left - quanta_ + parity_;
      for (const auto& up : up_.splits_to(static_cast<int>(up_rest))) {
        for (const auto& down : down_.splits_to(down_rest)) {
          const int pair = up.level + down.level;
          if (pair > left) break;  // the levels ascend
          if ((pair + parity) % 2 != 0) continue;
          const double amplitude = up.sign * down.sign * psi[first_[up.whole] + down_.rank(down.whole)];
          const double* factor = bracket(up.level, down.level);
          for (int m = 0; m <= pair / 2; ++m) sum[m] += factor[m] * amplitude;
        }
      }
    }
  });
}

void ContactHamiltonian::apply(std::span<const double> coupling, std::span<const double> psi,
                               std::span<double> amplitudes, std::span<double> result) const {
  meet(psi, amplitudes);
  parallel_for(up_.size(), threads_, [&](std::size_t u, int) {
    const int up_quanta = up_.quanta(static_cast<int>(u)), parity = (parity_ + up_quanta) % 2;
    for (std::size_t state = first_[u]; state < first_[u + 1]; ++state) {
      const int d = down_.of_rank(static_cast<int>(state - first_[u]), parity);
      double total = (up_quanta + down_.quanta(d)) * psi[state];
      for (const auto& up : up_.splits_of(static_cast<int>(u))) {
        for (const auto& down : down_.splits_of(d)) {
          const int pair = up.level + down.level;
          const double* amplitude = amplitudes.data() + contact(up.rest, down.rest);
          const double* factor = bracket(up.level, down.level);
          const double* strength = coupling.data() + rest_quanta(up.rest, down.rest) + pair % 2;
          double sum = 0;
          for (int m = 0; m <= pair / 2; ++m) sum += factor[m] * strength[2 * m] * amplitude[m];
          total += up.sign * down.sign * sum;
        }
      }
      result[state] = total;
    }
  });
}

std::vector<double> ContactHamiltonian::weights(std::span<const double> amplitudes) const {
  std::vector<double> weight(quanta_ + 1, 0);
  for (int u = 0; u < up_.rests(); ++u) {
    for (int d = 0; d < down_.rests(); ++d) {
      int r = rest_quanta(u, d) + (parity_ + rest_quanta(u, d)) % 2;
      const auto end = contact_first_[static_cast<std::size_t>(u) * down_.rests() + d + 1];
      for (auto state = contact(u, d); state < end; ++state, r += 2) weight[r] += amplitudes[state] * amplitudes[state];
    }
  }
  return weight;
}

}  // namespace kato::exact
