// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/input.hpp"
#include "record/log.hpp"

namespace kato {

/// Many runs of one input: every value of one setting with every seed.
struct ScanOptions {
  std::filesystem::path program;     ///< the kato command, which is started for each run
  std::filesystem::path input;       ///< INPUT.toml
  std::filesystem::path directory;   ///< where the runs and the tables go
  std::vector<std::string> changes;  ///< settings of all runs, "key.path=value"
  std::string key;                   ///< the setting that is varied, "a/b:c" for several; empty for none
  std::vector<std::string> values;   ///< its values, as on the command line, "1/2:3" for several
  int seeds = 20;                    ///< from the input's seed on
  int jobs = 1;                      ///< runs at a time, each on one thread
  bool force = false;                ///< replaces runs of other inputs and tables of other scans
  double within = 1e-3;  ///< a run has converged if |E - reference| is at most this, in the unit of energy; no
                         ///< run can if its reference is an approximation
  Log::Volume volume = Log::Volume::normal;
};

/// "ansatz.hidden=20,30,...,100" as key and values; "..." goes on with the difference of the two before it. Throws
/// `Error` if it is not of this form.
std::pair<std::string, std::vector<std::string>> parse_variation(const std::string& text);

/// Several variations: every value of the one with every value of the others, keys and values joined by "/". Settings
/// of one variation that change together are joined by ":", as "system.up:system.down=1:1,2:1,2:2".
std::pair<std::string, std::vector<std::string>> parse_variations(const std::vector<std::string>& texts);

/// What a value of `key` changes: "a/b:c" with "1/2:3" is a=1, b=2, c=3.
void add_variation(const std::string& key, const std::string& value, std::vector<std::string>& changes);

/// What is known of one run when it is done.
struct ScanRun {
  std::string value;
  std::uint64_t seed = 0;
  std::string status = "missing";
  std::int64_t steps = 0, parameters = 0;
  double seconds = 0;
  double energy, std_err, reference, oscillation;  ///< oscillation: half the range of E over the last 300 steps
  bool approximate = false;                        ///< whether the reference is no more than an approximation
  /// Other numbers of the state: those of its summary, the parts of its energy, and the observables that are a single
  /// number, NAME and NAME_std_err.
  std::vector<std::pair<std::string, double>> properties;

  double difference() const { return energy - reference; }
  bool converged(double within) const { return !approximate && std::abs(difference()) <= within; }
  bool finished() const { return status == "finished" || status == "converged"; }
};

/// Reads the records of a run; fields that they do not have are nan.
ScanRun scan_run_from(const std::filesystem::path& directory, const std::string& value, std::uint64_t seed);

/// Median and the 16 and 84 % quantiles, by linear interpolation between sorted numbers; nan without numbers.
struct Spread {
  double median, lower, upper;
};
Spread spread_of(std::vector<double> numbers);

/// One line a run, and one line a value with the spreads over its finished runs, as CSV; the latter as JSON, too, and
/// as a table to be read.
std::string runs_csv(const std::vector<ScanRun>& runs);
std::string scan_csv(const std::vector<ScanRun>& runs, const ScanOptions& options);
std::string scan_json(const std::vector<ScanRun>& runs, const ScanOptions& options);
std::string scan_text(const std::vector<ScanRun>& runs, const ScanOptions& options);

/// The key of the scan that wrote this scan.json; none if no scan did.
std::optional<std::string> scan_key(const std::filesystem::path& json);

/// Does the runs that are not done yet, in directory/VALUE/seed-N, and writes runs.csv, scan.csv and scan.json.
/// Returns the exit status: 75 if a run was stopped, or the scan before all were done; else 1 if a run failed. Throws
/// `Error` before anything starts if one of the inputs is wrong, or the directory is used by another process, or holds
/// what is of no such scan.
int scan(const ScanOptions& options);

}  // namespace kato
