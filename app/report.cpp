// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "report/page.hpp"
#include "run/job.hpp"

namespace kato {

int report_command(const Arguments& arguments) {
  const auto runs = read_records(arguments.directories);
  const auto page = page_html(runs);
  const std::filesystem::path path = arguments.directory.empty() ? "report.html" : arguments.directory;
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  require(std::filesystem::is_directory(folder),
          fmt::format("{}: cannot be written (there is no directory {}); make it, or choose another place with -o",
                      path.string(), folder.string()));
  write_file(path, page);
  if (arguments.volume != Log::Volume::quiet)
    fmt::print("{}: {} run{}, {:.0f} kB; open it in a browser\n", path.string(), runs.size(),
               runs.size() == 1 ? "" : "s", 1e-3 * static_cast<double>(page.size()));
  return done;
}

}  // namespace kato
