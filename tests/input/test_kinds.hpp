// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "base/registry.hpp"
#include "input/walker_inputs.hpp"

namespace kato {

namespace test_category {
struct Any {
  using Factory = std::function<int(const Settings&)>;
};
struct Ansatz : Any {
  static constexpr std::string_view category = "ansatz";
};
struct Sampler : Any {
  static constexpr std::string_view category = "sampler";
};
struct Optimizer : Any {
  static constexpr std::string_view category = "optimizer";
};
struct Stopping : Any {
  static constexpr std::string_view category = "stopping";
};
struct Potential : Any {
  static constexpr std::string_view category = "interaction";
};
struct Trap : Any {
  static constexpr std::string_view category = "potential";
};
struct Observable : Any {
  static constexpr std::string_view category = "observable";
};
}  // namespace test_category

/// A method whose inputs have other tables of the usual names, and one of its own.
inline Method mesh_method() {
  const Option space{
      .name = "space", .fallback = std::string("momentum"), .summary = "a mesh", .choices = {"momentum"}};
  const Option points{.name = "points", .fallback = std::int64_t{64}, .summary = "points", .lower = 2};
  return {.spaces = {"momentum"},
          .tables = {input_table(""),
                     {.metadata = {.name = "system", .summary = "a mesh", .options = {space}}},
                     {.metadata = {.name = "optimizer", .summary = "the rule"},
                      .category = "optimizer",
                      .default_kind = "adam",
                      .defaults = {{"learning_rate", 0.25}}},
                     {.metadata = {.name = "mesh", .summary = "the mesh", .options = {points}}}},
          .energy_unit = "MeV"};
}

/// Kinds with every type of option, under the names that an input takes when it names none.
inline Registry test_kinds() {
  using namespace test_category;
  const auto none = [](const Settings&) { return 0; };
  Registry kinds;
  kinds.add<Method>({.name = "mesh", .summary = "by quadrature"}, mesh_method());
  kinds.add<Method>({.name = "walkers", .summary = "by sampling"}, walker_inputs());
  kinds.add<Trap>({.name = "harmonic", .summary = ""}, none);
  kinds.add<Ansatz>({.name = "equivariant-slater",
                     .summary = "a determinant",
                     .options = {{.name = "hidden", .fallback = std::int64_t{64}, .summary = "width", .lower = 1},
                                 {.name = "envelope", .fallback = true, .summary = "an envelope"}}},
                    none);
  kinds.add<Sampler>(
      {.name = "metropolis",
       .summary = "moves",
       .options = {{.name = "walkers", .fallback = std::int64_t{1024}, .summary = "how many", .lower = 1},
                   {.name = "target",
                    .fallback = 0.5,
                    .summary = "acceptance",
                    .lower = 0,
                    .upper = 1,
                    .lower_open = true,
                    .upper_open = true}}},
      none);
  kinds.add<Optimizer>({.name = "spring",
                        .summary = "natural gradient",
                        .options = {{.name = "learning_rate", .fallback = 0.1, .summary = "rate", .lower = 0},
                                    {.name = "decay", .fallback = 1.0 / 3, .summary = "decay"}}},
                       none);
  kinds.add<Optimizer>({.name = "adam",
                        .summary = "moments",
                        .options = {{.name = "learning_rate", .fallback = 1e-3, .summary = "rate", .lower = 0},
                                    {.name = "moments",
                                     .fallback = std::vector<double>{0.9, 0.999},
                                     .summary = "decay",
                                     .lower = 0,
                                     .upper = 1,
                                     .upper_open = true}}},
                       none);
  kinds.add<test_category::Stopping>({.name = "none", .summary = "all steps are done"}, none);
  kinds.add<test_category::Stopping>(
      {.name = "settled",
       .summary = "no fall",
       .options = {{.name = "window", .fallback = std::int64_t{50}, .summary = "steps", .lower = 8}}},
      none);
  kinds.add<Potential>(
      {.name = "gaussian",
       .summary = "between pairs",
       .options =
           {{.name = "strength", .fallback = 0.0, .summary = "V0", .unit = "hbar omega", .required = true},
            {.name = "range", .fallback = 0.5, .summary = "s0", .unit = "a_ho", .lower = 0, .lower_open = true}}},
      none);
  kinds.add<Observable>({.name = "density",
                         .summary = "where the particles are",
                         .options = {{.name = "bins", .fallback = std::int64_t{100}, .summary = "bins", .lower = 1}}},
                        none);
  return kinds;
}

}  // namespace kato
