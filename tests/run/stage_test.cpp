// SPDX-License-Identifier: Apache-2.0
#include "run/stage.hpp"

#include <cmath>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"
#include "run/run_files.hpp"
#include "run/vmc_session.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

// A spring between all particles that counts how often it is made.
class Counted final : public Interaction {
 public:
  Counted() { ++made; }
  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    for (std::size_t w = 0; w < energy.size(); ++w) {
      const double distance = walkers.x[2 * w] - walkers.x[2 * w + 1];
      energy[w] += 0.1 * distance * distance;
    }
  }

  static inline int made = 0;
};

// No number where the first particle is to the left.
class Cliff final : public Interaction {
 public:
  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override {
    for (std::size_t w = 0; w < energy.size(); ++w) energy[w] += std::sqrt(walkers.x[2 * w]);
  }
};

// Two trainable widths, whose parameter is a row, a column or of another name where the trap is wider or narrower.
Graph shapes(const Particles& particles, const Settings&) {
  Graph graph(particles.count, 1);
  const Node x = graph.coordinates();
  const Node squares = concat({sum(square(x)), scale(square(sum(x)), 0.5)});
  const bool wide = particles.length > 1, narrow = particles.length < 1;
  const int widths = graph.parameter(narrow ? "radii" : "widths", {2, 1}, {.shift = -0.4});
  if (wide) graph.parameter("more", {1}, {});
  graph.output("amplitude", signed_product({slogdet(concat({scale(x, 0, 1), x})), linear({squares}, 1, widths)}));
  return graph;
}

const bool added = [] {
  extend_registry([](Registry& kinds) {
    kinds.add<Interaction>({.name = "counted", .summary = "springs that are counted"},
                           [](const Matter&, const Settings&) { return std::make_unique<Counted>(); });
    kinds.add<Interaction>({.name = "cliff", .summary = "the end of the world"},
                           [](const Matter&, const Settings&) { return std::make_unique<Cliff>(); });
    kinds.add<Ansatz>({.name = "shapes", .summary = "parameters that the trap decides on"}, shapes);
  });
  return true;
}();

using Stages = RunFiles;

const std::string counted = small_run +
                            "[[system.interaction]]\nkind = \"counted\"\n[train]\nsteps = 3\n[evaluate]\n"
                            "samples = 64\nobservables = [\"density\", \"virial\"]\n";

TEST_F(Stages, a_run_builds_the_system_of_every_stage_once) {
  ASSERT_TRUE(added);
  Counted::made = 0;
  ASSERT_EQ(start("one", counted), done);
  EXPECT_EQ(Counted::made, 1);
  ASSERT_EQ(resume({"train.steps=5"}, quietly("one")), done);
  EXPECT_EQ(Counted::made, 2);
  const std::string rung = "[[train.stage]]\nsteps = 2\nset = { \"system.interaction.0.strength\" = 5.0 }\n";
  ASSERT_EQ(start("three", counted + rung + rung), done);
  EXPECT_EQ(Counted::made, 5);
  ASSERT_EQ(evaluate({}, quietly("three")), done);
  EXPECT_EQ(Counted::made, 8);
  EXPECT_GT(make_session(load_input(directory / "one" / "input.toml"))->cost_text().size(), 0U);
  EXPECT_EQ(Counted::made, 9);
}

std::string change_of_parameters(const std::string& frequency) {
  const auto text =
      "[run]\nthreads = 1\n[system]\nparticles = 2\n[ansatz]\nkind = \"shapes\"\n[pretrain]\ntarget = \"none\"\n"
      "[train]\nsteps = 1\n[[train.stage]]\nsteps = 1\nset = { \"system.potential.frequency\" = [" +
      frequency + "] }\n";
  return message_of([&] { VmcSession(resolve_input(parse_toml(text, "input.toml"), {}, registry())); });
}

TEST_F(Stages, one_that_changes_the_parameters_is_refused_with_the_first_that_differs) {
  EXPECT_TRUE(has(change_of_parameters("4.0"), "train.stage", "one has radii [2, 1] where another has widths [2, 1]"));
  EXPECT_TRUE(has(change_of_parameters("0.25"), "one has more [1] where another has nothing"));
}

TEST_F(Stages, a_potential_that_is_not_finite_where_a_walker_is_names_the_place) {
  const Stage stage(resolve_input(
      parse_toml("[system]\nparticles = 2\n[[system.interaction]]\nkind = \"cliff\"\n", "input.toml"), {}, registry()));
  const auto walkers = [](double x) {
    return Walkers{.particles = 2, .dimensions = 1, .x = {1, 2, x, 3}, .log_abs = {0, 0}};
  };
  EXPECT_NO_THROW(check_potential(stage, walkers(0.5)));
  EXPECT_TRUE(has(message_of([&] { check_potential(stage, walkers(-0.5)); }), "potential energy is not a number",
                  "particles are at -0.5, 3;"));
}

}  // namespace
}  // namespace kato
