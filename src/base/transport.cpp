// SPDX-License-Identifier: Apache-2.0
#include "base/transport.hpp"

#if !defined(KATO_WITH_MPI)
#include <cstdlib>

namespace kato::transport {

std::string library() { return "none"; }
std::optional<Place> join() { return {}; }
void leave() {}
void gather(std::span<double>, const std::vector<std::size_t>&) {}
std::vector<double> exchange(std::span<const double> numbers, const std::vector<std::size_t>&,
                             const std::vector<std::size_t>&) {
  return {numbers.begin(), numbers.end()};
}
void broadcast(int, std::span<double>) {}
void broadcast(std::string&) {}
bool meet(std::optional<double>) { return true; }
void abort(int status, const std::string&) { std::exit(status); }

}  // namespace kato::transport

#else
#define OMPI_SKIP_MPICXX 1  // mpi.h without the C++ interface, which is no more
#define MPICH_SKIP_MPICXX 1
#include <fmt/format.h>
#include <mpi.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "base/control_group.hpp"
#include "base/error.hpp"
#include "base/streams.hpp"

namespace kato::transport {
namespace {

MPI_Comm work = MPI_COMM_NULL, farewell = MPI_COMM_NULL;  // the second is free when the first is not

bool launched() {
  return std::ranges::any_of(std::vector{"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMI_FD", "PMIX_RANK"},
                             [](const char* name) { return std::getenv(name) != nullptr; });
}

// Counts of numbers and where they begin, as MPI takes them.
struct Layout {
  std::vector<int> counts, begins;
  std::size_t total = 0;

  explicit Layout(const std::vector<std::size_t>& sizes) {
    for (const std::size_t size : sizes) {
      require(total + size <= INT_MAX,
              "ranks: a message between them would hold more than 2^31 numbers; lower sampler.walkers, or take an "
              "optimizer without a matrix of walkers (adam, kfac)");
      counts.push_back(static_cast<int>(size));
      begins.push_back(static_cast<int>(total));
      total += size;
    }
  }
};

// The processors that the ranks on one machine may use between them, divided by their number; never more than this
// rank is bound to, nor than a container or a batch system leaves to it.
int processors_of_rank() {
  cpu_set_t own, all;
  CPU_ZERO(&own);
  if (::sched_getaffinity(0, sizeof own, &own) != 0) return 0;
  MPI_Comm machine = MPI_COMM_NULL;
  MPI_Comm_split_type(work, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  int neighbours = 1;
  MPI_Comm_size(machine, &neighbours);
  MPI_Allreduce(&own, &all, sizeof own, MPI_BYTE, MPI_BOR, machine);
  MPI_Comm_free(&machine);
  const double left = allowance().processors / neighbours;
  const int there = std::min(CPU_COUNT(&own), CPU_COUNT(&all) / neighbours);
  return std::max(1, left < there ? static_cast<int>(left) : there);
}

}  // namespace

std::string library() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(text, &length);  // one of the few calls that work before MPI is started
  const std::string all(text, static_cast<std::size_t>(length));
  return all.substr(0, all.find_first_of(",\n"));
}

std::optional<Place> join() {
  if (!launched()) return {};
  int provided = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_dup(MPI_COMM_WORLD, &work);
  MPI_Comm_dup(MPI_COMM_WORLD, &farewell);
  Place place;
  MPI_Comm_rank(work, &place.rank);
  MPI_Comm_size(work, &place.ranks);
  place.processors = processors_of_rank();
  return place;
}

void leave() {
  if (work != MPI_COMM_NULL) MPI_Finalize();
  work = MPI_COMM_NULL;
}

void gather(std::span<double> all, const std::vector<std::size_t>& counts) {
  const Layout layout(counts);
  MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, all.data(), layout.counts.data(), layout.begins.data(), MPI_DOUBLE,
                 work);
}

std::vector<double> exchange(std::span<const double> numbers, const std::vector<std::size_t>& counts,
                             const std::vector<std::size_t>& expected) {
  const Layout out(counts), in(expected);
  std::vector<double> received(in.total);
  MPI_Alltoallv(numbers.data(), out.counts.data(), out.begins.data(), MPI_DOUBLE, received.data(), in.counts.data(),
                in.begins.data(), MPI_DOUBLE, work);
  return received;
}

void broadcast(int from, std::span<double> numbers) {
  const Layout layout({numbers.size()});
  MPI_Bcast(numbers.data(), layout.counts[0], MPI_DOUBLE, from, work);
}

void broadcast(std::string& text) {
  auto length = static_cast<int>(text.size());
  MPI_Bcast(&length, 1, MPI_INT, 0, work);
  text.resize(static_cast<std::size_t>(length));
  MPI_Bcast(text.data(), length, MPI_CHAR, 0, work);
}

bool meet(std::optional<double> seconds) {
  if (work == MPI_COMM_NULL) return true;
  using Now = std::chrono::steady_clock;
  const auto began = Now::now();
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Ibarrier(farewell, &request);
  for (;;) {
    int there = 0;
    MPI_Test(&request, &there, MPI_STATUS_IGNORE);
    if (there != 0) return true;
    if (seconds && std::chrono::duration<double>(Now::now() - began).count() > *seconds) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void abort(int status, const std::string& message) {
  int rank = 0;
  MPI_Comm_rank(work, &rank);
  if (!message.empty()) show(stderr, fmt::format("{} (on rank {})\n", message, rank));
  std::fflush(nullptr);
  MPI_Abort(MPI_COMM_WORLD, status);
  std::exit(status);
}

}  // namespace kato::transport
#endif
