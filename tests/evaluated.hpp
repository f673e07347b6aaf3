// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "exec/executor.hpp"

namespace kato {

/// psi at walkers and its derivatives, in arrays of their own.
struct Evaluated {
  std::vector<double> log_abs, sign;
  std::vector<double> gradient, laplacian;  ///< empty where they were not asked for

  explicit Evaluated(const std::vector<LogPsi>& psi) {
    for (const auto& value : psi) log_abs.push_back(value.log_abs), sign.push_back(value.sign);
  }
};

template <class T>
std::size_t walkers_in(const Executor<T>& psi, const Batch& batch) {
  return batch.x.size() / static_cast<std::size_t>(psi.graph().coordinates_count());
}

template <class T>
Evaluated values_at(Executor<T>& psi, const Batch& batch) {
  std::vector<LogPsi> values(walkers_in(psi, batch));
  psi.value(batch, values);
  return Evaluated(values);
}

template <class T>
Evaluated derivatives_at(Executor<T>& psi, const Batch& batch) {
  std::vector<LogPsi> values(walkers_in(psi, batch));
  std::vector<double> gradient(batch.x.size()), laplacian(values.size());
  psi.laplacian(batch, values, gradient, laplacian);
  Evaluated all(values);
  all.gradient = std::move(gradient);
  all.laplacian = std::move(laplacian);
  return all;
}

}  // namespace kato
