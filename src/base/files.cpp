// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
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
      throw Fault(refusal(path, "written", "check the place and its permissions, or choose another one with -o"));
  }
}

[[noreturn]] void refuse_reading(const std::filesystem::path& path) {
  throw Error(refusal(path, "read", "check its name and its permissions"));
}

void sync(int descriptor, const std::filesystem::path& path) {
  // Some file systems and devices have nothing to sync, and say so.
  if (::fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS) refuse_writing(path);
}

constexpr const char* unfinished = ".tmp";
constexpr int most_links = 40;  // as many as the system follows

void remove_quietly(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!path.empty()) std::filesystem::remove(path, ignored);
}

// Where the symbolic link `path` leads.
std::filesystem::path next_of(const std::filesystem::path& path) {
  return path.parent_path() / std::filesystem::read_symlink(path);
}

// The number of an open file of this process that `path` is a name of, as /dev/stdout is; -1 if it is none.
int own_descriptor(std::filesystem::path path) {
  std::error_code problem;
  const auto own = std::filesystem::canonical("/proc/self/fd", problem);
  for (int hops = 0; hops < most_links && !problem; ++hops) {
    const auto name = path.filename().string();
    const bool digits = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
    if (digits && std::filesystem::canonical(path.parent_path() / ".", problem) == own) return std::atoi(name.c_str());
    if (problem || !std::filesystem::is_symlink(path, problem)) break;
    path = next_of(path);
  }
  return -1;
}

// Makes a file beside `path` under a name that nobody else has; -1 if the system refuses.
int open_beside(const std::filesystem::path& path, std::filesystem::path& name) {
  for (const auto& ending : {std::string(unfinished), fmt::format(".{}{}", ::getpid(), unfinished)}) {
    name = path;
    name += ending;
    const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

// Renames, on the disk too: to where no link leads any further.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) refuse_writing(to);
  const auto parent = to.has_parent_path() ? to.parent_path() : std::filesystem::path(".");
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) refuse_writing(to);
  const Descriptor opened(directory);
  sync(directory, parent);
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

std::filesystem::path followed(std::filesystem::path path) {
  std::error_code none;
  for (int hops = 0; hops < most_links && std::filesystem::is_symlink(path, none); ++hops) path = next_of(path);
  return path;
}

bool is_stream(const std::filesystem::path& path) { return own_descriptor(path) >= 0; }

NewFile::NewFile(const std::filesystem::path& path, std::string_view bytes) : path_(path) {
  if (!first_rank()) return;
  struct stat about {};
  const bool there = ::stat(path.c_str(), &about) == 0;
  if (!there && errno == ELOOP) refuse_writing(path);
  require(!there || !S_ISDIR(about.st_mode), path.string() + ": there is a directory of this name; name a file");
  if ((there && !S_ISREG(about.st_mode)) || is_stream(path)) {
    through_ = bytes;
    return;
  }
  path_ = followed(path);
  const Descriptor file(open_beside(path_, aside_));
  if (file.get() < 0) {
    aside_.clear();
    refuse_writing(path);
  }
  try {
    write_all(file.get(), bytes, path);
    sync(file.get(), path);
  } catch (const Fault&) {
    remove_quietly(aside_);
    throw;
  }
}

NewFile::~NewFile() { remove_quietly(aside_); }

void NewFile::put() {
  if (!first_rank()) return;
  if (aside_.empty()) {
    const int own = own_descriptor(path_);
    const Descriptor file = own >= 0 ? Descriptor(::dup(own)) : Descriptor(path_, O_WRONLY | O_NOCTTY);
    write_all(file.get(), through_, path_);
    return;
  }
  rename_file(aside_, path_);
  aside_.clear();
}

void keep_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  const auto source = followed(from), place = followed(to);
  auto aside = place;
  aside += unfinished;
  remove_quietly(aside);
  if (::link(source.c_str(), aside.c_str()) == 0) {
    rename_file(aside, place);
    remove_quietly(aside);  // still there if `place` was a name of that file already
  } else if (errno == EXDEV) {
    write_file(place, read_file(source));
  } else {
    rename_file(source, place);  // without hard links, `from` is missing for a moment
  }
}

void remove_unfinished(const std::filesystem::path& path) {
  auto aside = followed(path);
  aside += unfinished;
  remove_quietly(aside);
}

Lock try_lock(const Descriptor& file) {
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return Lock::taken;
  return errno == EWOULDBLOCK ? Lock::held_by_another : Lock::unsupported;
}

void sync_file(const Descriptor& file, const std::filesystem::path& path) { sync(file.get(), path); }

void write_file(const std::filesystem::path& path, std::string_view bytes) { NewFile(path, bytes).put(); }

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
