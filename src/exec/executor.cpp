// SPDX-License-Identifier: Apache-2.0
#include "exec/executor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "base/error.hpp"
#include "exec/executor_state.hpp"

namespace kato {

template <class T>
Executor<T>::Executor(const Graph& graph, const ExecutorOptions& options) {
  require(options.threads > 0, fmt::format("executor: needs at least one thread, got {}", options.threads));
  state_ = std::make_unique<State>(graph, options);
}
template <class T>
Executor<T>::~Executor() = default;
template <class T>
Executor<T>::Executor(Executor&&) noexcept = default;
template <class T>
Executor<T>& Executor<T>::operator=(Executor&&) noexcept = default;

template <class T>
const Graph& Executor<T>::graph() const {
  return state_->graph;
}
template <class T>
int Executor<T>::threads() const {
  return state_->options.threads;
}
template <class T>
const Plan& Executor<T>::plan(Evaluation evaluation) const {
  return state_->plan(evaluation);
}
template <class T>
std::size_t Executor<T>::tile_walkers() const {
  return static_cast<std::size_t>(state_->plan(Evaluation::value).walkers);
}

template <class T>
void Executor<T>::set_parameters(std::span<const double> theta) {
  state_->weights.set(state_->graph, theta, state_->options.isa);
  if (state_->rows_of_orbitals) state_->rows_of_orbitals->set_parameters(theta);
}

template <class T>
void Executor<T>::value_tile(int thread, const Batch& batch, std::span<LogPsi> psi) {
  auto run = state_->runner(plan(Evaluation::value), thread);
  const std::size_t count = state_->count(batch);
  run.forward(batch, static_cast<int>(count), 0);
  for (std::size_t w = 0; w < count; ++w) {
    const T* amplitude = run.value(state_->amplitude).at(static_cast<int>(w));
    psi[w] = {static_cast<double>(amplitude[0]), static_cast<double>(amplitude[1])};
  }
}

template <class T>
std::size_t Executor<T>::gradient_tile_walkers() const {
  return static_cast<std::size_t>(state_->plan(Evaluation::gradient).walkers);
}

template <class T>
void Executor<T>::gradient_tile(int thread, const Batch& batch, std::span<LogPsi> psi, std::span<double> gradient) {
  auto run = state_->runner(plan(Evaluation::gradient), thread);
  const std::size_t count = state_->count(batch);
  run.forward(batch, static_cast<int>(count), 0);
  run.clear_cotangents();
  for (std::size_t w = 0; w < count; ++w) {
    const T* amplitude = run.value(state_->amplitude).at(static_cast<int>(w));
    psi[w] = {static_cast<double>(amplitude[0]), static_cast<double>(amplitude[1])};
    run.cotangent(state_->amplitude).at(static_cast<int>(w))[0] = T(1);
  }
  run.pullback(nullptr, 0);
  const T* from = state_->coordinates < 0 ? nullptr : run.cotangent(state_->coordinates).data;
  from != nullptr ? std::copy_n(from, gradient.size(), gradient.data())
                  : std::fill_n(gradient.data(), gradient.size(), 0.0);
}

template <class T>
OrbitalRows* Executor<T>::orbital_rows() {
  return state_->rows_of_orbitals.get();
}

template <class T>
void Executor<T>::value(const Batch& batch, std::span<LogPsi> psi) {
  const std::size_t count = state_->count(batch), size = tile_walkers();
  parallel_for((count + size - 1) / size, state_->options.threads, [&](std::size_t tile, int thread) {
    const std::size_t begin = tile * size, walkers = std::min(size, count - begin);
    value_tile(thread, state_->rows(batch, begin, walkers), psi.subspan(begin, walkers));
  });
}

template <class T>
void Executor<T>::laplacian(const Batch& batch, std::span<LogPsi> psi, std::span<double> gradient,
                            std::span<double> laplacian) {
  const int all = state_->graph.particles(), d = state_->graph.dimensions(),
            block = plan(Evaluation::laplacian).block_particles;
  state_->for_tiles(
      plan(Evaluation::laplacian), state_->count(batch), [&](auto& run, std::size_t begin, std::size_t walkers) {
        for (int first = 0; first < all; first += block) {
          const Tile tile = run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), first);
          const auto out = run.value(state_->amplitude);
          for (std::size_t w = 0; w < walkers; ++w) {
            const int row = static_cast<int>(w);
            psi[begin + w] = {static_cast<double>(out.at(row)[0]), static_cast<double>(out.at(row)[1])};
            const bool fixed = out.lanes == 1;  // psi depends on no coordinate
            for (int k = 0; k < tile.block_particles * d; ++k)
              gradient[(begin + w) * all * d + first * d + k] = fixed ? 0 : static_cast<double>(out.at(row, 1 + k)[0]);
            const double part = fixed ? 0 : static_cast<double>(out.at(row, out.lanes - 1)[0]);
            laplacian[begin + w] = first == 0 ? part : laplacian[begin + w] + part;
          }
        }
      });
}

