// SPDX-License-Identifier: Apache-2.0
#include "run/session_records.hpp"

#include <new>
#include <stdexcept>

#include "record/evaluation_file.hpp"
#include "record/newton_session.hpp"
#include "run/run_files.hpp"
#include "small_run.hpp"

namespace kato {
namespace {

// A session that knows nothing of files, recorded; and jobs of a method that the library does not know.
class Recorded : public RunFiles {
 protected:
  static Input input(const std::vector<std::string>& changes = {}) {
    return resolve_input(parse_toml(text, "input.toml"), changes, registry());
  }
  std::string file(const char* name) const { return read(directory / "run" / name); }

  static inline const std::string text = "[run]\ncheckpoint_steps = 2\n[system]\nspace = \"numbers\"\n";
  const bool registered = register_newton();
  RunDirectory place = RunDirectory::create(directory / "run", false, text);
  Log log{place.log(), Log::Volume::quiet};
};

TEST_F(Recorded, steps_checkpoints_and_results_are_in_their_files) {
  NewtonSession session(input());
  SessionRecords records(session, place, log);
  records.open();
  session.begin(unwatched);
  records.open_history();
  while (!session.trained()) records.step(session.advance());
  records.checkpoint();
  records.evaluation(*session.evaluate(unwatched));
  EXPECT_TRUE(has(file("log.txt"), "a square root", "next to nothing", "from above", "train 6/6", "halved",
                  "found 1.414214 against the root; the records are in"));
  EXPECT_TRUE(has(file("history.csv"), "\n1,0,1.5,", "\n6,0,"));
  EXPECT_EQ(file("evaluation.h5"), "x = 1.414214");
  EXPECT_EQ(checkpoint("run").training_state, session.save().training_state);
  EXPECT_EQ(summary("run").status, "finished");
  EXPECT_EQ(summary("run").reference->method, "the root");
}

// One for which [reference] has nothing to compute.
class Unsolved final : public NewtonSession {
 public:
  using NewtonSession::NewtonSession;
  bool computes_reference() const override { return false; }
  std::optional<Reference> reference() const override { return {}; }
};

TEST_F(Recorded, nothing_claims_to_compute_a_reference_that_there_is_not) {
  Input asking = input();
  asking.reference.set("energy", "exact");
  for (const bool is_solved : {true, false}) {
    std::unique_ptr<NewtonSession> session;
    if (is_solved)
      session = std::make_unique<NewtonSession>(asking);
    else
      session = std::make_unique<Unsolved>(asking);
    const auto path = directory / (is_solved ? "solved" : "unsolved");
    RunDirectory records_of = RunDirectory::create(path, false, text);
    {
      Log own(records_of.log(), Log::Volume::quiet);
      SessionRecords(*session, records_of, own).evaluation(*session->evaluate(unwatched));
    }
    EXPECT_EQ(read(records_of.log()).find("computing the reference energy") != std::string::npos, is_solved);
  }
}

TEST_F(Recorded, a_measured_energy_stays_until_the_training_goes_on) {
  NewtonSession session(input({"train.steps=1"}));
  session.advance();
  SessionRecords records(session, place, log);
  records.evaluation(*session.evaluate(unwatched));
  records.status("stopped", "a signal");
  EXPECT_EQ(summary("run").status, "finished");
  records.forget_measurement("stopped", "another system");
  EXPECT_EQ(summary("run").reason, "another system");
  EXPECT_TRUE(std::isnan(summary("run").energy.mean));
  EXPECT_FALSE(std::filesystem::exists(place.evaluation()));
}

TEST_F(Recorded, a_failure_is_told_with_its_step) {
  NewtonSession session(input());
  session.advance();
  SessionRecords records(session, place, log);
  records.failure(std::runtime_error("the root is lost"));
  EXPECT_EQ(summary("run").status, "failed");
  EXPECT_EQ(summary("run").reason, "the root is lost");
  EXPECT_TRUE(has(file("log.txt"), "failed at step 2: the root is lost"));
  EXPECT_TRUE(has(records.failure_text(std::bad_alloc()), "not enough memory"));
}

TEST_F(Recorded, a_method_of_another_program_is_run_resumed_and_evaluated_as_any) {
  ASSERT_EQ(start("whole", text, {"root.of=5", "title=five"}), done);
  EXPECT_EQ(summary("whole").title, "five");
  EXPECT_NEAR(summary("whole").energy.mean, std::sqrt(5.0), 1e-9);
  EXPECT_EQ(load_input(directory / "whole" / "input.toml").further.at("root").real("of"), 5);
  ASSERT_EQ(start("halves", text, {"root.of=5", "title=five", "train.steps=3"}), done);
  ASSERT_EQ(resume({"train.steps=6"}, quietly("halves")), done);
  expect_equal("halves", "whole");
  ASSERT_EQ(evaluate({"run.time_limit=none"}, quietly("whole")), done);
  EXPECT_EQ(start("none", text, {"run.time_limit=1e-9"}), resumable);
  EXPECT_TRUE(has(read(directory / "none" / "log.txt"), "stopped before the first step", "begins anew"));
  EXPECT_TRUE(has(message_of([&] { start("low", text, {"root.of=0.5"}); }), "root.of: is below 1"));
  EXPECT_FALSE(std::filesystem::exists(directory / "low"));
}

// Runs that are stopped wherever it may be, and gone on with.
using Stopped = RunFiles;

const std::string two = small_run + R"([evaluate]
observables = ["density"]
[reference]
energy = "none"
)";

// Stopped a hundred times on the way, by a limit that lets little be done at a time.
TEST_F(Stopped, a_run_that_is_stopped_all_the_time_comes_to_the_same_end) {
  const std::vector<std::string> brief{"train.steps=6",          "pretrain.steps=400",   "sampler.thermalise=2000",
                                       "evaluate.samples=60000", "sampler.sweeps=2",     "evaluate.burn_in=500",
                                       "sampler.walkers=128",    "reference.energy=none"};
  ASSERT_EQ(start("whole", two, brief), done);
  auto changes = brief;
  changes.push_back("run.time_limit=0.03");
  int status = start("parts", two, changes), jobs = 1;
  for (; status == resumable && jobs < 2000; ++jobs) status = resume({}, quietly("parts"));
  ASSERT_EQ(status, done);
  EXPECT_GT(jobs, 5);
  const auto log = read(directory / "parts/log.txt");
  EXPECT_TRUE(has(log, "stopped before the first step; `kato resume", "goes on with the measurement under way"));
  EXPECT_EQ(log.find("anew"), std::string::npos);
  EXPECT_EQ(history("parts"), history("whole"));
  auto one = checkpoint("parts"), other = checkpoint("whole");
  one.input = other.input;  // but for the limit
  EXPECT_EQ(one, other);
  EXPECT_TRUE(one.measuring.state.empty() && one.beginning.state.empty());
  EXPECT_EQ(summary("parts").energy.mean, summary("whole").energy.mean);
  EXPECT_EQ(summary("parts").energy.std_err, summary("whole").energy.std_err);
  const auto curves = read_observables(directory / "parts/evaluation.h5");
  EXPECT_EQ(curves.at("density").mean, read_observables(directory / "whole/evaluation.h5").at("density").mean);
}

TEST_F(Stopped, a_stopped_evaluation_with_changes_is_gone_on_with_by_a_resume_and_leaves_the_run_as_it_was) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=600"}), done);
  std::filesystem::copy(directory / "two", directory / "whole");
  const auto before = checkpoint("two");
  const std::vector<std::string> longer{"evaluate.samples=200000", "seed=9", "evaluate.observables=[\"virial\"]"};
  ASSERT_EQ(evaluate(longer, quietly("whole")), done);
  auto limited = longer;
  limited.push_back("run.time_limit=0.02");
  ASSERT_EQ(evaluate(limited, quietly("two")), resumable);
  EXPECT_EQ(summary("two").energy.samples, 608);
  int status = resumable;
  for (int n = 0; n < 1000 && status == resumable; ++n) status = resume({}, quietly("two"));
  ASSERT_EQ(status, done);
  EXPECT_EQ(summary("two").energy.samples, 200'000);
  EXPECT_EQ(summary("two").energy.mean, summary("whole").energy.mean);
  EXPECT_EQ(read_observables(directory / "two/evaluation.h5").at("virial").mean,
            read_observables(directory / "whole/evaluation.h5").at("virial").mean);
  EXPECT_EQ(checkpoint("two"), before);
  ASSERT_EQ(resume({}, quietly("two")), done) << "the seed of the run is that of the run";
}

TEST_F(Stopped, an_evaluation_in_the_midst_of_a_training_is_gone_on_with_by_another_one) {
  ASSERT_EQ(start("two", two, {"train.steps=1000000", "run.time_limit=0.2"}), resumable);
  std::filesystem::copy(directory / "two", directory / "whole");
  const std::string samples = "evaluate.samples=100000";
  ASSERT_EQ(evaluate({samples, "run.time_limit=none"}, quietly("whole")), done);
  ASSERT_EQ(evaluate({samples, "run.time_limit=0.02"}, quietly("two")), resumable);
  EXPECT_TRUE(has(read(directory / "two/log.txt"), "the earlier records are as they were, and `kato evaluate"));
  ASSERT_EQ(evaluate({samples, "run.time_limit=none"}, quietly("two")), done);
  EXPECT_TRUE(has(read(directory / "two/log.txt"), "goes on with the measurement under way"));
  EXPECT_EQ(summary("two").energy.mean, summary("whole").energy.mean);
  EXPECT_EQ(checkpoint("two"), checkpoint("whole"));
}

TEST_F(Stopped, an_evaluation_keeps_what_it_does_not_measure_again_while_the_state_is_the_same) {
  ASSERT_EQ(start("two", two, {"train.steps=3", "pretrain.steps=2", "evaluate.samples=600"}), done);
  const auto file = directory / "two/evaluation.h5";
  const auto density = read_observables(file).at("density");
  const auto first = read_origin(file);
  EXPECT_EQ(first.samples, 608);
  EXPECT_EQ(first.seed, 5u);
  EXPECT_EQ(first.observables, std::vector<std::string>{"density"});
  ASSERT_EQ(evaluate({"evaluate.observables=[\"virial\"]", "evaluate.samples=1024", "evaluate.sweeps=3", "seed=4"},
                     quietly("two")),
            done);
  EXPECT_EQ(read_observables(file).at("density").mean, density.mean);
  EXPECT_EQ(read_origin(file, "density"), first);
  const auto second = read_origin(file, "virial");
  EXPECT_EQ(second.samples, 1024);
  EXPECT_EQ(second.sweeps, 3);
  EXPECT_EQ(second.seed, 4u);
  EXPECT_EQ(second.state, first.state);
  EXPECT_EQ(summary("two").evaluation->origin, read_origin(file));
  EXPECT_EQ(summary("two").provenance, provenance());
  ASSERT_EQ(resume({"train.steps=4", "evaluate.observables=[]"}, quietly("two")), done);
  EXPECT_TRUE(read_observables(file).empty()) << "of another state";
  EXPECT_NE(read_origin(file).state, first.state);
}

}  // namespace
}  // namespace kato
