// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"
#include "record/checkpoint.hpp"
#include "record/summary.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

// Signals as schedulers, containers, shells and persons send them, and readers that go away.
class Signals : public Command {
 protected:
  Signals() {
    write("in.toml", small_run + R"([train]
steps = 1000000
[evaluate]
samples = 320
[reference]
energy = "none"
)");
  }

  // Stopped and resumable: a summary that says so, a line in the log, and a checkpoint of the last step.
  void expect_stopped(const std::string& name) const {
    const auto summary = read_summary(directory / name / "summary.json");
    EXPECT_EQ(summary.status, "stopped");
    std::string warning;
    EXPECT_EQ(load_checkpoint(directory / name / "checkpoint.h5", warning).step, summary.steps);
    EXPECT_TRUE(has(read(directory / name / "log.txt"), "stopped after step"));
  }
};

// A run without an end in the background, whose process is $pid, and a way to wait for its first checkpoints.
const std::string begin = "\"$KATO\" run in.toml -o out -q & pid=$!; ";
const std::string trains = "until [ -e out/checkpoint.prev.h5 ]; do sleep 0.02; done; ";

TEST_F(Signals, every_signal_that_warns_of_an_end_stops_a_run) {
  for (const std::string signal : {"INT", "TERM", "HUP", "USR1", "USR2", "XCPU"}) {
    const auto outcome = shell("rm -rf out; " + begin + trains + "kill -" + signal + " $pid; wait $pid");
    EXPECT_EQ(outcome.status, 75) << signal << outcome.output;
    expect_stopped("out");
  }
}

TEST_F(Signals, a_signal_that_is_sent_again_at_once_is_the_same_request) {
  for (const std::string again :
       {"kill -TERM $pid; kill -TERM $pid", "kill -TERM $pid; sleep 0.002; kill -TERM $pid",
        "kill -INT $pid; kill -INT $pid; kill -TERM $pid", "kill -USR1 $pid; kill -TERM $pid"}) {
    const auto outcome = shell("rm -rf out; " + begin + trains + "{ " + again + "; } 2> /dev/null; wait $pid");
    EXPECT_EQ(outcome.status, 75) << again << outcome.output;
    expect_stopped("out");
  }
}

TEST_F(Signals, timeout_stops_a_run_though_it_tells_it_twice) {
  const auto outcome = shell("timeout --preserve-status 2 \"$KATO\" run in.toml -o out -q");
  EXPECT_EQ(outcome.status, 75) << outcome.output;
  EXPECT_EQ(read_summary(directory / "out/summary.json").status, "stopped");
}

TEST_F(Signals, what_was_ignored_at_the_start_stays_ignored) {
  const auto outcome = shell("trap '' HUP USR1; " + begin + trains +
                             "kill -HUP $pid; kill -USR1 $pid; sleep 0.3; kill -0 $pid && echo goes on; "
                             "kill -TERM $pid; wait $pid");
  EXPECT_EQ(outcome.status, 75);
  EXPECT_TRUE(has(outcome.output, "goes on"));
}

TEST_F(Signals, a_reader_that_goes_away_stops_nothing) {
  for (const std::string reader : {"| head -n 1", "2>&1 | head -n 1", "| true"}) {
    const auto outcome =
        shell("rm -rf out; { \"$KATO\" run in.toml -o out --set train.steps=20; echo $? > status; } " + reader);
    EXPECT_EQ(read(directory / "status"), "0\n") << reader;
    EXPECT_EQ(read_summary(directory / "out/summary.json").status, "finished");
    EXPECT_TRUE(has(read(directory / "out/log.txt"), "energy "));
  }
}

TEST_F(Signals, streams_that_are_closed_or_full_stop_nothing_and_no_record_takes_their_place) {
  for (const std::string streams : {">&-", "2>&-", ">&- 2>&- <&-", "> /dev/full", "> /dev/full 2>&1"}) {
    const auto outcome = shell("rm -rf out; \"$KATO\" run in.toml -o out --set train.steps=20 " + streams);
    EXPECT_EQ(outcome.status, 0) << streams << outcome.output;
    const auto history = read(directory / "out/history.csv");
    EXPECT_EQ(std::count(history.begin(), history.end(), '\n'), 21) << streams;
    EXPECT_TRUE(history.starts_with("step,"));
  }
}