template <class T>
void Executor<T>::pullback(const Batch& batch, std::span<const double> seed, std::span<double> theta_bar) {
  const int node = state_->amplitude;
  state_->sum_pullbacks(plan(Evaluation::value_pullback), state_->count(batch), theta_bar,
                        [&](auto& run, std::size_t begin, std::size_t walkers, T* sum) {
                          run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), 0);
                          run.clear_cotangents();
                          for (std::size_t w = 0; w < walkers; ++w)
                            run.cotangent(node).at(static_cast<int>(w))[0] = static_cast<T>(seed[begin + w]);
                          run.pullback(sum, 0);
                        });
}

template <class T>
void Executor<T>::gradient_pullback(const Batch& batch, std::span<const double> seed,
                                    std::span<const double> gradient_seed, std::span<double> theta_bar) {
  const int node = state_->amplitude, all = state_->graph.particles(), d = state_->graph.dimensions();
  const int block = plan(Evaluation::gradient_pullback).block_particles;
  const auto one_block = [&](auto& run, std::size_t begin, std::size_t walkers, int first, T* sum) {
    const Tile tile = run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), first);
    run.clear_cotangents();
    for (std::size_t w = 0; w < walkers; ++w) {
      const auto bar = run.cotangent(node);
      if (first == 0) bar.at(static_cast<int>(w))[0] = static_cast<T>(seed[begin + w]);
      for (int k = 0; k < (bar.lanes > 1 ? tile.block_particles * d : 0); ++k)
        bar.at(static_cast<int>(w), 1 + k)[0] = static_cast<T>(gradient_seed[(begin + w) * all * d + first * d + k]);
    }
    run.pullback(sum, 0);
  };
  state_->sum_pullbacks(plan(Evaluation::gradient_pullback), state_->count(batch), theta_bar,
                        [&](auto& run, std::size_t begin, std::size_t walkers, T* sum) {
                          for (int first = 0; first < all; first += block) one_block(run, begin, walkers, first, sum);
                        });
}

template <class T>
void Executor<T>::jacobian(const Batch& batch, std::span<double> rows) {
  const int node = state_->amplitude;
  const std::size_t parameters = state_->graph.trainable_count();
  state_->for_tiles(plan(Evaluation::value_pullback), state_->count(batch),
                    [&](auto& run, std::size_t begin, std::size_t walkers) {
                      run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), 0);
                      run.clear_cotangents();
                      for (std::size_t w = 0; w < walkers; ++w) run.cotangent(node).at(static_cast<int>(w))[0] = T(1);
                      double* to = rows.data() + begin * parameters;
                      if constexpr (std::is_same_v<T, double>) {
                        std::fill_n(to, walkers * parameters, 0.0);
                        run.pullback(to, static_cast<std::ptrdiff_t>(parameters));
                      } else {
                        const auto narrow = run.jacobian_rows(walkers * parameters);
                        std::ranges::fill(narrow, T(0));
                        run.pullback(narrow.data(), static_cast<std::ptrdiff_t>(parameters));
                        std::copy_n(narrow.data(), walkers * parameters, to);
                      }
                    });
}

