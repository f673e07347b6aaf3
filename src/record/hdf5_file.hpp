// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kato {

/// An HDF5 file in the making. It is built in memory and handed out whole, so that writing it is a matter of bytes
/// (base/files.hpp). A name with slashes, "walkers/x", makes the groups on the way.
class Hdf5Writer {
 public:
  Hdf5Writer();
  ~Hdf5Writer();
  Hdf5Writer(const Hdf5Writer&) = delete;
  Hdf5Writer& operator=(const Hdf5Writer&) = delete;

  /// `values` has as many entries as the product of `shape`.
  void write(const std::string& name, std::span<const double> values, std::span<const std::size_t> shape);
  void write(const std::string& name, std::span<const double> values);
  void write(const std::string& name, std::int64_t value);
  void write(const std::string& name, const std::string& text);

  /// A dataset or group of another file, all that is in it, under the same name.
  void copy(const class Hdf5Reader& from, const std::string& name);

  /// The file.
  std::string bytes() const;

 private:
  std::int64_t file_;
};

/// An HDF5 file to read, held in memory. Everything throws `Error` if the file is damaged, lacks what is asked for, or
/// claims to hold more than its own length (nothing of ours is compressed), so that no more memory is taken than that.
class Hdf5Reader {
 public:
  explicit Hdf5Reader(const std::filesystem::path& path);
  /// A file that was read already; `path` is its name in messages.
  Hdf5Reader(std::string_view bytes, const std::filesystem::path& path);
  ~Hdf5Reader();
  Hdf5Reader(const Hdf5Reader&) = delete;
  Hdf5Reader& operator=(const Hdf5Reader&) = delete;

  bool contains(const std::string& name) const;

  /// The names directly below a group, sorted; those at the top if none is named.
  std::vector<std::string> names(const std::string& group = "/") const;

  std::vector<double> reals(const std::string& name) const;
  std::vector<std::size_t> shape(const std::string& name) const;
  std::int64_t integer(const std::string& name) const;
  std::string text(const std::string& name) const;

 private:
  friend class Hdf5Writer;
  void check_size(const std::string& what, std::uint64_t size) const;

  std::filesystem::path path_;
  std::size_t length_;
  std::int64_t file_;
};

}  // namespace kato
