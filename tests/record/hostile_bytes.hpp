// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "input/input.hpp"
#include "input/test_kinds.hpp"
#include "record/checkpoint.hpp"
#include "record/hdf5_file.hpp"

namespace kato {

/// Ends the program, where a fuzzer sees it, unless `condition` holds.
inline void insist(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "not true: %s\n", what);
  std::abort();
}

/// Reads `bytes` as an input: TOML up to the first NUL, then settings of the command line, each up to the next NUL. It
/// is refused with `Error`, or resolved to an input that, written and read again, is the same. Whether it was accepted.
inline bool read_hostile_input(std::string_view bytes) {
  static const Registry kinds = test_kinds();
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= bytes.size() && parts.size() < 16;) {
    const auto end = std::min(bytes.find('\0', begin), bytes.size());
    parts.emplace_back(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  const std::vector<std::string> changes(parts.empty() ? parts.begin() : parts.begin() + 1, parts.end());
  Input input;
  try {
    input = resolve_input(parse_toml(parts.empty() ? "" : parts[0], "input.toml"), changes, kinds);
  } catch (const Error& refusal) {
    insist(std::string_view(refusal.what()).find(": ") != std::string_view::npos, "a refusal says where");
    return false;
  }
  const auto written = to_toml(input, kinds);
  insist(resolve_input(parse_toml(written, "input.toml"), {}, kinds) == input, "a resolved input reads back");
  return true;
}

/// What hostile bytes are told apart by: the next number from them, 0 at their end.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  bool empty() const { return bytes_.empty(); }
  std::uint8_t byte() {
    const std::uint8_t next = bytes_.empty() ? 0 : static_cast<std::uint8_t>(bytes_[0]);
    bytes_.remove_prefix(bytes_.empty() ? 0 : 1);
    return next;
  }
  std::string text() {
    const auto length = std::min<std::size_t>(byte(), bytes_.size());
    std::string text(bytes_.substr(0, length));
    bytes_.remove_prefix(length);
    return text;
  }
  std::int64_t whole() {
    static constexpr std::int64_t some[] = {
        0, 1, -1, 2, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
    const auto which = byte();
    return which < std::size(some) ? some[which] : which;
  }
  double real() {
    static constexpr double some[] = {
        0, 1, -1, 1e308, 5e-324, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()};
    const auto which = byte();
    return which < std::size(some) ? some[which] : which;
  }

 private:
  std::string_view bytes_;
};

/// The names that belong to the arrays of `hostile_checkpoint`.
inline std::string proper_names(const std::string& list) {
  if (list == "parameter_names") return "a\n";
  if (list == "optimizer_names") return "m\n";
  if (list == "sampler_names") return "width\n";
  if (list == "training_names") return "trust\n";
  if (list == "seconds_names") return "total\n";
  if (list == "beginning_names") return "fit\n";
  if (list == "measuring_names") return "total\n";
  return list == "counter_names" ? "replaced\n" : "";
}

/// The parts of a checkpoint with a right checksum, each of which `bytes` may leave out, or give another type, size or
/// contents.
inline std::string hostile_checkpoint(std::string_view bytes) {
  static const std::vector<std::string> names{"format",
                                              "format_version",
                                              "version",
                                              "seed",
                                              "stage",
                                              "step",
                                              "input",
                                              "parameter_names",
                                              "parameter/a",
                                              "optimizer_kind",
                                              "optimizer_names",
                                              "optimizer/m",
                                              "sampler_kind",
                                              "sampler_names",
                                              "sampler/width",
                                              "training_names",
                                              "training/trust",
                                              "walker_count",
                                              "walkers",
                                              "walker_particles",
                                              "walker_labels",
                                              "seconds_names",
                                              "seconds/total",
                                              "counter_names",
                                              "counter/replaced",
                                              "beginning_names",
                                              "beginning_settings",
                                              "beginning_changes",
                                              "beginning/fit",
                                              "measuring_names",
                                              "measuring_settings",
                                              "measuring_changes",
                                              "measuring/total"};
  static const std::vector<std::string> texts{"a\n", "m\n", "width\n", "trust\n", "total\n", "replaced\n", "a"};
  Bytes source(bytes);
  Hdf5Writer file;
  for (const auto& name : names) {
    const auto how = source.byte();
    const bool is_text = name.ends_with("names") || name.ends_with("kind") || name == "input" || name == "version" ||
                         name.ends_with("settings") || name.ends_with("changes");
    const bool is_whole = name == "seed" || name == "stage" || name == "step" || name == "walker_count" ||
                          name == "walker_particles" || name.starts_with("counter/");
    if (how == 1) continue;
    if (how == 2) {
      file.write(name, source.text());
    } else if (how == 3) {
      file.write(name, source.whole());
    } else if (how == 4) {
      std::vector<double> values(source.byte());
      for (double& value : values) value = source.real();
      file.write(name, values);
    } else if (how == 5) {
      const std::vector<std::size_t> shape{source.byte() % 4U, source.byte() % 4U, source.byte() % 4U};
      file.write(name, std::vector<double>(shape[0] * shape[1] * shape[2], source.real()), shape);
    } else if (name == "format") {
      file.write(name, std::string("kato checkpoint"));
    } else if (name == "format_version") {
      file.write(name, std::int64_t{3});
    } else if (is_text) {
      const auto other = source.byte();
      file.write(name, other == 0 ? proper_names(name) : texts[other % texts.size()]);
    } else if (is_whole) {
      file.write(name, std::int64_t{(source.byte() + 1) % 4});
    } else {
      file.write(name, std::vector<double>{1});
    }
  }
  return sealed(file.bytes());
}

/// Reads `bytes` as a checkpoint: if the first byte is odd as they are, else as `hostile_checkpoint` makes one of them.
/// It is refused with `Error`, or decoded to one that, written and read again, is the same (unless it holds a NaN,
/// which is equal to nothing). Whether it was accepted.
inline bool read_hostile_checkpoint(std::string_view bytes) {
  if (bytes.empty()) return false;
  const bool as_is = bytes[0] % 2 != 0;
  const auto file = as_is ? std::string(bytes.substr(1)) : hostile_checkpoint(bytes.substr(1));
  Checkpoint checkpoint;
  try {
    checkpoint = decoded(file, "checkpoint.h5");
  } catch (const Error& refusal) {
    insist(std::string_view(refusal.what()).find(": ") != std::string_view::npos, "a refusal says where");
    return false;
  }
  insist(checkpoint.step >= 0 && checkpoint.stage >= 0, "a checkpoint counts from 0");
  if (nonfinite_part(checkpoint).empty())
    insist(decoded(encoded(checkpoint), "checkpoint.h5") == checkpoint, "a checkpoint reads back");
  return true;
}

}  // namespace kato
