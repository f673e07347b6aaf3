// SPDX-License-Identifier: Apache-2.0
// The kernels alone, for every instruction set that this processor runs: products in the shapes of equivariant-slater,
// elementary functions, and determinants with LAPACK's taking turns.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "kernel_calls.hpp"
#include "linalg/blas.hpp"
#include "measure.hpp"

extern "C" void dgetrf_(const int* m, const int* n, double* a, const int* lda, int* pivots, int* info);
extern "C" void sgetrf_(const int* m, const int* n, float* a, const int* lda, int* pivots, int* info);

namespace kato::bench {
namespace {

template <class T>
constexpr const char* precision = sizeof(T) == 8 ? "double" : "float";

// One line of a table: a case, and a number for every column; the columns took turns.
struct Row {
  std::string name;
  double work;  ///< divided by the time, or what the time is divided by
  std::vector<std::function<void()>> calls;
};

// `rate`: 1e-9 work/time (GFLOP/s); else 1e9 time/work (ns).
void print_row(const Row& row, const std::vector<std::string>& columns, bool rate, int rounds) {
  const auto times = in_turns(row.calls, rounds, 1e-3);
  std::string line = fmt::format("  {:<34}", row.name);
  nlohmann::ordered_json result{{"case", row.name}, {"unit", rate ? "GFLOP/s" : "ns"}};
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const double median = times[c].median;
    const double number = rate ? row.work / median * 1e-9 : median / row.work * 1e9;
    line += fmt::format("{:>10.{}f}", number, number < 10 ? 2 : 1);
    result[columns[c]] = {{"value", number}, {"seconds", json_of(times[c])}};
  }
  print_line(line);
  print_result(result);
}

std::vector<std::string> head(const std::string& title, std::vector<std::string> more = {}) {
  std::vector<std::string> columns;
  for (const Isa isa : usable_isas()) columns.emplace_back(name(isa));
  columns.insert(columns.end(), more.begin(), more.end());
  std::string line = fmt::format("{:<36}", title);
  for (const auto& column : columns) line += fmt::format("{:>10}", column);
  print_line(line);
  return columns;
}

template <class T>
void products(int rows, int rounds) {
  const auto columns = head(fmt::format("products, {}: GFLOP/s", precision<T>));
  struct Shape {
    int depth, columns;
  };
  for (const auto& shape : {Shape{64, 64}, Shape{64, 4}, Shape{64, 6}, Shape{2, 64}, Shape{1, 64}}) {
    std::vector<std::unique_ptr<LinearCall<T>>> made;
    Row forward, input, weight;
    for (const Isa isa : usable_isas()) {
      auto* call = made.emplace_back(std::make_unique<LinearCall<T>>(isa, rows, shape.depth, shape.columns)).get();
      forward.calls.emplace_back([call] { call->forward(); });
      input.calls.emplace_back([call] { call->input_bar(); });
      weight.calls.emplace_back([call] { call->weight_bar(); });
      forward.work = input.work = weight.work = call->flops();
    }
    const auto text = fmt::format("{} {} x {} x {}", precision<T>, rows, shape.depth, shape.columns);
    forward.name = text + " x W";
    input.name = text + " y_bar W^T";
    weight.name = text + " x^T y_bar";
    for (const auto* row : {&forward, &input, &weight}) print_row(*row, columns, true, rounds);
  }
}

template <class T>
void functions(int rounds) {
  const auto columns = head(fmt::format("functions, {}: ns a number", precision<T>));
  constexpr int count = 2048;
  const std::pair<const char*, Pointwise> cases[] = {
      {"tanh", Pointwise::tanh}, {"exp", Pointwise::exp}, {"log", Pointwise::log}, {"celu", Pointwise::celu}};
  for (const auto& [text, function] : cases) {
    std::vector<std::unique_ptr<PointwiseCall<T>>> made;
    Row row{.name = fmt::format("{} {}", precision<T>, text), .work = count, .calls = {}};
    for (const Isa isa : usable_isas()) {
      auto* call = made.emplace_back(std::make_unique<PointwiseCall<T>>(isa, function, count)).get();
      row.calls.emplace_back([call] { call->forward(); });
    }
    print_row(row, columns, false, rounds);
  }
}

// What a loop over LAPACK's factorisation costs, its copy of the matrix included.
template <class T>
void factorise_each(const T* matrices, int n, int walkers, std::vector<T>& work, std::vector<int>& pivots) {
  for (int w = 0; w < walkers; ++w) {
    int info = 0;
    std::copy_n(matrices + static_cast<std::ptrdiff_t>(w) * n * n, n * n, work.begin());
    if constexpr (sizeof(T) == 8)
      dgetrf_(&n, &n, work.data(), &n, pivots.data(), &info);
    else
      sgetrf_(&n, &n, work.data(), &n, pivots.data(), &info);
  }
}

template <class T>
void determinants(int rounds) {
  const auto columns = head(fmt::format("slogdet, {}: ns a walker", precision<T>), {"LAPACK"});
  constexpr int walkers = 64;
  for (const int n : {2, 3, 4, 6, 8, 12, 16, 20, 24, 32}) {
    std::vector<std::unique_ptr<SlogdetCall<T>>> made;
    std::vector<T> work(static_cast<std::size_t>(n) * n);
    std::vector<int> pivots(static_cast<std::size_t>(n));
    Row row{.name = fmt::format("{} n = {}", precision<T>, n), .work = walkers, .calls = {}};
    for (const Isa isa : usable_isas()) {
      auto* call = made.emplace_back(std::make_unique<SlogdetCall<T>>(isa, n, walkers)).get();
      row.calls.emplace_back([call] { call->forward(); });
    }
    const T* matrices = made.front()->matrices();
    row.calls.emplace_back([&, n] { factorise_each(matrices, n, walkers, work, pivots); });
    print_row(row, columns, false, rounds);
  }
}

template <class T>
void run(int rows, int rounds) {
  products<T>(rows, rounds);
  functions<T>(rounds);
  determinants<T>(rounds);
}

}  // namespace
}  // namespace kato::bench

int main(int argc, char** argv) {
  int rows = 256, rounds = 15;
  CLI::App app("Products, elementary functions and determinants by instruction set.");
  app.add_option("--rows", rows, "of the products");
  app.add_option("--rounds", rounds, "how often each is timed")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  kato::bench::run<double>(rows, rounds);
  kato::bench::run<float>(rows, rounds);
  return 0;
}