TEST_F(Signals, a_result_that_cannot_be_printed_is_a_fault_and_one_that_nobody_reads_is_not) {
  const auto full = shell("\"$KATO\" list > /dev/full");
  EXPECT_EQ(full.status, 1);
  EXPECT_TRUE(has(full.output, "kato: the standard output cannot be written (No space left on device)"));
  EXPECT_EQ(shell("{ \"$KATO\" describe --markdown; echo $? > status; } | true").status, 0);
  EXPECT_EQ(read(directory / "status"), "0\n");
}

// The scan of two runs without an end; $pid is the scan, and both have a checkpoint. Its runs are in `runs`.
const std::string begin_scan =
    "\"$KATO\" scan in.toml -o out -q --seeds 2 --jobs 2 & pid=$!; "
    "until [ -e out/runs/seed-5/checkpoint.prev.h5 -a -e out/runs/seed-6/checkpoint.prev.h5 ]; do sleep 0.02; done; "
    "runs=$(cat /proc/$pid/task/$pid/children); ";
// A minute at most; then they are ended by force.
const std::string wait_for_runs =
    "for run in $runs; do n=0; while kill -0 $run 2> /dev/null; do sleep 0.02; n=$((n + 1)); "
    "[ $n -lt 3000 ] || kill -KILL $run; done; done; ";

TEST_F(Signals, the_runs_of_a_scan_that_is_killed_stop_with_a_checkpoint_each) {
  const auto outcome = shell(begin_scan + "kill -KILL $pid; wait $pid; " + wait_for_runs + "echo $runs | wc -w");
  EXPECT_TRUE(has(outcome.output, "2\n"));
  expect_stopped("out/runs/seed-5");
  expect_stopped("out/runs/seed-6");
}

TEST_F(Signals, a_scan_passes_signals_on_to_its_runs_and_is_resumable) {
  for (const std::string signal : {"TERM", "HUP", "USR1", "INT"}) {
    const auto outcome =
        shell("rm -rf out; " + begin_scan + "kill -" + signal + " $pid; wait $pid; s=$?; " + wait_for_runs + "exit $s");
    EXPECT_EQ(outcome.status, 75) << signal << outcome.output;
    expect_stopped("out/runs/seed-5");
    expect_stopped("out/runs/seed-6");
    EXPECT_TRUE(has(read(directory / "out/log.txt"), "2 runs stopped; the same command goes on"));
  }
}

TEST_F(Signals, a_signal_to_one_run_leaves_the_scan_resumable) {
  const auto outcome = shell(begin_scan +
                             "for run in $runs; do kill -TERM $run; break; done; sleep 0.3; "
                             "kill -0 $pid && echo goes on; for run in $runs; do kill -TERM $run; done 2> /dev/null; "
                             "wait $pid");
  EXPECT_EQ(outcome.status, 75) << outcome.output;
  EXPECT_TRUE(has(outcome.output, "goes on"));
}

TEST_F(Signals, a_scan_that_was_killed_goes_on_at_once) {
  const auto outcome = shell(begin_scan +
                             "kill -KILL $pid; timeout -s TERM 3 \"$KATO\" scan in.toml -o out --seeds 2 "
                             "--jobs 2; echo \"status $?\"; " +
                             wait_for_runs);
  EXPECT_TRUE(has(outcome.output, "2 runs stopped", "status 124")) << "timeout says 124";
  EXPECT_EQ(outcome.output.find("in use"), std::string::npos) << outcome.output;
  for (const std::string seed : {"5", "6"}) {
    expect_stopped("out/runs/seed-" + seed);
    EXPECT_TRUE(has(read(directory / "out/runs" / ("seed-" + seed) / "log.txt"), "resumed after step"));
  }
}

}  // namespace
}  // namespace kato
