// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.hpp"
#include "base/fault.hpp"
#include "record/checkpoint.hpp"
#include "record/summary.hpp"
#include "run/job.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

// What happens to a run when the machine or its user does something to it.
class Faults : public Command {
 protected:
  Faults() {
    write("in.toml", small_run + R"([train]
steps = 20
[evaluate]
samples = 320
[reference]
energy = "none"
)");
  }

  Checkpoint checkpoint(const std::string& name) const {
    std::string warning;
    auto found = load_checkpoint(directory / name / "checkpoint.h5", warning);
    EXPECT_EQ(warning, "");
    return found;
  }
  double energy(const std::string& name) const { return read_summary(directory / name / "summary.json").energy.mean; }
  // The same end as that of a run to which nothing happened.
  void expect_as_undisturbed(const std::string& name) const {
    if (!std::filesystem::exists(directory / "whole")) {
      ASSERT_EQ(kato("run in.toml -o whole -q").status, 0);
    }
    EXPECT_EQ(checkpoint(name).parameters, checkpoint("whole").parameters);
    EXPECT_EQ(energy(name), energy("whole"));
  }
  void expect_resumes_to_the_same_end(const std::string& name, const std::string& changes = "") const {
    const auto outcome = kato("resume " + name + " -q " + changes);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    expect_as_undisturbed(name);
  }
};

// Files may not grow beyond 8 blocks of 512 bytes: what a full disk does to a checkpoint, and not yet to small records.
const std::string full_disk = "trap '' XFSZ; ulimit -f 8; ";

TEST_F(Faults, a_full_disk_at_a_checkpoint_leaves_the_last_one_and_the_run_resumable) {
  ASSERT_EQ(kato("run in.toml -o out -q --set train.steps=10").status, 0);
  const auto before = read(directory / "out/checkpoint.h5");
  const auto outcome = shell(full_disk + "kato resume out -q --set train.steps=20");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(has(outcome.output, "kato: out/checkpoint.h5: cannot be written (File too large); make room",
                  "continues from its last checkpoint with `kato resume`"));
  EXPECT_EQ(read(directory / "out/checkpoint.h5"), before);
  EXPECT_FALSE(std::filesystem::exists(directory / "out/checkpoint.h5.tmp"));
  const auto summary = read_summary(directory / "out/summary.json");
  EXPECT_EQ(summary.status, "failed");
  EXPECT_TRUE(has(summary.reason, "out/checkpoint.h5: cannot be written"));
  EXPECT_TRUE(has(read(directory / "out/log.txt"), "failed at step 16", "the last checkpoint is kept"));
  expect_resumes_to_the_same_end("out");
}

TEST_F(Faults, a_full_disk_under_the_history_ends_the_run_with_the_last_checkpoint) {
  ASSERT_EQ(kato("run in.toml -o out -q --set train.steps=10").status, 0);
  const auto history = read(directory / "out/history.csv");
  std::filesystem::remove(directory / "out/history.csv");
  std::filesystem::create_symlink("/dev/full", directory / "out/history.csv");
  const auto outcome = kato("resume out -q --set train.steps=20");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(has(outcome.output, "out/history.csv: cannot be written (No space left on device); make room"));
  EXPECT_EQ(checkpoint("out").step, 10);
  std::filesystem::remove(directory / "out/history.csv");
  write("out/history.csv", history);
  expect_resumes_to_the_same_end("out");
}

TEST_F(Faults, a_disk_full_from_the_start_is_a_fault_and_says_so) {
  const auto outcome = shell("trap '' XFSZ; ulimit -f 0; kato run in.toml -o out -q");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(has(outcome.output, "out/input.toml: cannot be written (File too large); make room"));
}

// A run without an end in the background; $pid is its process, and `out` holds a checkpoint.
const std::string endless =
    "\"$KATO\" run in.toml -o out -q --set train.steps=1000000 & pid=$!; "
    "until [ -e out/checkpoint.prev.h5 ]; do sleep 0.02; done; ";

TEST_F(Faults, a_directory_removed_under_a_run_ends_it_with_a_message) {
  const auto outcome = shell(endless + "mv out gone; wait $pid");  // rm -rf may meet a file that is written meanwhile
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(has(outcome.output, "kato: out/checkpoint",
                  ": cannot be written (No such file or directory); "
                  "its directory is gone; put it back and resume, or start the run anew"));
}

