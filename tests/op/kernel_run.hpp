// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "op/sample.hpp"

namespace kato::test {

/// One op's kernels on the walkers of a sample, repeated to fill a tile of many; all memory is guarded.
template <class T>
class KernelRun {
 public:
  KernelRun(const Sample& sample, Isa isa, int walkers) : sample_(sample), kernels_(sample.c.op->at<T>(isa)) {
    call_.tile = sample.tile;
    call_.tile.walkers = walkers;
    call_.attributes = sample.c.attributes;
    call_.constants = sample.c.constants.empty() ? nullptr : sample.c.constants.data();
    call_.inputs = static_cast<int>(sample.c.in.size());
    for (std::size_t s = 0; s < sample.c.in.size(); ++s) {
      call_.in[s] = buffer(sample.c.in[s], inputs_);
      for (int w = 0; w < walkers; ++w) {
        const auto numbers = flatten(world(w).in[s], sample.tile, sample.c.in[s]);
        std::copy(numbers.begin(), numbers.end(), call_.in[s].at(w));
      }
    }
    call_.out = buffer(sample.out, outputs_);
    for (std::size_t p = 0; p < sample.c.parameters.size(); ++p) {
      parameters_.emplace_back(world(0).parameter[p].size());
      for (std::size_t n = 0; n < parameters_[p].size(); ++n)
        parameters_[p][n] = static_cast<T>(world(0).parameter[p][n].v.v);
      call_.parameter[p] = parameters_[p].data();
    }
    for (int w = 0; w < walkers; ++w)
      for (const Dual& x : world(w).x.numbers) coordinates_.push_back(x.v.v);
    call_.coordinates = coordinates_.data();
    for (int w = 0; w < walkers; ++w) labels_.insert(labels_.end(), world(w).labels.begin(), world(w).labels.end());
    call_.labels = labels_.data();
    const OpInfo& op = *sample.c.op;
    outputs_.emplace_back(op.scratch ? op.scratch(call_.tile, sample.query(), sample.out) : 0);
    call_.scratch = outputs_.back().data();
    prepare();
  }

  void prepare() {
    const OpInfo& op = *sample_.c.op;
    if (kernels_.prepare == nullptr) return;
    outputs_.emplace_back(op.prepared(sample_.query(), sample_.out), T(0));
    call_.prepared = outputs_.back().data();
    kernels_.prepare(call_, outputs_.back().data());
  }
  void forward() { kernels_.forward(call_); }
  /// Adds to an output that is `base` everywhere.
  void forward_onto(T base) {
    std::fill_n(call_.out.data, call_.tile.walkers * call_.out.walker_stride(), base);
    call_.accumulate = true;
    kernels_.forward(call_);
    call_.accumulate = false;
  }
  void forward_in_place() {
    call_.out.data = call_.in[0].data;
    kernels_.forward(call_);
  }

  /// After `forward`. `seed` is of one walker, the same for all; `base` is what the cotangents hold before. Inputs
  /// and parameters (their bits come after the inputs') whose bit is set in `without` get none; a stride of 0 adds the
  /// parameters' cotangents over walkers.
  void pullback(const std::vector<double>& seed, T base, unsigned without, bool apart) {
    call_.out_bar = buffer(sample_.out, inputs_);
    for (int w = 0; w < call_.tile.walkers; ++w) std::copy(seed.begin(), seed.end(), call_.out_bar.at(w));
    for (std::size_t s = 0; s < sample_.c.in.size(); ++s) {
      call_.in_bar[s] = buffer(sample_.c.in[s], outputs_, base);
      if (without & (1u << s)) call_.in_bar[s].data = nullptr;
    }
    std::size_t size = 0;
    for (const int count : sample_.c.parameters) size += static_cast<std::size_t>(count);
    outputs_.emplace_back(size * (apart ? call_.tile.walkers : 1), base);
    parameter_bar = outputs_.back().data();
    call_.parameter_bar_stride = apart ? static_cast<std::ptrdiff_t>(size) : 0;
    size = 0;
    for (std::size_t p = 0; p < sample_.c.parameters.size(); ++p) {
      call_.parameter_bar[p] = without >> (sample_.c.in.size() + p) & 1u ? nullptr : parameter_bar + size;
      size += static_cast<std::size_t>(sample_.c.parameters[p]);
    }
    kernels_.pullback(call_);
  }

  const World& world(int w) const { return sample_.worlds[static_cast<std::size_t>(w % Sample::walkers)]; }
  const Call<T>& call() const { return call_; }
  std::vector<double> out(int w) const { return {call_.out.at(w), call_.out.at(w) + call_.out.walker_stride()}; }
  std::vector<double> in_bar(int w, std::size_t s) const {
    const auto& bar = call_.in_bar[s];
    return {bar.at(w), bar.at(w) + bar.walker_stride()};
  }
  /// Nothing was written beside the outputs.
  bool guards_intact() const {
    for (const auto* list : {&inputs_, &outputs_, &parameters_})
      for (const auto& numbers : *list)
        if (!numbers.intact()) return false;
    return true;
  }
  bool inputs_unchanged() const {
    for (std::size_t s = 0; s < sample_.c.in.size(); ++s)
      for (int w = 0; w < call_.tile.walkers; ++w) {
        const auto numbers = flatten(world(w).in[s], sample_.tile, sample_.c.in[s]);
        if (!std::equal(numbers.begin(), numbers.end(), call_.in[s].at(w))) return false;
      }
    return true;
  }

  T* parameter_bar = nullptr;

 private:
  Buffer<T> buffer(const Shape& shape, std::vector<Guarded<T>>& owner, T fill = std::numeric_limits<T>::quiet_NaN()) {
    owner.emplace_back(count_of(sample_.tile, shape) * call_.tile.walkers, fill);
    return {.data = owner.back().data(),
            .kind = shape.rows,
            .pattern = shape.pattern,
            .rows = sample_.tile.rows(shape.rows),
            .features = shape.features,
            .lanes = sample_.tile.lanes(shape.pattern)};
  }

  const Sample& sample_;
  const Kernels<T>& kernels_;
  Call<T> call_;
  std::vector<Guarded<T>> inputs_, outputs_, parameters_;
  std::vector<double> coordinates_;
  std::vector<std::int8_t> labels_;
};

}  // namespace kato::test
