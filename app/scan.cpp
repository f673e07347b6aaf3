// SPDX-License-Identifier: Apache-2.0
#include "scan/scan.hpp"

#include <tuple>

#include "app/commands.hpp"
#include "base/threads.hpp"
#include "record/run_directory.hpp"

namespace kato {

int scan_command(const Arguments& arguments) {
  ScanOptions options{.program = std::filesystem::read_symlink("/proc/self/exe"),
                      .input = arguments.target,
                      .directory = arguments.directory,
                      .changes = arguments.changes,
                      .key = {},
                      .values = {},
                      .seeds = arguments.seeds,
                      .jobs = arguments.jobs > 0 ? arguments.jobs : available_threads(),
                      .force = arguments.force,
                      .within = arguments.within,
                      .volume = arguments.volume};
  if (options.directory.empty()) options.directory = RunDirectory::default_path(arguments.target).string() + "-scan";
  std::tie(options.key, options.values) = parse_variations(arguments.vary);
  return scan(options);
}

}  // namespace kato
