// SPDX-License-Identifier: Apache-2.0
#include "base/ranks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include "base/control_group.hpp"
#include "base/error.hpp"
#include "base/fault.hpp"
#include "base/transport.hpp"

namespace kato {
namespace {

// Sums of fewer numbers are gathered whole: one message to everybody instead of two rounds.
constexpr std::size_t few = 512;

struct State {
  int rank = 0, ranks = 1, processors = 0;
};

State& state() {
  static State all;
  return all;
}

// What launchers tell the processes that they start.
constexpr std::array numbers_of_processes{"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS", "PMI_FD"};
constexpr std::array numbers_of_ranks{"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "SLURM_PROCID"};

int from_environment(std::span<const char* const> names) {
  for (const char* name : names)
    if (const char* text = std::getenv(name)) return std::atoi(text);
  return 0;
}

std::vector<std::size_t> counts_of_shares(std::size_t items, std::size_t width) {
  std::vector<std::size_t> counts;
  for (int r = 0; r < ranks(); ++r) counts.push_back(share_of(items, r, ranks()).count * width);
  return counts;
}

// sum <- the arrays of all ranks, [ranks, sum.size()], added in the order of ranks.
void add_in_order(std::span<const double> arrays, std::span<double> sum) {
  std::ranges::fill(sum, 0.0);
  for (std::size_t begin = 0; begin < arrays.size(); begin += sum.size())
    for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += arrays[begin + n];
}

std::vector<double> gathered(std::span<const double> own) {
  std::vector<double> all(own.size() * static_cast<std::size_t>(ranks()));
  std::ranges::copy(own, all.begin() + static_cast<std::ptrdiff_t>(own.size()) * rank());
  transport::gather(all, std::vector<std::size_t>(static_cast<std::size_t>(ranks()), own.size()));
  return all;
}

}  // namespace

int rank() { return state().rank; }
int ranks() { return state().ranks; }

std::string mpi_library() { return transport::library(); }

int processors_of_rank() { return state().processors > 0 ? state().processors : allowed_processors(allowance()); }

Share share_of(std::size_t items, int rank, int ranks) {
  const auto place = static_cast<std::size_t>(rank), all = static_cast<std::size_t>(ranks);
  const std::size_t first = items * place / all;
  return {first, items * (place + 1) / all - first};
}

Share own_share(std::size_t items) { return share_of(items, rank(), ranks()); }

// Each rank adds up its share of the numbers.
void add_over_ranks(std::span<double> numbers) {
  if (ranks() == 1) return;
  if (numbers.size() < few) return add_in_order(gathered(numbers), numbers);
  const Share own = own_share(numbers.size());
  const std::vector<std::size_t> wanted(static_cast<std::size_t>(ranks()), own.count);
  const auto parts = transport::exchange(numbers, counts_of_shares(numbers.size(), 1), wanted);
  add_in_order(parts, own.of(numbers));
  gather_over_ranks(numbers, numbers.size());
}

double sum_over_ranks(double number) {
  add_over_ranks({&number, 1});
  return number;
}

void add_triangle_over_ranks(std::span<double> matrix, std::size_t n) {
  if (ranks() == 1) return;
  std::vector<double> triangle;
  triangle.reserve(n * (n + 1) / 2);
  for (std::size_t i = 0; i < n; ++i)
    triangle.insert(triangle.end(), matrix.begin() + static_cast<std::ptrdiff_t>(i * n),
                    matrix.begin() + static_cast<std::ptrdiff_t>(i * n + i + 1));
  add_over_ranks(triangle);
  for (std::size_t i = 0; i < n; ++i)
    std::copy_n(triangle.begin() + static_cast<std::ptrdiff_t>(i * (i + 1) / 2), i + 1,
                matrix.begin() + static_cast<std::ptrdiff_t>(i * n));
}

void gather_over_ranks(std::span<double> numbers, std::size_t items) {
  if (ranks() == 1 || items == 0) return;
  transport::gather(numbers, counts_of_shares(items, numbers.size() / items));
}

void rows_to_columns_over_ranks(std::vector<double>& table, std::size_t rows, std::size_t columns) {
  if (ranks() == 1 || columns == 0) return;
  const std::size_t own_rows = own_share(rows).count;
  std::vector<double> packed(own_rows * columns);  // one rank's columns after the other's
  std::size_t at = 0;
  for (int r = 0; r < ranks(); ++r) {
    const Share theirs = share_of(columns, r, ranks());
    for (std::size_t row = 0; row < own_rows; ++row, at += theirs.count)
      std::copy_n(&table[row * columns + theirs.first], theirs.count, packed.begin() + static_cast<std::ptrdiff_t>(at));
  }
  table = transport::exchange(packed, counts_of_shares(columns, own_rows),
                              counts_of_shares(rows, own_share(columns).count));
}

void copy_from_rank(int from, std::span<double> numbers) {
  if (ranks() > 1) transport::broadcast(from, numbers);
}

bool on_any_rank(bool here) { return sum_over_ranks(here ? 1 : 0) > 0; }

void on_first_rank(const std::function<void()>& action) {
  if (ranks() == 1) return action();
  std::string problem;  // its first letter tells whose fault it is
  std::exception_ptr thrown;
  try {
    if (first_rank()) action();
  } catch (const Fault& fault) {
    problem = std::string("m") + fault.what(), thrown = std::current_exception();
  } catch (const Error& mistake) {
    problem = std::string("u") + mistake.what(), thrown = std::current_exception();
  } catch (const std::exception& fault) {
    problem = std::string("p") + fault.what(), thrown = std::current_exception();
  }
  transport::broadcast(problem);
  if (thrown) std::rethrow_exception(thrown);
  if (problem.starts_with('m')) throw Fault(problem.substr(1));
  if (problem.starts_with('u')) throw Error(problem.substr(1));
  if (!problem.empty()) throw std::runtime_error(problem.substr(1));
}

bool same_on_all_ranks(std::string_view text) {
  if (ranks() == 1) return true;
  std::string first(text);
  transport::broadcast(first);
  return !on_any_rank(first != text);
}

void require_agreement(std::span<const double> numbers) {
  if (ranks() == 1) return;
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const double number : numbers) hash = (hash ^ std::bit_cast<std::uint64_t>(number)) * 0x100000001b3U;
  // As two whole numbers: any bits would be a number, but not all of them survive a comparison.
  const std::vector<double> own{static_cast<double>(hash >> 32), static_cast<double>(hash & 0xffffffffU)};
  const auto all = gathered(own);
  for (std::size_t r = 0; r < all.size(); r += 2)
    if (all[r] != all[0] || all[r + 1] != all[1])
      throw std::runtime_error("rank " + std::to_string(r / 2) +
                               " computed other numbers than rank 0 (are their processors of different kinds?); run on "
                               "machines of one kind, or set KATO_ISA and OPENBLAS_CORETYPE to what all of them have");
}

RankSession::RankSession() {
  const int started = from_environment(std::span(numbers_of_processes).first(3));
  state().rank = from_environment(numbers_of_ranks);
  const auto place = transport::join();
  if (place) state() = {.rank = place->rank, .ranks = place->ranks, .processors = place->processors};
  const auto processes = std::to_string(started) + " processes were started to work together, but ";
  require(started <= 1 || mpi_library() != "none",
          processes +
              "this kato was built without MPI (they would all do the same); start one, or build it where MPI is "
              "installed (KATO_MPI=ON)");
  require(started <= 1 || ranks() == started, processes + (place ? std::to_string(ranks()) : std::string("none")) +
                                                  " of them found one another by " + mpi_library() +
                                                  "; start them with its own mpirun, or with srun --mpi=pmix");
  if (!place) state() = {};
}

RankSession::~RankSession() { transport::leave(); }

void RankSession::part() {
  state().ranks = 1;
  for (const auto& names : {numbers_of_processes, numbers_of_ranks})
    for (const char* name : names) ::unsetenv(name);
}

void RankSession::leave(int status, bool failed, const std::string& message) {
  constexpr double patience = 5;  // seconds
  if (!transport::meet(failed ? std::optional(patience) : std::nullopt)) transport::abort(status, message);
}

}  // namespace kato
