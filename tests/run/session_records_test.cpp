// SPDX-License-Identifier: Apache-2.0
#include "run/session_records.hpp"

#include <new>
#include <stdexcept>

#include "record/newton_session.hpp"
#include "run/run_files.hpp"

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

}  // namespace
}  // namespace kato
