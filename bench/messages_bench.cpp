// SPDX-License-Identifier: Apache-2.0
// Message passing in a box: the local energy of one walker against the number of electrons and against the processor's
// peak, and what each op takes of it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "exec/executor.hpp"
#include "peak.hpp"
#include "run/stage.hpp"
#include "system/fermi_sea.hpp"

namespace kato::bench {
namespace {

struct Choice {
  std::vector<int> particles{7, 14, 27, 54};
  int rounds = 5, iterations = 2, width = 32, walkers = 4;
  TileChoice tile;
  std::string what = "local_energy";
  bool ops = false;
};

Stage stage_of(int particles, const Choice& choice) {
  const auto text = fmt::format(
      "[system]\nspace = \"box\"\ndimensions = 3\nup = {}\ndown = {}\nr_s = 5.0\n"
      "[[system.interaction]]\nkind = \"coulomb\"\n"
      "[ansatz]\nkind = \"message-passing-slater\"\niterations = {}\nnodes = {}\npairs = {}\nhidden = {}\n",
      (particles + 1) / 2, particles / 2, choice.iterations, choice.width, choice.width, choice.width);
  return Stage(resolve_input(parse_toml(text, "benchmark"), {}, registry()));
}

// Multiplications and additions of the products: those with weights, and of pairs with pairs.
double products(const Graph& graph, bool lanes) {
  const Tile tile{.walkers = 1,
                  .particles = graph.particles(),
                  .dimensions = graph.dimensions(),
                  .block_particles = lanes ? graph.particles() : 0,
                  .laplacian = lanes};
  double flops = 0;
  for (const auto& node : graph.nodes()) {
    const auto shape = [&](int input) { return graph.nodes()[static_cast<std::size_t>(input)].shape; };
    if (node.op == &linear_op)
      for (const int input : node.inputs)
        flops += 2.0 * shape(input).features * node.shape.features * tile.rows(shape(input).rows) *
                 tile.lanes(shape(input).pattern);
    if (node.op == &pair_product_op) {  // y_k = a_k b + a b_k; lap y = lap a b + a lap b + 2 sum a_k b_k
      const double terms = 2.0 * std::pow(graph.particles(), 3) * node.shape.features;
      const int gradients = tile.gradients(shape(node.inputs[0]).pattern);
      flops += terms * (lanes ? 1 + 3 * gradients + 2 : 1);
    }
  }
  return flops;
}

Evaluation evaluation_of(const std::string& what) {
  return what == "value" ? Evaluation::value : what == "gradient" ? Evaluation::value_pullback : Evaluation::laplacian;
}

void print_ops(const std::vector<OpCost>& costs) {
  std::map<std::string, double> ticks;
  double all = 0;
  for (const auto& cost : costs) ticks[cost.op] += cost.ticks, all += cost.ticks;
  for (const auto& [op, spent] : ticks) print_line(fmt::format("  {:<18} {:>6.1f} %", op, 100 * spent / all));
}

// Returns milliseconds a walker, and those of the products alone at the peak.
template <class T>
std::pair<double, double> measure(int particles, const std::string& precision, const Choice& choice,
                                  SpeedMeter<T>& meter) {
  const Stage stage = stage_of(particles, choice);
  Executor<T> psi(stage.graph, {.tile = choice.tile});
  psi.set_parameters(stage.graph.initial_parameters(1));
  const auto walkers = first_walkers(stage.system, static_cast<std::size_t>(choice.walkers), 1);
  std::vector<LogPsi> values(walkers.count());
  std::vector<double> gradient(walkers.x.size()), laplacian(walkers.count());
  const Batch batch(walkers.x);
  const std::vector<double> seeds(walkers.count(), 1);
  std::vector<double> slope(stage.graph.trainable_count());
  const bool lanes = choice.what == "local_energy";
  const auto call = [&] {
    if (choice.what == "value") psi.value(batch, values);
    if (choice.what == "gradient") psi.pullback(batch, seeds, slope);
    if (lanes) psi.laplacian(batch, values, gradient, laplacian);
  };
  call();
  static_cast<void>(psi.take_costs());
  std::vector<double> milliseconds, shares, floors;
  const double flops = products(stage.graph, lanes) * (choice.what == "gradient" ? 3 : 1);
  for (int round = 0; round < choice.rounds; ++round) {
    const double peak = meter.measure().gflops;
    const double seconds = seconds_of(call, 0.1) / static_cast<double>(walkers.count());
    milliseconds.push_back(1e3 * seconds);
    shares.push_back(flops / seconds * 1e-9 / peak);
    floors.push_back(flops / peak * 1e-6);
  }
  const auto time = spread(milliseconds), share = spread(shares), floor = spread(floors);
  const auto& plan = psi.plan(evaluation_of(choice.what));
  print_line(fmt::format("{:>4} {:>7} {:>10.3f} {:>10.1f} {:>8.3f} ({:.3f} to {:.3f}) {:>8} x {:<3} {:>8.1f}",
                         particles, precision, time.median, 1e-6 * flops, share.median, share.least, share.most,
                         plan.walkers, plan.block_particles, 1e-6 * sizeof(T) * static_cast<double>(plan.numbers)));
  print_result({{"case", choice.what},
                {"precision", precision},
                {"particles", particles},
                {"milliseconds", json_of(time)},
                {"floor_milliseconds", json_of(floor)},
                {"megaflop", 1e-6 * flops},
                {"share_of_peak", json_of(share)}});
  if (choice.ops) print_ops(psi.take_costs());
  return {time.median, floor.median};
}

template <class T>
void measure_all(const std::string& precision, const Choice& choice) {
  SpeedMeter<T> meter;
  std::vector<Point> times, floors;
  for (const int particles : choice.particles) {
    const auto [time, floor] = measure<T>(particles, precision, choice, meter);
    times.push_back({static_cast<double>(particles), time});
    floors.push_back({static_cast<double>(particles), floor});
  }
  if (times.size() < 2) return;
  print_line(fmt::format("  exponent {:.2f}, of the products at the peak {:.2f}", exponent(times), exponent(floors)));
  print_result({{"case", "exponent"}, {"precision", precision}, {"all", exponent(times)}, {"floor", exponent(floors)}});
}

}  // namespace
}  // namespace kato::bench

int main(int argc, char** argv) {
  using namespace kato::bench;
  Choice choice;
  std::string precision;
  CLI::App app("Message passing: time of a local energy against the number of electrons.");
  app.add_option("--particles", choice.particles)->expected(1, 20);
  app.add_option("--precision", precision, "double or float; both if it is not given");
  app.add_option("--rounds", choice.rounds);
  app.add_option("--iterations", choice.iterations);
  app.add_option("--width", choice.width);
  app.add_option("--walkers", choice.walkers);
  app.add_option("--block", choice.tile.block_particles, "particles whose derivatives are evaluated at once");
  app.add_option("--tile", choice.tile.walkers, "walkers in a tile");
  app.add_flag("--ops", choice.ops, "What each op takes");
  app.add_option("--what", choice.what)->check(CLI::IsMember({"value", "local_energy", "gradient"}));
  CLI11_PARSE(app, argc, argv);
  print_line(
      fmt::format("{:>4} {:>7} {:>10} {:>10} {:>8} {:>30} {:>8}", "N", "", "ms", "Mflop", "share", "tile", "MB"));
  if (precision != "float") measure_all<double>("double", choice);
  if (precision != "double") measure_all<float>("float", choice);
}
