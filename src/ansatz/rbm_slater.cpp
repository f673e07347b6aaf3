// SPDX-License-Identifier: Apache-2.0
#include "ansatz/cusp_factor.hpp"
#include "ansatz/oscillator_orbitals.hpp"
#include "ansatz/pair_factors.hpp"
#include "ansatz/periodic.hpp"
#include "base/error.hpp"

namespace kato {
namespace {

struct Machine {
  int hidden;
  double sigma, spread;
  bool tied;
};

// -|x|^2/(2 sigma^2) of every row, [R, 1].
Node log_gaussian(Node x, double sigma) {
  const Node squares = x.shape().features == 1 ? square(x) : sum_features(square(x));
  return scale(squares, -0.5 / (sigma * sigma));
}

// ln F [1, 1] of the marginal of a Gaussian-binary restricted Boltzmann machine,
//     F = exp( -sum_n (x_n - a_n)^2/(2 sigma^2) ) prod_j ( 1 + exp(b_j + sum_n x_n w_nj/sigma^2) ),
// but for the constant exp(-a^2/(2 sigma^2)). Untied, n counts all coordinates of a walker; tied, those of one
// particle, and the machines of all particles, which are alike, are multiplied. (Tied weights under one common sum over
// particles would see the centre of mass alone.)
Node log_marginal(Node x, const Machine& machine) {
  Graph& graph = *x.graph;
  const Node visible = machine.tied ? x : flatten(x);
  const int n = visible.shape().features;
  const Initial random{.spread = machine.spread};
  const int a = graph.parameter("visible.bias", {n, 1}, random),
            w = graph.parameter("hidden.weight", {n, machine.hidden}, random),
            b = graph.parameter("hidden.bias", {machine.hidden}, random);
  const Node scaled = machine.sigma == 1 ? visible : scale(visible, 1 / (machine.sigma * machine.sigma));
  const Node hidden = softplus(linear({scaled}, machine.hidden, w, b));
  const Node log = log_gaussian(visible, machine.sigma) + linear({scaled}, 1, a) +
                   (machine.hidden == 1 ? hidden : sum_features(hidden));
  return machine.tied ? sum(log) : log;
}

// psi = prod_label det H_j(x_i) F(x) J.
Graph rbm_slater(const Particles& particles, const Settings& settings) {
  const bool tied = settings.flag("tied");
  const auto& jastrow = settings.text("jastrow");
  refuse_box(particles, "rbm-slater");
  Graph graph(particles.count, particles.dimensions);
  const Node x = positions(graph, particles);
  const Node u = trap_coordinates(x, particles);
  const double sigma = settings.real("sigma");
  auto factors = lowest_determinants(x, log_gaussian(u, sigma), particles);
  factors.push_back(log_marginal(u, {.hidden = static_cast<int>(settings.integer("hidden")),
                                     .sigma = sigma,
                                     .spread = settings.real("spread"),
                                     .tied = tied}));
  require(
      !particles.cusp || particles.cusp->core == 0,
      "ansatz rbm-slater: does not vanish where hard cores touch; use slater-jastrow with jastrow = \"polynomial\"");
  check_pair_factor(jastrow, particles);
  const auto pairs = jastrow == "simple" && !tied ? factor_of_each_pair(x) : pair_factor(jastrow, x, particles);
  if (pairs) factors.push_back(*pairs);
  graph.output("amplitude", signed_product(factors));
  return graph;
}

}  // namespace

void register_rbm_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "rbm-slater",
       .summary = "Slater determinants of the trap's lowest levels, one for each species, with a restricted Boltzmann "
                  "machine of Gaussian visible and binary hidden units in place of their Gaussian, times a factor of "
                  "pairs",
       .source = "Nordhagen et al., Front. Phys. 11, 1061580 (2023), Secs. 2.3 and 2.4",
       .options =
           {{.name = "hidden", .fallback = std::int64_t{4}, .summary = "hidden units", .lower = 1, .upper = 4096},
            {.name = "sigma",
             .fallback = 1.0,
             .summary = "width of the Gaussian, in the length 1/sqrt(omega_c) of the trap along each axis",
             .unit = "1/sqrt(omega)",
             .lower = 0,
             .lower_open = true},
            {.name = "spread",
             .fallback = 0.01,
             .summary = "the standard deviation of the starting values of biases and weights",
             .lower = 0,
             .lower_open = true},
            {.name = "tied",
             .fallback = true,
             .summary = "whether all particles share their weights, which keeps psi antisymmetric within a species; "
                        "false as published: every coordinate has its own, and psi is antisymmetric no longer"},
            {.name = "jastrow",
             .fallback = std::string("pade"),
             .summary = "the logarithm of the factor of pairs: sum a r/(1 + b r) with the slopes a that the "
                        "interactions ask for, sum b r with b learned for each pair (tied: for each kind of pair), or "
                        "none",
             .choices = {"pade", "simple", "none"}}}},
      rbm_slater);
}

}  // namespace kato
