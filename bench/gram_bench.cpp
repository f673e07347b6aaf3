// SPDX-License-Identifier: Apache-2.0
// The linear algebra of the natural-gradient optimisers, N walkers and P parameters, against the peak of 64-wide
// products; OpenBLAS takes turns with the Gram matrix.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "linalg/blas.hpp"
#include "linalg/cholesky.hpp"
#include "linalg/gram.hpp"
#include "linalg/matrix_vector.hpp"
#include "measure.hpp"
#include "peak.hpp"

namespace kato::bench {
namespace {

struct Case {
  std::string name;
  double flops, bytes;
  std::function<void()> call;
};

// G = O O^T by BLAS: the lower triangle, as ours.
void blas_gram(const std::vector<double>& o, int rows, int columns, std::vector<double>& g) {
  cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, rows, columns, 1, o.data(), columns, 0, g.data(), rows);
}

void run(int walkers, int parameters, int threads, int rounds) {
  const auto n = static_cast<std::size_t>(walkers), p = static_cast<std::size_t>(parameters);
  std::vector<double> o(n * p), gram(n * n), other(n * n), factor(n * n), v(p), u(n), tall(p), wide(n);
  for (auto* numbers : {&o, &v, &u}) fill<double>(*numbers, -1, 1);
  row_gram(o, n, p, gram, threads);
  for (std::size_t i = 0; i < n; ++i) gram[i * n + i] += 1e-3 * static_cast<double>(p);
  const double dn = walkers, dp = parameters;
  LinearCall<double> product(chosen_isa(), 192, 64, 64);
  const std::vector<Case> cases{
      {"64-wide product", product.flops(), 0, [&] { product.forward(); }},
      {"Gram matrix", dn * (dn + 1) * dp, 8 * dn * dp, [&] { row_gram(o, n, p, other, threads); }},
      {"Gram matrix, OpenBLAS", dn * (dn + 1) * dp, 8 * dn * dp, [&] { blas_gram(o, walkers, parameters, other); }},
      {"Cholesky and solve", dn * dn * dn / 3 + 2 * dn * dn, 8 * dn * dn,
       [&] {
         factor = gram;
         wide = u;
         if (cholesky(factor, n)) cholesky_solve(factor, n, wide);
       }},
      {"O v", 2 * dn * dp, 8 * dn * dp, [&] { multiply(o, n, p, v, wide, threads); }},
      {"O^T u", 2 * dn * dp, 8 * dn * dp, [&] { multiply_transposed(o, n, p, u, tall, threads); }}};
  std::vector<std::function<void()>> calls;
  for (const auto& c : cases) calls.push_back(c.call);
  const auto times = in_turns(calls, rounds);
  const double peak = cases[0].flops / times[0].median * 1e-9;
  print_line(fmt::format("N = {}, P = {}, {} thread(s)\n  {:<24}{:>9}{:>9}{:>9}{:>11}{:>13}{:>8}{:>11}", walkers,
                         parameters, threads, "ms", "min", "median", "max", "GFLOP/s", "of the peak", "GB/s",
                         "us/walker"));
  for (std::size_t c = 0; c < cases.size(); ++c) {
    const double rate = cases[c].flops / times[c].median * 1e-9;
    const auto ms = times[c] / 1e-3;
    print_line(fmt::format("  {:<24}{:>9.3f}{:>9.3f}{:>9.3f}{:>11.1f}{:>13.2f}{:>8.1f}{:>11.2f}", cases[c].name,
                           ms.least, ms.median, ms.most, rate, rate / peak, cases[c].bytes / times[c].median * 1e-9,
                           ms.median * 1e3 / dn));
    print_result({{"case", cases[c].name},
                  {"walkers", walkers},
                  {"parameters", parameters},
                  {"threads", threads},
                  {"milliseconds", json_of(ms)},
                  {"gflops", rate},
                  {"of_peak", rate / peak}});
  }
}

}  // namespace
}  // namespace kato::bench

int main(int argc, char** argv) {
  int parameters = 8712, threads = 1, rounds = 9;
  std::vector<int> walkers{512, 1024};
  CLI::App app("Gram matrix, Cholesky and matrix-vector products.");
  app.add_option("--walkers", walkers, "N, one or more");
  app.add_option("--parameters", parameters, "P");
  app.add_option("--threads", threads);
  app.add_option("--rounds", rounds, "how often each is timed")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  for (const int n : walkers) kato::bench::run(n, parameters, threads, rounds);
  return 0;
}
