// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kato {

/// Where a file is written that is called `path`: symbolic links are followed, also one that leads to nothing yet.
std::filesystem::path followed(std::filesystem::path path);

/// Whether `path` is a name of an open file of this process, as /dev/stdout is.
bool is_stream(const std::filesystem::path& path);

/// Writes `bytes` to `path` so that a reader, or a machine that stops at any moment, finds the old file or the new one,
/// never a part: written beside it, synced and renamed. A symbolic link stays one, and what it leads to is written.
/// What is no ordinary file (a pipe, a device, /dev/stdout) is written to as it is. Throws `Error` if there is a
/// directory, `Fault` with the system's reason (no space, no permission): the old file is then as it was, and nothing
/// stays beside it. Of several ranks the first one alone writes.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// The two halves of `write_file`, for those who do something in between. One that is not put in its place is removed.
class NewFile {
 public:
  NewFile(const std::filesystem::path& path, std::string_view bytes);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  void put();

 private:
  std::filesystem::path path_, aside_;
  std::string through_;  // what is written into a pipe or a device
};

/// Makes `to` another name of the file `from`, or a copy of it, in place of what had that name: at every moment there
/// is a whole file of either name (of one of them on a file system without hard links). Throws `Fault`.
void keep_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Removes what a process that was killed while it wrote `path` may have left beside it. For files that nobody else
/// writes.
void remove_unfinished(const std::filesystem::path& path);

/// The whole file; throws `Error` if it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Writes all of `bytes` to the open file `descriptor`; throws `Fault` naming `path` if the system refuses.
void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);

/// An open file descriptor, closed with its owner.
class Descriptor {
 public:
  /// Throws `Error` if `path` cannot be opened with the `flags` of open(2), `Fault` if it was to be written.
  Descriptor(const std::filesystem::path& path, int flags);
  /// Takes over an open file.
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// A lock on an open file or directory that other processes respect, and that ends with the descriptor, or the process.
enum class Lock { taken, held_by_another, unsupported };  ///< unsupported: this kind of file cannot be locked there
Lock try_lock(const Descriptor& file);

/// Waits until what was written to an open file is on the disk; throws `Fault` naming `path` if it cannot be.
void sync_file(const Descriptor& file, const std::filesystem::path& path);

}  // namespace kato
