// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "graph/graph.hpp"
#include "record/checkpoint.hpp"

namespace kato {

/// What a run takes over from the parameters of an earlier one.
struct Transfer {
  struct Part {
    std::string name;
    std::vector<std::size_t> shape;
    std::size_t size = 0;
  };
  std::string source;             ///< the file they come from
  std::int64_t step = 0;          ///< that it was written after
  std::string warning;            ///< where that file is not the one that was named
  std::vector<Part> copied;       ///< name and shape are the same here and there
  std::vector<Part> initialised;  ///< not there, or of another shape: they keep their random start
  std::vector<Part> ignored;      ///< not here, or of another shape

  bool copies(const std::string& name) const;
};

/// The checkpoint of a run's directory, or of the file itself, which `setting` names; `warning` as in
/// `load_checkpoint`. Throws `Error` if there is none.
Checkpoint transfer_source(const std::filesystem::path& from, std::string& warning,
                           const std::string& setting = "initial.from");

/// Copies every parameter of `source` into theta [P] that has the name and the shape of one of the graph's. Throws
/// `Error`, saying what is there and what is wanted, if there is none.
Transfer transfer_parameters(const Checkpoint& source, const std::filesystem::path& from, const Graph& graph,
                             std::span<double> theta);

/// What was copied, initialised and ignored: a line each, with the numbers and the names.
std::string transfer_text(const Transfer& transfer);

}  // namespace kato
