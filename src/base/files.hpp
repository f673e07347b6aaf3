// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kato {

/// Writes `bytes` to `path` so that a reader, or a machine that stops at any moment, finds the old file or the new one,
/// never a part: written beside it as `path`.tmp, synced and renamed. Throws `Fault` with the system's reason
/// (no space, no permission); the old file is then as it was. Of several ranks the first one alone writes.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// The two halves of `write_file`, for those who do something in between: the name of the synced file beside `path`,
/// and its renaming to `path`.
std::filesystem::path write_aside(const std::filesystem::path& path, std::string_view bytes);
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Makes `to` another name of the file `from`, in place of what had that name: at every moment there is a whole file of
/// either name (of one of them on a file system without hard links). Throws `Fault`.
void keep_file(const std::filesystem::path& from, const std::filesystem::path& to);

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
