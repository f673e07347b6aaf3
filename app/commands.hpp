// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/log.hpp"

namespace kato {

/// What the command line says.
struct Arguments {
  std::string target;                              ///< INPUT.toml, DIR, KIND or NAME
  std::string other;                               ///< the second DIR of an overlap
  std::filesystem::path directory;                 ///< -o
  std::filesystem::path table;                     ///< --table
  std::vector<std::string> vary;                   ///< --vary key.path=value,value,...
  int seeds = 20, jobs = 0;                        ///< of a scan; jobs: 0 for all processors
  double within = 1e-3;                            ///< --within
  std::int64_t samples = 100'000;                  ///< --samples of an overlap
  std::vector<std::filesystem::path> directories;  ///< of the runs to show
  std::optional<double> b1, b2;                    ///< of an extrapolation to the infinite system
  int port = 8050;                                 ///< --port
  std::vector<std::string> changes;                ///< --set key.path=value, and --threads as one of them
  bool dry_run = false, force = false, json = false, graph = false, profile = false, markdown = false;
  Log::Volume volume = Log::Volume::normal;
};

// One subcommand each; they return the exit status, and throw `Error` for a mistake of the user.
int run_command(const Arguments& arguments);
int resume_command(const Arguments& arguments);
int evaluate_command(const Arguments& arguments);
int exact_command(const Arguments& arguments);
int list_command(const Arguments& arguments);
int describe_command(const Arguments& arguments);
int scan_command(const Arguments& arguments);
int report_command(const Arguments& arguments);
int watch_command(const Arguments& arguments);
int overlap_command(const Arguments& arguments);
int infinite_command(const Arguments& arguments);
int info_command(const Arguments& arguments);

/// Writes a file that the command line names. Throws `Error` if there is no directory for it.
void write_output(const std::filesystem::path& path, std::string_view bytes);

}  // namespace kato
