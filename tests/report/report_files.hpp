// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "report/run_records.hpp"
#include "temporary_directory.hpp"

namespace kato {

/// Directories that look like those of runs.
class ReportFiles : public TemporaryDirectory {
 protected:
  static Summary example_summary() {
    Summary summary;
    summary.status = "finished";
    summary.reason = "all its steps are done";
    summary.title = "two";
    summary.energy = {.mean = 10.89139, .std_err = 1.7e-4, .variance = 0.01, .samples = 1000, .tau = 2, .r_hat = 1.001};
    summary.components = {{"kinetic", 1, 0.1}, {"trap", 2, 0.2}};
    summary.reference = Reference{10.8914219, 1e-7, "exact"};
    summary.steps = 3;
    summary.seconds = {10, 1, 2, 3, 1, 2};
    return summary;
  }

  /// A run of `steps` steps in `name`, its energies 11 + 1/step.
  std::filesystem::path make_run(const std::string& name, int steps, const std::string& title = "two") const {
    std::filesystem::create_directories(directory / name);
    write(name + "/input.toml", "title = \"" + title + "\"\n[system]\nparticles = 2\n");
    std::string history =
        "step,stage,energy,std_err,variance,acceptance,tau,learning_rate,gradient_norm,resampled,seconds\n";
    for (int step = 1; step <= steps; ++step)
      history += fmt::format("{},{},{},0.01,{},0.5,3.25,0.1,{},1,{}\n", step, step > 2 ? 1 : 0, 11 + 1.0 / step,
                             2.0 / step, 1.0 / step, 0.5 * step);
    write(name + "/history.csv", history);
    return directory / name;
  }
  void summarise(const std::string& name, const Summary& summary) const {
    write_summary(directory / name / "summary.json", summary);
  }
};

}  // namespace kato
