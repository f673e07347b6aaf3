// SPDX-License-Identifier: Apache-2.0
// Every registered wave function in a periodic box, or what it says instead; a new one is covered by being registered.
#include "ansatz/periodic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "base/error.hpp"
#include "base/random.hpp"
#include "evaluated.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

constexpr double side = 3.7;

Particles in_box(int dimensions, std::vector<Species> species, Statistics statistics = Statistics::fermion) {
  Particles particles{.count = 0,
                      .dimensions = dimensions,
                      .species = std::move(species),
                      .cusp = PairCusp{.unlike = 0.4, .like = {}},
                      .statistics = statistics,
                      .length = side / (2 * std::numbers::pi),
                      .periodic = true};
  if (dimensions > 1) particles.cusp->like = 0.2;
  for (const auto& kind : particles.species) particles.count += kind.count;
  return particles;
}

// With parameters that are none of them zero, as after some training.
Executor<double> trained(const std::string& kind, const Particles& particles) {
  const Graph graph = registry().factory<Ansatz>(kind)(particles, default_settings("ansatz", kind));
  Executor<double> psi(graph);
  auto theta = graph.initial_parameters(3);
  std::vector<double> noise(theta.size());
  fill_normal({.seed = 2, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, noise);
  for (std::size_t p = 0; p < theta.size(); ++p) theta[p] += 0.05 * noise[p];
  psi.set_parameters(theta);
  return psi;
}

std::vector<double> places(std::size_t numbers) {
  std::vector<double> x(numbers + numbers % 2);
  fill_uniform({.seed = 5, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  x.resize(numbers);
  for (double& each : x) each *= side;
  return x;
}

void expect_alike(const Evaluated& a, const Evaluated& b, double tolerance) {
  EXPECT_NEAR(a.log_abs[0], b.log_abs[0], tolerance);
  EXPECT_EQ(a.sign[0], b.sign[0]);
  EXPECT_NEAR(a.laplacian[0], b.laplacian[0], tolerance * (1 + std::abs(a.laplacian[0])));
  for (std::size_t n = 0; n < a.gradient.size(); ++n)
    EXPECT_NEAR(a.gradient[n], b.gradient[n], tolerance * (1 + std::abs(a.gradient[n])));
}

struct InBox {
  std::string kind;
  int dimensions;
};

class PeriodicAnsatz : public testing::TestWithParam<InBox> {
 protected:
  // Bosons of one kind where the wave function is theirs.
  Particles particles() const {
    const int d = GetParam().dimensions;
    if (GetParam().kind == "boson-jastrow") {
      auto all = in_box(d, {{"all", 4}}, Statistics::boson);
      all.species.clear();
      all.cusp->like = all.cusp->unlike;
      return all;
    }
    return in_box(d, {{"up", 3}, {"down", 2}});
  }
  Executor<double> psi_ = trained(GetParam().kind, particles());
  std::vector<double> x_ = places(static_cast<std::size_t>(particles().count * particles().dimensions));
};

TEST_P(PeriodicAnsatz, is_the_same_wherever_a_particle_is_a_box_further) {
  const auto before = derivatives_at(psi_, x_);
  for (std::size_t n = 0; n < x_.size(); ++n) {
    auto moved = x_;
    moved[n] += n % 2 == 0 ? side : -2 * side;
    expect_alike(before, derivatives_at(psi_, moved), 1e-9);
  }
}

// A kink half a box away would hide a delta function of energy.
TEST_P(PeriodicAnsatz, has_no_kink_where_two_particles_are_half_a_box_apart) {
  const auto d = static_cast<std::size_t>(particles().dimensions), last = x_.size() - d;
  for (std::size_t c = 0; c < d; ++c) {
    auto near = x_, far = x_;
    const double h = 1e-7;
    near[last + c] = x_[c] + 0.5 * side - h;
    far[last + c] = x_[c] + 0.5 * side + h;
    expect_alike(derivatives_at(psi_, near), derivatives_at(psi_, far), 1e-4);
  }
}

TEST_P(PeriodicAnsatz, has_the_derivatives_of_its_values) {
  const auto found = derivatives_at(psi_, x_);
  const double h = 1e-4;
  double laplacian = 0, fourth = 0;
  for (std::size_t n = 0; n < x_.size(); ++n) {
    auto up = x_, down = x_;
    up[n] += h, down[n] -= h;
    const double a = values_at(psi_, up).log_abs[0], b = values_at(psi_, down).log_abs[0];
    const double g = found.gradient[n];  // near a node ln|x|, whose derivatives are powers of this
    EXPECT_NEAR(g, (a - b) / (2 * h), 1e-6 * (1 + std::abs(g)) + h * h * std::pow(std::abs(g), 3));
    fourth += std::pow(g, 4);
    laplacian += (a + b - 2 * found.log_abs[0]) / (h * h);
  }
  EXPECT_NEAR(found.laplacian[0], laplacian, 1e-5 * (1 + std::abs(laplacian)) + h * h * fourth);
}

TEST_P(PeriodicAnsatz, changes_its_sign_when_two_fermions_of_one_species_change_places) {
  const auto d = static_cast<std::size_t>(particles().dimensions);
  auto swapped = x_;
  for (std::size_t c = 0; c < d; ++c) std::swap(swapped[c], swapped[d + c]);
  const auto before = values_at(psi_, x_), after = values_at(psi_, swapped);
  EXPECT_NEAR(before.log_abs[0], after.log_abs[0], 1e-9);
  const bool fermions = particles().statistics == Statistics::fermion;
  EXPECT_EQ(after.sign[0], fermions ? -before.sign[0] : before.sign[0]);
}

std::vector<InBox> periodic_kinds() {
  std::vector<InBox> all;
  for (const std::string kind :
       {"slater", "slater-jastrow", "equivariant-slater", "message-passing-slater", "boson-jastrow"})
    for (int d = 1; d <= 3; ++d) all.push_back({kind, d});
  return all;
}

INSTANTIATE_TEST_SUITE_P(in_a_box, PeriodicAnsatz, testing::ValuesIn(periodic_kinds()), [](const auto& one) {
  std::string name = one.param.kind + "_" + std::to_string(one.param.dimensions);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

TEST(Periodic, every_other_wave_function_says_that_it_is_not) {
  std::vector<std::string> kinds;
  for (const auto& in : periodic_kinds()) kinds.push_back(in.kind);
  int refused = 0;
  for (const auto& kind : registry().names("ansatz")) {
    if (std::ranges::find(kinds, kind) != kinds.end() || kind == "channel-network") continue;
    ++refused;
    EXPECT_TRUE(has(message_of([&] { trained(kind, in_box(1, {{"up", 1}, {"down", 1}})); }), "is not periodic", kind));
  }
  EXPECT_GT(refused, 0);
}

// The sum of all momenta is zero: psi depends on no place of all particles together.
TEST(Periodic, distances_and_plane_waves_of_closed_shells_do_not_know_where_all_particles_are) {
  for (const std::string kind : {"message-passing-slater", "slater-jastrow", "boson-jastrow"}) {
    auto particles = in_box(2, {{"up", 5}, {"down", 1}});
    if (kind == "boson-jastrow") particles = in_box(2, {{"one", 1}, {"two", 1}, {"three", 1}});
    auto psi = trained(kind, particles);
    const auto x = places(static_cast<std::size_t>(particles.count) * 2);
    auto moved = x;
    for (std::size_t n = 0; n < x.size(); ++n) moved[n] += n % 2 == 0 ? 0.9 : -0.4;
    expect_alike(derivatives_at(psi, x), derivatives_at(psi, moved), 1e-9);
  }
}

TEST(Periodic, plane_waves_are_those_of_the_lowest_shells) {
  Graph graph(1, 2);
  graph.output("amplitude", concat({sum(sum_features(plane_wave_orbitals(graph.coordinates(), 5))),
                                    scale(sum_features(sum(graph.coordinates())), 0, 1)}));
  Executor<double> psi(graph);
  psi.set_parameters(std::vector<double>{});
  const double x = 0.3, y = 1.1;
  EXPECT_NEAR(values_at(psi, std::vector{x, y}).log_abs[0], 1 + std::cos(x) + std::sin(x) + std::cos(y) + std::sin(y),
              1e-14);
}

TEST(Periodic, a_state_starts_another_number_of_particles_with_every_parameter) {
  const auto names = [](int up) {
    const auto kind = "message-passing-slater";
    const auto graph =
        registry().factory<Ansatz>(kind)(in_box(3, {{"up", up}, {"down", up}}), default_settings("ansatz", kind));
    std::vector<std::pair<std::string, std::vector<int>>> all;
    for (const auto& p : graph.parameters()) all.emplace_back(p.name, p.shape);
    return all;
  };
  EXPECT_EQ(names(1), names(7));
}

}  // namespace
}  // namespace kato
