// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "op/dual.hpp"
#include "op/info.hpp"
#include "op/ops.hpp"

namespace kato::test {

/// What the reference of an op is given: one walker.
struct World {
  Tile tile;
  Table x;                          ///< coordinates [A, d]
  std::vector<std::int8_t> labels;  ///< [A, L]
  std::vector<Table> in;
  std::vector<std::vector<Dual>> parameter;
};

/// A line of the table: an op, the shapes of its inputs, and the same thing written down plainly.
struct Case {
  std::string name;
  const OpInfo* op;
  std::vector<Shape> in;
  std::function<Table(const World&)> reference;
  Attributes attributes{};
  std::vector<double> constants{};
  std::vector<int> parameters{};  ///< their sizes
  int particles = 3;
  int dimensions = 2;
  int labels = 0;                                       ///< L
  double low = -1, high = 1;                            ///< where the inputs' values lie
  std::function<double(int row, int feature)> shift{};  ///< added to the values of the first input
  double condition = 1;     ///< how many times larger rounding errors may be than those of a short sum
  bool held_fixed = false;  ///< the op has no derivatives, by its definition
  bool curves = true;       ///< compare with finite differences as well
};

inline std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

/// Forward in the modes value and Laplacian, pullback in the modes value and gradient, of both precisions and all
/// instruction sets of this machine, over tiles with all lanes and with blocks of them. Fails the running test.
void check_conformance(const Case& c);

class Conformance : public testing::TestWithParam<Case> {};
inline std::string name_of(const testing::TestParamInfo<Case>& info) { return info.param.name; }

inline constexpr Shape one_all(int f) { return {Rows::one, f, Pattern::all}; }
inline constexpr Shape one_none(int f) { return {Rows::one, f, Pattern::none}; }
inline constexpr Shape particles_own(int f) { return {Rows::particles, f, Pattern::particle}; }
inline constexpr Shape particles_all(int f) { return {Rows::particles, f, Pattern::all}; }
inline constexpr Shape particles_none(int f) { return {Rows::particles, f, Pattern::none}; }
inline constexpr Shape pairs_own(int f) { return {Rows::pairs, f, Pattern::pair}; }
inline constexpr Shape pairs_all(int f) { return {Rows::pairs, f, Pattern::all}; }
inline constexpr Shape pairs_none(int f) { return {Rows::pairs, f, Pattern::none}; }

}  // namespace kato::test
