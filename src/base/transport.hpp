// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kato::transport {

/// What `ranks.cpp` needs of MPI, and nothing else uses. Without MPI there is nobody to join, and nothing is sent.

struct Place {
  int rank = 0, ranks = 1;
  int processors = 0;  ///< for this rank
};

std::string library();

/// Starts MPI if the process was started by one of its launchers; nothing otherwise. `leave` ends it.
std::optional<Place> join();
void leave();

/// Rank r has filled its part of `all`, of counts[r] numbers, after those of the ranks before; all get all.
void gather(std::span<double> all, const std::vector<std::size_t>& counts);

/// Sends counts[r] numbers to every rank r, in the order of ranks, and returns what came from them, in the same order:
/// expected[r] numbers of rank r.
std::vector<double> exchange(std::span<const double> numbers, const std::vector<std::size_t>& counts,
                             const std::vector<std::size_t>& expected);

/// Everybody gets the numbers of one rank.
void broadcast(int from, std::span<double> numbers);
/// Everybody gets the text of rank 0.
void broadcast(std::string& text);

/// Waits until all ranks have called it, or so many seconds; whether they have.
bool meet(std::optional<double> seconds);

/// Prints the message, with the rank, and ends all ranks with this exit status.
[[noreturn]] void abort(int status, const std::string& message);

}  // namespace kato::transport