// As root every directory can be written, so another user tries.
TEST_F(Faults, a_directory_that_cannot_be_written_is_named) {
  ASSERT_EQ(kato("run in.toml -o out -q --set train.steps=10").status, 0);
  const auto set_rights = [&](mode_t of_directory, mode_t of_log) {
    ASSERT_EQ(::chmod((directory / "out").c_str(), of_directory), 0);
    ASSERT_EQ(::chmod((directory / "out/log.txt").c_str(), of_log), 0);
  };
  set_rights(0555, 0444);
  const auto as_other_user = [&](auto job) {
    if (::geteuid() == 0 && ::seteuid(65534) != 0) std::_Exit(99);
    int status = 99;
    try {
      status = job();
    } catch (const Fault& problem) {
      std::fprintf(stderr, "%s\n", problem.what());
      status = 1;
    }
    std::_Exit(status);
  };
  const RunOptions options{.directory = directory / "out", .force = true, .volume = Log::Volume::quiet};
  EXPECT_EXIT(as_other_user([&] { return resume({}, options); }), testing::ExitedWithCode(1),
              "out/log.txt: cannot be written \\(Permission denied\\); check the place and its permissions");
  const auto input = load_input(directory / "in.toml");
  EXPECT_EXIT(as_other_user([&] { return run(input, options); }), testing::ExitedWithCode(1),
              "out/input.toml.*: cannot be written \\(Permission denied\\).* -o");
  set_rights(0755, 0644);
  expect_resumes_to_the_same_end("out", "--set train.steps=20");
}

TEST_F(Faults, a_signal_stops_a_training_with_a_checkpoint) {
  for (const std::string signal : {"INT", "TERM"}) {
    const auto outcome = shell("rm -rf out; " + endless + "kill -" + signal + " $pid; wait $pid");
    EXPECT_EQ(outcome.status, 75) << outcome.output;
    const auto summary = read_summary(directory / "out/summary.json");
    EXPECT_EQ(summary.status, "stopped");
    EXPECT_EQ(checkpoint("out").step, summary.steps);
    EXPECT_TRUE(has(read(directory / "out/log.txt"), "stopped after step", "`kato resume out` continues"));
  }
}

TEST_F(Faults, a_signal_stops_pretraining_and_measuring) {
  const auto early = shell(
      "\"$KATO\" run in.toml -o early -q --set pretrain.steps=10000000 & pid=$!; "
      "until grep -q 'pretrain ' early/log.txt 2> /dev/null; do sleep 0.02; done; "
      "kill -TERM $pid; wait $pid");
  EXPECT_EQ(early.status, 75) << early.output;
  EXPECT_TRUE(has(read(directory / "early/log.txt"), "stopped before the first step", "`kato resume early` continues"));
  const auto late = shell(
      "\"$KATO\" run in.toml -o late -q --set evaluate.samples=10000000000 & pid=$!; "
      "until grep -q 'burn-in ' late/log.txt 2> /dev/null; do sleep 0.02; done; "
      "kill -TERM $pid; wait $pid");
  EXPECT_EQ(late.status, 75) << late.output;
  EXPECT_EQ(checkpoint("late").step, 20);
  EXPECT_TRUE(has(read(directory / "late/log.txt"), "stopped while measuring", "`kato resume late` continues"));
  expect_resumes_to_the_same_end("early", "--set pretrain.steps=2");
  EXPECT_TRUE(has(read(directory / "early/log.txt"), "before its first step, with other settings; begins anew"));
  expect_resumes_to_the_same_end("late", "--set evaluate.samples=320");
  EXPECT_TRUE(has(read(directory / "late/log.txt"), "had other settings; measures anew"));
}

// A step that takes minutes: the first signal waits for its end, and so does one that follows at once; one that comes
// a second later does not.
TEST_F(Faults, a_second_signal_after_a_second_stops_at_once_and_leaves_the_last_checkpoint_whole) {
  for (const std::string second : {"TERM", "INT"}) {
    const auto outcome = shell(
        "rm -rf out; \"$KATO\" run in.toml -o out -q --set sampler.sweeps=100000 --set sampler.walkers=4096 "
        "--set sampler.thermalise=0 & pid=$!; until [ -e out/history.csv ]; do sleep 0.02; done; "
        "kill -TERM $pid; kill -TERM $pid; sleep 1.1; kill -" +
        second + " $pid; wait $pid");
    EXPECT_EQ(outcome.status, second == "TERM" ? 128 + 15 : 128 + 2) << outcome.output;
    EXPECT_EQ(checkpoint("out").step, 0);
  }
  EXPECT_EQ(kato("resume out -q --set sampler.sweeps=1 --set train.steps=1 --set evaluate.burn_in=0").status, 0);
}

