// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/files.hpp"
#include "base/streams.hpp"
#include "report/page.hpp"
#include "run/job.hpp"

namespace kato {

int report_command(const Arguments& arguments) {
  const auto runs = read_records(arguments.directories);
  const auto page = page_html(runs);
  const std::filesystem::path path = arguments.directory.empty() ? "report.html" : arguments.directory;
  write_output(path, page);
  // A page that goes into a pipe or a device is alone there.
  if (arguments.volume != Log::Volume::quiet && std::filesystem::is_regular_file(path) && !is_stream(path))
    print(fmt::format("{}: {} run{}, {:.0f} kB; open it in a browser\n", path.string(), runs.size(),
                      runs.size() == 1 ? "" : "s", 1e-3 * static_cast<double>(page.size())));
  return done;
}

}  // namespace kato
