// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
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

  explicit AnalyticPsi(Value value, int threads = 1) : value_(std::move(value)), threads_(threads) {}

  std::size_t tile_walkers() const override { return 8; }
  int threads() const override { return threads_; }
  void value_tile(int /*thread*/, const WalkerView& walkers, std::span<LogPsi> psi) override {
    evaluated += psi.size();
    for (std::size_t w = 0; w < psi.size(); ++w) psi[w] = value_(walkers.rows(w, 1));
  }

  std::atomic<std::size_t> evaluated = 0;  ///< walkers so far

 private:
  Value value_;
  int threads_;
};

/// The same of places [A, d] and labels [A, L].
inline AnalyticPsi::Value of_places_and_labels(
    std::function<double(std::span<const double> x, std::span<const LabelValue> labels)> psi) {
  return
      [psi = std::move(psi)](const WalkerView& walker) { return log_psi(psi(walker.place(0), walker.labels_of(0))); };
}

/// psi [W] at walkers.
inline std::vector<LogPsi> values_of(Amplitude& psi, const WalkerView& walkers) {
  std::vector<LogPsi> values(walkers.count());
  evaluate(psi, walkers, values);
  return values;
}

}  // namespace kato
