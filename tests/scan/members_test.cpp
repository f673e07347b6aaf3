// SPDX-License-Identifier: Apache-2.0
#include "scan/members.hpp"

#include <cstdint>
#include <limits>

#include "run/job.hpp"
#include "scan/scan_runs.hpp"

namespace kato {
namespace {

using State = ScanMember::State;

class ScanMembers : public ScanRuns {
 protected:
  ScanOptions one() const {
    auto found = options();
    found.values = {"4"};
    found.seeds = 1;
    return found;
  }
};

TEST_F(ScanMembers, every_value_goes_with_every_seed_in_a_directory_of_its_own) {
  const auto members = members_of(options());
  ASSERT_EQ(members.size(), 6u);
  EXPECT_EQ(members[1].directory, directory / "scan/4/seed-5");
  EXPECT_EQ(members[1].changes, (std::vector<std::string>{"ansatz.hidden=4", "run.threads=1", "seed=5"}));
  EXPECT_EQ(members[5].value + "/" + std::to_string(members[5].seed), "6/6");
}

TEST_F(ScanMembers, seeds_beyond_the_largest_whole_number_are_a_mistake) {
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  auto last = options();
  last.changes = {"seed=" + std::to_string(largest - 2)};
  EXPECT_EQ(members_of(last).back().seed, largest);
  last.seeds = 4;
  EXPECT_TRUE(has(message_of([&] { members_of(last); }), "4 seeds from seed = 9223372036854775805",
                  "end at 9223372036854775808", "fewer --seeds"));
}

TEST_F(ScanMembers, names_of_the_files_of_a_scan_are_no_values) {
  auto named = options();
  named.key = "title";
  for (const std::string name : {"log.txt", "runs.csv", "scan.csv", "scan.json", "lock", "scan.csv.tmp"}) {
    named.values = {"first", name};
    EXPECT_TRUE(has(message_of([&] { members_of(named); }), "the value '" + name + "' is the name of a file"));
  }
  named.key = "title/ansatz.hidden";
  named.values = {"log.txt/4"};
  EXPECT_TRUE(has(message_of([&] { members_of(named); }), "the value 'log.txt' is the name of a file"));
  named.values = {"first/4"};
  EXPECT_EQ(members_of(named).size(), 3u);
}

TEST_F(ScanMembers, threads_do_not_vary) {
  auto threads = options();
  threads.key = "run.threads";
  threads.values = {"1", "2"};
  EXPECT_TRUE(has(message_of([&] { members_of(threads); }), "run.threads is 1 in every run of a scan"));
}

TEST_F(ScanMembers, parts_that_do_not_fit_are_found_before_anything_starts) {
  auto unfit = options();
  unfit.input = write("unfit.toml",
                      "[system]\nparticles = 2\ndimensions = 2\n[evaluate]\nobservables = [\"pair-distribution\"]\n");
  EXPECT_TRUE(has(message_of([&] { members_of(unfit); }), "pair-distribution", "one dimension"));
}

TEST_F(ScanMembers, a_run_is_known_by_its_input_whenever_it_stops) {
  const auto wanted = one();
  const auto member = members_of(wanted).front();
  EXPECT_EQ(state_of(member, wanted), State::none);
  const auto input = load_input(wanted.input, member.changes);
  const RunOptions place{.directory = member.directory, .force = true, .volume = Log::Volume::quiet};
  ASSERT_EQ(run(input, place), done);
  EXPECT_EQ(state_of(member, wanted), State::done);
  std::filesystem::remove(member.directory / "summary.json");
  EXPECT_EQ(state_of(member, wanted), State::begun);
  auto paced = member;
  paced.changes.insert(paced.changes.end(), {"run.time_limit=5", "run.checkpoint_steps=7"});
  EXPECT_EQ(state_of(paced, wanted), State::begun);
  for (const std::string other : {"run.precision=float", "train.steps=41", "seed=5"}) {
    auto changed = member;
    changed.changes.push_back(other);
    EXPECT_EQ(state_of(changed, wanted), State::other) << other;
  }
  write("scan/4/seed-4/input.toml", "not an input\n");
  EXPECT_EQ(state_of(member, wanted), State::other);
}

}  // namespace
}  // namespace kato
