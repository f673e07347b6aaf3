// SPDX-License-Identifier: Apache-2.0
#include "report/warnings.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "report_files.hpp"

namespace kato {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Warnings : ReportFiles {
  Warnings() {
    run.directory = "runs/a";
    run.status = "finished";
    run.summary = example_summary();
  }
  RunRecords run;
};

TEST_F(Warnings, a_good_run_has_none) { EXPECT_THAT(warnings_of(run), IsEmpty()); }

TEST_F(Warnings, each_trouble_of_a_measured_run_is_named) {
  run.summary->energy.r_hat = 1.06;
  run.summary->nonfinite_walkers = 1;
  run.summary->rejected_steps = 2;
  run.history.resize(3);
  run.history[0].energy = run.history[1].energy = 1;
  EXPECT_THAT(warnings_of(run), ElementsAre(HasSubstr("R-hat 1.060"), HasSubstr("1 walker was not finite"),
                                            HasSubstr("2 steps were rejected"), HasSubstr("1 training step has no")));
  run.summary->energy.r_hat = 1.04;
  EXPECT_THAT(warnings_of(run), testing::SizeIs(3));
}

TEST_F(Warnings, how_a_run_ended_is_said_with_what_helps) {
  for (const auto& [status, phrase] :
       {std::pair{"stopped", "`kato resume runs/a` continues"}, std::pair{"failed", "the run failed: disk full"},
        std::pair{"interrupted", "from the last checkpoint"}}) {
    run.status = status;
    run.reason = "disk full";
    EXPECT_THAT(warnings_of(run), ElementsAre(HasSubstr(phrase))) << status;
  }
}

TEST(LoggedWarnings, are_those_of_the_program_each_once) {
  const std::string log =
      "2026-11-20 12:27:23 warning: no reference\n2026-11-20 12:27:23 train 1/500\n"
      "warning: part of a result\n2026-11-20 12:27:24 warning: no reference\n2026-11-20 12:27:24 warning: unfin";
  EXPECT_THAT(logged_warnings(log), ElementsAre("no reference"));
  EXPECT_THAT(logged_warnings(""), IsEmpty());
}

}  // namespace
}  // namespace kato
