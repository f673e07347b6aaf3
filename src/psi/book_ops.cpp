// SPDX-License-Identifier: Apache-2.0
#include "psi/book_ops.hpp"

#include <fmt/format.h>

namespace kato {
namespace {

const char* kind_of(const std::string& op) {
  if (op == "linear") return "linear";
  return op == "slogdet" || op == "slogpf" ? "determinant" : "pointwise";
}

const char* phase_of(Evaluation evaluation) {
  switch (evaluation) {
    case Evaluation::value: return "sampling";
    case Evaluation::laplacian: return "local_energy";
    default: return "gradient";
  }
}

}  // namespace

void book_ops(WaveFunction& psi, Timers& timers) {
  constexpr double scale = 1e-9;  // any: the shares are what counts
  for (const auto& cost : psi.take_costs())
    timers.add(
        fmt::format("op.{}.{}.{}", phase_of(cost.evaluation), cost.backward ? "backward" : "forward", kind_of(cost.op)),
        scale * cost.ticks);
}

}  // namespace kato