TEST_F(Faults, a_signal_stops_a_scan_and_its_runs_with_checkpoints) {
  const auto stopped = shell(
      "\"$KATO\" scan in.toml -o other -q --seeds 2 --jobs 2 --set train.steps=1000000 & pid=$!; "
      "until [ -e other/runs/seed-5/checkpoint.h5 -a -e other/runs/seed-6/checkpoint.h5 ]; do sleep 0.02; done; "
      "kill -TERM $pid; wait $pid");
  EXPECT_EQ(stopped.status, 75) << stopped.output;
  for (const std::string seed : {"5", "6"}) {
    const auto summary = read_summary(directory / "other/runs" / ("seed-" + seed) / "summary.json");
    EXPECT_EQ(summary.status, "stopped");
    EXPECT_EQ(checkpoint("other/runs/seed-" + seed).step, summary.steps);
  }
}

TEST_F(Faults, a_time_limit_stops_a_measurement) {
  const auto outcome = kato("run in.toml -o out -q --set evaluate.samples=10000000000 --set run.time_limit=1");
  EXPECT_EQ(outcome.status, 75) << outcome.output;
  expect_resumes_to_the_same_end("out", "--set evaluate.samples=320 --set run.time_limit=none");
}

// As a job of a cluster does: again and again, until the status is another. In every part of the run.
TEST_F(Faults, a_chain_of_jobs_comes_to_its_end_wherever_they_are_stopped) {
  const std::string longer = "--set pretrain.steps=2000 --set sampler.thermalise=5000 --set evaluate.samples=100000 ";
  ASSERT_EQ(kato("run in.toml -o one -q " + longer).status, 0);
  const auto outcome = shell("kato run in.toml -o many -q " + longer +
                             "--set run.time_limit=0.1; s=$?; n=1; "
                             "while [ $s -eq 75 ] && [ $n -lt 1000 ]; do kato resume many -q; s=$?; n=$((n + 1)); "
                             "done; echo $n jobs; exit $s");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_EQ(read(directory / "many/log.txt").find("anew"), std::string::npos);
  EXPECT_EQ(checkpoint("many").parameters, checkpoint("one").parameters);
  EXPECT_EQ(energy("many"), energy("one"));
  EXPECT_TRUE(has(kato("resume many --set train.steps=5").output, "train.steps = 5, but 20 steps are done already"));
}

TEST_F(Faults, a_state_is_not_that_of_another_system) {
  ASSERT_EQ(kato("run in.toml -o weak -q").status, 0);
  ASSERT_EQ(kato("run in.toml -o strong -q --set system.interaction.0.strength=40").status, 0);
  ASSERT_EQ(shell("cp strong/checkpoint.h5 weak/").status, 0);
  for (const std::string command : {"resume", "evaluate"}) {
    const auto log = read(directory / "weak/log.txt"), summary = read(directory / "weak/summary.json");
    const auto outcome = kato(command + " weak -q");
    EXPECT_EQ(outcome.status, 2) << outcome.output;
    EXPECT_TRUE(has(outcome.output, "system.interaction.0.strength is 40.0 in the checkpoint and 10.0 in the input"));
    EXPECT_EQ(read(directory / "weak/log.txt"), log);
    EXPECT_EQ(read(directory / "weak/summary.json"), summary);
  }
}

TEST_F(Faults, two_runs_in_one_directory_are_refused_and_a_killed_one_is_no_obstacle) {
  const auto outcome = shell(endless +
                             "kato resume out; echo \"status $?\"; kato run in.toml -o out --force; "
                             "echo \"status $?\"; kato evaluate out; echo \"status $?\"; "
                             "kill -KILL $pid; wait $pid");
  EXPECT_EQ(outcome.status, 128 + 9);
  std::size_t refused = 0;
  for (std::size_t at = 0; (at = outcome.output.find("out: is in use by another kato", at)) != std::string::npos; ++at)
    ++refused;
  EXPECT_EQ(refused, 3u) << outcome.output;
  EXPECT_EQ(outcome.output.find("status 0"), std::string::npos) << outcome.output;
  const auto steps = std::to_string(checkpoint("out").step + 3);
  EXPECT_EQ(kato("resume out -q --set train.steps=" + steps).status, 0);
}

}  // namespace
}  // namespace kato