template <class T>
void Executor<T>::output(const std::string& name, const Batch& batch, std::span<double> numbers) {
  const int node = state_->graph.output(name);
  require(node >= 0, "the wave function has no output '" + name + "'");
  state_->for_tiles(state_->add_plan(node, Evaluation::value), state_->count(batch),
                    [&](auto& run, std::size_t begin, std::size_t walkers) {
                      run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), 0);
                      const auto out = run.value(node);
                      std::copy_n(out.data, walkers * out.walker_stride(),
                                  numbers.data() + begin * out.walker_stride());
                    });
}

template <class T>
void Executor<T>::output_pullback(const std::string& name, const Batch& batch, std::span<const double> seed,
                                  std::span<double> theta_bar) {
  const int node = state_->graph.output(name);
  require(node >= 0, "the wave function has no output '" + name + "'");
  state_->sum_pullbacks(state_->add_plan(node, Evaluation::value_pullback), state_->count(batch), theta_bar,
                        [&](auto& run, std::size_t begin, std::size_t walkers, T* sum) {
                          run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), 0);
                          run.clear_cotangents();
                          const auto bar = run.cotangent(node);
                          const double* from = seed.data() + begin * bar.walker_stride();
                          for (std::size_t n = 0; n < walkers * bar.walker_stride(); ++n)
                            bar.data[n] = static_cast<T>(from[n]);
                          run.pullback(sum, 0);
                        });
}

template <class T>
void Executor<T>::output_jacobian(const std::string& name, int feature, const Batch& batch, std::span<double> rows) {
  const int node = state_->graph.output(name);
  require(node >= 0, "the wave function has no output '" + name + "'");
  const std::size_t parameters = state_->graph.trainable_count();
  state_->for_tiles(state_->add_plan(node, Evaluation::value_pullback), state_->count(batch),
                    [&](auto& run, std::size_t begin, std::size_t walkers) {
                      run.forward(state_->rows(batch, begin, walkers), static_cast<int>(walkers), 0);
                      run.clear_cotangents();
                      for (std::size_t w = 0; w < walkers; ++w)
                        run.cotangent(node).at(static_cast<int>(w))[feature] = T(1);
                      const auto sums = run.jacobian_rows(walkers * parameters);
                      std::ranges::fill(sums, T(0));
                      run.pullback(sums.data(), static_cast<std::ptrdiff_t>(parameters));
                      std::copy_n(sums.data(), walkers * parameters, rows.data() + begin * parameters);
                    });
}

template <class T>
std::vector<OpCost> Executor<T>::take_costs() {
  std::vector<OpCost> costs;
  const auto take = [&](std::array<std::vector<std::uint64_t>, evaluations>& spent, bool backward) {
    for (std::size_t way = 0; way < spent.size(); ++way) {
      for (std::size_t n = 0; n < spent[way].size(); ++n)
        costs.push_back({.evaluation = static_cast<Evaluation>(way),
                         .backward = backward,
                         .op = std::string(state_->graph.nodes()[n].op->name),
                         .ticks = static_cast<double>(spent[way][n])});
      spent[way].clear();
    }
  };
  for (auto& workspace : state_->workspaces) {
    take(workspace.spent.forward, false);
    take(workspace.spent.backward, true);
  }
  return costs;
}

template <class T>
std::size_t Executor<T>::memory() const {
  std::size_t bytes = state_->weights.bytes() + (state_->rows_of_orbitals ? state_->rows_of_orbitals->bytes() : 0);
  for (const auto& workspace : state_->workspaces) bytes += workspace.bytes();
  return bytes;
}

template class Executor<float>;
template class Executor<double>;

}  // namespace kato
