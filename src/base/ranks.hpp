// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kato {

/// The processes that do a run together: the ranks of MPI. All hold the same state and take the same decisions. Work
/// that takes time is shared out, by walkers for the most part, and what comes of it is put together so that every rank
/// has the same bits. The first rank alone reads and writes for all.
///
/// Functions that name all ranks are collective: every rank calls them, in the same order, from one thread. A program
/// without a `RankSession` is the only rank there is; then they cost nothing.
int rank();   ///< from 0
int ranks();  ///< their number
inline bool first_rank() { return rank() == 0; }

/// The MPI library that the program was built with, or "none".
std::string mpi_library();

/// The processors that this rank may use: those of its machine, divided among the ranks on it.
int processors_of_rank();

/// Items first .. first + count - 1 of something.
struct Share {
  std::size_t first = 0, count = 0;

  /// The part of an array [items, width] that belongs to them.
  template <class T>
  std::span<T> of(std::span<T> items, std::size_t width = 1) const {
    return items.subspan(first * width, count * width);
  }
};

/// What falls to `rank` of so many items: a range, as long as that of any other rank or one item shorter or longer.
Share share_of(std::size_t items, int rank, int ranks);
Share own_share(std::size_t items);

/// numbers <- their sum over all ranks, added in the order of ranks.
void add_over_ranks(std::span<double> numbers);
double sum_over_ranks(double number);

/// The same for the lower triangle, with the diagonal, of a matrix [n, n].
void add_triangle_over_ranks(std::span<double> matrix, std::size_t n);

/// Every rank has filled its own share of the items of an array [items, width]; all get the others' shares.
void gather_over_ranks(std::span<double> numbers, std::size_t items);

/// From the own rows of a table [rows, columns] to the own columns: `table` [own rows, columns] becomes
/// [rows, own columns].
void rows_to_columns_over_ranks(std::vector<double>& table, std::size_t rows, std::size_t columns);

/// All get the numbers of rank `from`.
void copy_from_rank(int from, std::span<double> numbers);

/// Whether it is true on any rank.
bool on_any_rank(bool here);

/// The first rank does it while the others wait; what it throws is thrown on all ranks.
void on_first_rank(const std::function<void()>& action);

/// Whether all ranks have the same text.
bool same_on_all_ranks(std::string_view text);

/// Throws `std::runtime_error` unless all ranks have the same numbers, bit for bit: then they would part ways.
void require_agreement(std::span<const double> numbers);

/// Joins the ranks that a launcher (mpirun, srun) has started, while it lives. To be made once, in `main`.
class RankSession {
 public:
  /// Throws `Error` if the launcher has started more than one process and they cannot find one another: built without
  /// MPI, or the launcher is of another MPI.
  RankSession();
  ~RankSession();
  RankSession(const RankSession&) = delete;
  RankSession& operator=(const RankSession&) = delete;

  /// Leaves the others: from now on this rank works alone, and so do the programs that it starts.
  void part();

  /// Every rank calls it last. If it ends with an error (`failed`) and the others do not within a few seconds, they
  /// wait for it in vain: prints `message` and ends all of them with `status`. Otherwise returns when all have come.
  void leave(int status, bool failed, const std::string& message);
};

}  // namespace kato
