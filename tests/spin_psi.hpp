// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "psi/amplitude.hpp"

namespace kato {

/// A wave function of the places and labels of one walker, written as a function. Counts the walkers it is asked for.
class SpinPsi final : public Amplitude {
 public:
  using Function = std::function<double(std::span<const double> x, std::span<const LabelValue> labels)>;
  explicit SpinPsi(Function psi, int threads = 1) : psi_(std::move(psi)), threads_(threads) {}

  std::size_t tile_walkers() const override { return 8; }
  int threads() const override { return threads_; }
  void value_tile(int, const WalkerView& walkers, std::span<LogPsi> values) override {
    evaluated += values.size();
    for (std::size_t w = 0; w < values.size(); ++w) {
      const double psi = psi_(walkers.place(w), walkers.labels_of(w));
      values[w] = {std::log(std::abs(psi)), psi > 0 ? 1.0 : psi < 0 ? -1.0 : 0.0};
    }
  }

  std::atomic<std::size_t> evaluated = 0;

 private:
  Function psi_;
  int threads_;
};

}  // namespace kato
