// SPDX-License-Identifier: Apache-2.0
#include "record/hdf5_file.hpp"

#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "base/error.hpp"
#include "base/files.hpp"

namespace kato {
namespace {

// Numbers are read and written as they are in memory, so the file holds the same bits.
static_assert(sizeof(hid_t) == sizeof(std::int64_t) && sizeof(double) == 8);

// A handle of the library, closed by the function that belongs to it.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t), const std::string& what) : id_(id), close_(close) {
    require(id >= 0, what + ": cannot be accessed (damaged, or not what was expected); use an older copy");
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

void silence() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

// The library takes two open files of one name for the same one, also in memory.
std::string unused_name() {
  static std::atomic<int> count = 0;
  return "kato-" + std::to_string(count++);
}

void write_dataset(hid_t file, const std::string& name, hid_t type, hid_t space, const void* data) {
  const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose, name);
  H5Pset_create_intermediate_group(links, 1);
  const Handle dataset(H5Dcreate2(file, name.c_str(), type, space, links, H5P_DEFAULT, H5P_DEFAULT), H5Dclose, name);
  require(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0, name + ": cannot be stored; free memory");
}

Handle text_type(std::size_t size, const std::string& name) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, name);
  H5Tset_size(type, size);
  return type;
}

}  // namespace

Hdf5Writer::Hdf5Writer() {
  silence();
  const Handle in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "HDF5");
  H5Pset_fapl_core(in_memory, 1 << 20, 0);
  file_ = H5Fcreate(unused_name().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, in_memory);
  require(file_ >= 0, "HDF5: cannot make a file in memory; free memory");
}

Hdf5Writer::~Hdf5Writer() { H5Fclose(file_); }

void Hdf5Writer::write(const std::string& name, std::span<const double> values, std::span<const std::size_t> shape) {
  const std::vector<hsize_t> extents(shape.begin(), shape.end());
  const Handle space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), H5Sclose, name);
  require(H5Sget_simple_extent_npoints(space) == static_cast<hssize_t>(values.size()),
          name + ": the shape does not fit the values; give one number an entry");
  write_dataset(file_, name, H5T_NATIVE_DOUBLE, space, values.data());
}

void Hdf5Writer::write(const std::string& name, std::span<const double> values) {
  const std::size_t size = values.size();
  write(name, values, std::span(&size, 1));
}

void Hdf5Writer::write(const std::string& name, std::int64_t value) {
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, name);
  write_dataset(file_, name, H5T_NATIVE_INT64, space, &value);
}

void Hdf5Writer::write(const std::string& name, const std::string& text) {
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, name);
  write_dataset(file_, name, text_type(text.size() + 1, name), space, text.c_str());
}

void Hdf5Writer::copy(const Hdf5Reader& from, const std::string& name) {
  const auto what = from.path_.string() + ": " + name;
  const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose, what);
  H5Pset_create_intermediate_group(links, 1);
  require(H5Ocopy(from.file_, name.c_str(), file_, name.c_str(), H5P_DEFAULT, links) >= 0,
          what + ": cannot be copied (the file is damaged); use an older copy");
}

std::string Hdf5Writer::bytes() const {
  require(H5Fflush(file_, H5F_SCOPE_GLOBAL) >= 0, "HDF5: cannot finish a file in memory; free memory");
  std::string bytes(static_cast<std::size_t>(std::max<ssize_t>(0, H5Fget_file_image(file_, nullptr, 0))), '\0');
  require(!bytes.empty() && H5Fget_file_image(file_, bytes.data(), bytes.size()) >= 0,
          "HDF5: cannot copy a file in memory; free memory");
  return bytes;
}

Hdf5Reader::Hdf5Reader(const std::filesystem::path& path) : Hdf5Reader(read_file(path), path) {}

