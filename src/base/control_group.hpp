// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <limits>

namespace kato {

/// What a container or a batch system leaves to this process: of its control group (version 2) and all groups above it
/// the least. Infinite where nothing is said.
struct Allowance {
  double processors = std::numeric_limits<double>::infinity();  ///< cpu.max: quota over period
  double bytes = std::numeric_limits<double>::infinity();       ///< memory.max
};

/// `membership` names the group of the process, and `root` is where the groups are.
Allowance allowance(const std::filesystem::path& membership = "/proc/self/cgroup",
                    const std::filesystem::path& root = "/sys/fs/cgroup");

/// Whole processors of this machine that the process may use, at least one: those it is bound to, or fewer by its
/// allowance.
int allowed_processors(const Allowance& allowance);

/// The memory of this machine, or less by the allowance, in bytes.
double allowed_memory(const Allowance& allowance);

}  // namespace kato
