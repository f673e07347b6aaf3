// SPDX-License-Identifier: Apache-2.0
#include "run/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/error.hpp"
#include "base/ranks.hpp"

namespace kato {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const char* what) {
  const int reason = errno;
  const char* advice = reason == ENOSPC || reason == EDQUOT || reason == EFBIG
                           ? "make room; a run continues from its last checkpoint with `kato resume`"
                           : "check the place and its permissions, or choose another directory with -o";
  throw Error(fmt::format("{}: cannot be {} ({}); {}", path.string(), what, std::strerror(reason), advice));
}

void sync(int descriptor, const std::filesystem::path& path) {
  // Some file systems and devices have nothing to sync, and say so.
  if (::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS) refuse(path, "written");
}

}  // namespace

Descriptor::Descriptor(const std::filesystem::path& path, int flags)
    : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) refuse(path, (flags & O_ACCMODE) == O_RDONLY ? "read" : "written");
}

Descriptor::~Descriptor() { ::close(descriptor_); }

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(path, "written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::filesystem::path write_aside(const std::filesystem::path& path, std::string_view bytes) {
  auto aside = path;
  aside += ".tmp";
  if (!first_rank()) return aside;
  try {
    const Descriptor file(aside, O_WRONLY | O_CREAT | O_TRUNC);
    write_all(file.get(), bytes, path);
    sync(file.get(), path);
  } catch (const Error&) {
    std::error_code ignored;
    std::filesystem::remove(aside, ignored);
    throw;
  }
  return aside;
}

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (!first_rank()) return;
  if (std::rename(from.c_str(), to.c_str()) != 0) refuse(to, "written");
  const auto parent = to.has_parent_path() ? to.parent_path() : std::filesystem::path(".");
  const Descriptor directory(parent, O_RDONLY | O_DIRECTORY);
  sync(directory.get(), parent);
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  rename_file(write_aside(path, bytes), path);
}

std::string read_file(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY);
  std::string bytes;
  char block[1 << 16];
  for (;;) {
    const auto got = ::read(file.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(path, "read");
    if (got == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(got));
  }
}

}  // namespace kato