Hdf5Reader::Hdf5Reader(std::string_view bytes, const std::filesystem::path& path)
    : path_(path), length_(bytes.size()), file_(-1) {
  silence();
  std::string copy(bytes);  // the library wants to write to what it copies
  const Handle in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "HDF5");
  H5Pset_fapl_core(in_memory, 1 << 20, 0);
  if (!copy.empty() && H5Pset_file_image(in_memory, copy.data(), copy.size()) >= 0)
    file_ = H5Fopen(unused_name().c_str(), H5F_ACC_RDONLY, in_memory);
  require(file_ >= 0, path.string() + ": is not an HDF5 file (or is damaged or cut short); use an older copy");
}

Hdf5Reader::~Hdf5Reader() { H5Fclose(file_); }

bool Hdf5Reader::contains(const std::string& name) const {
  for (std::size_t end = name.find('/');; end = name.find('/', end + 1)) {
    if (H5Lexists(file_, name.substr(0, end).c_str(), H5P_DEFAULT) <= 0) return false;
    if (end == std::string::npos) return true;
  }
}

std::vector<std::string> Hdf5Reader::names(const std::string& group) const {
  const auto what = path_.string() + ": " + group;
  const Handle opened(H5Gopen2(file_, group.c_str(), H5P_DEFAULT), H5Gclose, what);
  const auto note = [](hid_t, const char* name, const H5L_info_t*, void* found) -> herr_t {
    static_cast<std::vector<std::string>*>(found)->emplace_back(name);
    return 0;
  };
  std::vector<std::string> found;
  require(H5Literate(opened, H5_INDEX_NAME, H5_ITER_INC, nullptr, note, &found) >= 0,
          what + ": cannot be read (the file is damaged); use an older copy");
  return found;
}

void Hdf5Reader::check_size(const std::string& what, std::uint64_t size) const {
  require(size <= length_, what + ": claims more bytes than the file has (it is damaged); use an older copy");
}

std::vector<std::size_t> Hdf5Reader::shape(const std::string& name) const {
  const auto what = path_.string() + ": " + name;
  const Handle dataset(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose, what);
  const Handle space(H5Dget_space(dataset), H5Sclose, what);
  std::vector<hsize_t> extents(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space))));
  H5Sget_simple_extent_dims(space, extents.data(), nullptr);
  return {extents.begin(), extents.end()};
}

std::vector<double> Hdf5Reader::reals(const std::string& name) const {
  const auto what = path_.string() + ": " + name;
  const Handle dataset(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose, what);
  const Handle space(H5Dget_space(dataset), H5Sclose, what);
  const auto points = static_cast<std::uint64_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
  check_size(what, points > length_ ? points : points * sizeof(double));
  std::vector<double> values(points);
  require(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0,
          what + ": cannot be read (the file is damaged); use an older copy");
  return values;
}

std::int64_t Hdf5Reader::integer(const std::string& name) const {
  const auto what = path_.string() + ": " + name;
  const Handle dataset(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose, what);
  const Handle space(H5Dget_space(dataset), H5Sclose, what);
  std::int64_t value = 0;
  require(H5Sget_simple_extent_npoints(space) == 1 &&
              H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value) >= 0,
          what + ": cannot be read (the file is damaged); use an older copy");
  return value;
}

std::string Hdf5Reader::text(const std::string& name) const {
  const auto what = path_.string() + ": " + name;
  const Handle dataset(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose, what);
  const Handle type(H5Dget_type(dataset), H5Tclose, what);
  const Handle space(H5Dget_space(dataset), H5Sclose, what);
  check_size(what, H5Tget_size(type));
  std::string text(H5Tget_size(type), '\0');
  require(H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 && !text.empty() &&
              H5Sget_simple_extent_npoints(space) == 1 &&
              H5Dread(dataset, text_type(text.size(), what), H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) >= 0,
          what + ": cannot be read (the file is damaged); use an older copy");
  text.pop_back();
  return text;
}

}  // namespace kato
