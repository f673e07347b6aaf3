// SPDX-License-Identifier: Apache-2.0
#include "base/control_group.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <thread>

namespace kato {
namespace {

// The line "0::/a/b" of `membership`; the lines of version 1 have other numbers.
std::string group_of(const std::filesystem::path& membership) {
  std::ifstream file(membership);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("0::/")) return line.substr(4);
  return "";
}

// "max 100000" or "150000 100000"; "max" is no number, and neither is a file that is not there.
void take_least(const std::filesystem::path& group, Allowance& all) {
  std::ifstream processor(group / "cpu.max"), memory(group / "memory.max");
  double quota = 0, period = 0, bytes = 0;
  if (processor >> quota >> period && quota > 0 && period > 0)
    all.processors = std::min(all.processors, quota / period);
  if (memory >> bytes) all.bytes = std::min(all.bytes, bytes);
}

int bound_processors() {
  cpu_set_t own;
  CPU_ZERO(&own);
  if (::sched_getaffinity(0, sizeof own, &own) == 0) return CPU_COUNT(&own);
  return static_cast<int>(std::thread::hardware_concurrency());  // more than a cpu_set_t holds
}

}  // namespace

// A container may see the name that its group has outside; then only the root is there, which is the container's own.
Allowance allowance(const std::filesystem::path& membership, const std::filesystem::path& root) {
  Allowance all;
  for (std::filesystem::path group = group_of(membership); !group.empty(); group = group.parent_path())
    take_least(root / group, all);
  take_least(root, all);
  return all;
}

int allowed_processors(const Allowance& allowance) {
  const double least = std::min(allowance.processors, static_cast<double>(bound_processors()));
  return std::max(1, static_cast<int>(least));
}

double allowed_memory(const Allowance& allowance) {
  const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  return std::min(there, allowance.bytes);
}

}  // namespace kato
