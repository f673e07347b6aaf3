// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/error.hpp"
#include "base/fault.hpp"
#include "base/ranks.hpp"

namespace kato {
namespace {

std::string refusal(const std::filesystem::path& path, const char* what, const char* advice) {
  return fmt::format("{}: cannot be {} ({}); {}", path.string(), what, std::strerror(errno), advice);
}

[[noreturn]] void refuse_writing(const std::filesystem::path& path) {
  switch (errno) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      throw Fault(refusal(path, "written", "make room; a run continues from its last checkpoint with `kato resume`"));
    case ENOENT:
      throw Fault(refusal(path, "written", "its directory is gone; put it back and resume, or start the run anew"));
    default:
      throw Fault(refusal(path, "written",
                          "check the place and its permissions, then resume, or choose another directory with -o"));
  }
}

[[noreturn]] void refuse_reading(const std::filesystem::path& path) {
  throw Error(refusal(path, "read", "check its name and its permissions"));
}

void sync(int descriptor, const std::filesystem::path& path) {
  // Some file systems and devices have nothing to sync, and say so.
  if (::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS) refuse_writing(path);
}

}  // namespace

Descriptor::Descriptor(const std::filesystem::path& path, int flags)
    : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
  if (descriptor_ >= 0) return;
  if ((flags & O_ACCMODE) == O_RDONLY) refuse_reading(path);
  refuse_writing(path);
}

Descriptor::~Descriptor() { ::close(descriptor_); }

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse_writing(path);
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
  } catch (const Fault&) {
    std::error_code ignored;
    std::filesystem::remove(aside, ignored);
    throw;
  }
  return aside;
}

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (!first_rank()) return;
  if (std::rename(from.c_str(), to.c_str()) != 0) refuse_writing(to);
  const auto parent = to.has_parent_path() ? to.parent_path() : std::filesystem::path(".");
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) refuse_writing(to);
  const Descriptor opened(directory);
  sync(directory, parent);
}

void keep_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  auto aside = to;
  aside += ".tmp";
  std::error_code ignored;
  std::filesystem::remove(aside, ignored);
  // Without hard links, `from` is missing for a moment.
  rename_file(::link(from.c_str(), aside.c_str()) == 0 ? aside : from, to);
  std::filesystem::remove(aside, ignored);  // still there if `to` was a name of that file already
}

Lock try_lock(const Descriptor& file) {
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return Lock::taken;
  return errno == EWOULDBLOCK ? Lock::held_by_another : Lock::unsupported;
}

void sync_file(const Descriptor& file, const std::filesystem::path& path) { sync(file.get(), path); }

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  rename_file(write_aside(path, bytes), path);
}

std::string read_file(const std::filesystem::path& path) {
  const Descriptor file(path, O_RDONLY);
  struct stat about {};
  require(::fstat(file.get(), &about) != 0 || S_ISREG(about.st_mode),
          path.string() + ": is no file that holds bytes (a directory or a device); check its name");
  std::string bytes;
  char block[1 << 16];
  for (;;) {
    const auto got = ::read(file.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_reading(path);
    if (got == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(got));
  }
}

}  // namespace kato
