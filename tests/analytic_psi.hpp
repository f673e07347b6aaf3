// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "psi/amplitude.hpp"

namespace kato {

/// A number psi as its logarithm and its sign.
inline LogPsi log_psi(double psi) { return {std::log(std::abs(psi)), psi > 0 ? 1.0 : psi < 0 ? -1.0 : 0.0}; }

/// A wave function without a graph: a function of one walker.
class AnalyticPsi final : public Amplitude {
 public:
  using Value = std::function<LogPsi(const WalkerView& walker)>;

  explicit AnalyticPsi(Value value) : value_(std::move(value)) {}

  std::size_t tile_walkers() const override { return 64; }
  int threads() const override { return 1; }
  void value_tile(int /*thread*/, const WalkerView& walkers, std::span<LogPsi> psi) override {
    for (std::size_t w = 0; w < psi.size(); ++w) psi[w] = value_(walkers.rows(w, 1));
  }

 private:
  Value value_;
};

/// psi [W] at walkers.
inline std::vector<LogPsi> values_of(Amplitude& psi, const WalkerView& walkers) {
  std::vector<LogPsi> values(walkers.count());
  evaluate(psi, walkers, values);
  return values;
}

}  // namespace kato
