// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace kato {

void write_output(const std::filesystem::path& path, std::string_view bytes) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  require(std::filesystem::is_directory(folder),
          fmt::format("{}: cannot be written (there is no directory {}); make it, or choose another place",
                      path.string(), folder.string()));
  write_file(path, bytes);
}

}  // namespace kato
