// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kato {

/// Where records come from.
struct Provenance {
  std::string version = {};    ///< of the program
  std::string revision = {};   ///< of its sources, as git describes it; "unknown" if it was built from a copy of them
  std::string host = {};       ///< the machine's name
  std::string processor = {};  ///< its model
  std::string began = {};      ///< when this process did, as `time_text` says
  std::string command = {};    ///< the words it was called with
  bool operator==(const Provenance&) const = default;
};

/// Of this process. What the system does not tell is "unknown".
const Provenance& provenance();

/// "kato 0.1.0 (revision)".
std::string program_text();

/// Now, in universal time: "2026-01-31T09:30:00Z".
std::string time_text();

}  // namespace kato
