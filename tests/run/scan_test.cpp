// SPDX-License-Identifier: Apache-2.0
#include "run/scan.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <sstream>
#include <tuple>

#include "base/files.hpp"
#include "run/job.hpp"
#include "run/run_files.hpp"

namespace kato {
namespace {

TEST(Scan, a_variation_is_a_key_and_its_values) {
  const auto [key, values] = parse_variation("ansatz.hidden=20,30,...,60");
  EXPECT_EQ(key, "ansatz.hidden");
  EXPECT_EQ(values, (std::vector<std::string>{"20", "30", "40", "50", "60"}));
  EXPECT_EQ(parse_variation("a.b=0.5,0.25,...,-0.25").second, (std::vector<std::string>{"0.5", "0.25", "0", "-0.25"}));
  EXPECT_EQ(parse_variation("a.b=0.1,0.2,...,0.4").second, (std::vector<std::string>{"0.1", "0.2", "0.3", "0.4"}));
  EXPECT_EQ(parse_variation("optimizer.kind=sr,adam").second, (std::vector<std::string>{"sr", "adam"}));
}

TEST(Scan, a_variation_that_leads_nowhere_is_a_mistake) {
  EXPECT_TRUE(has(message_of([] { parse_variation("ansatz.hidden"); }), "names no values"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,,2"); }), "empty value"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,...,5"); }), "two values before"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,2,..."); }), "last value"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,2,...,0"); }), "does not lead"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,2,1"); }), "a value twice"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,.."); }), "names no directory"));
}

TEST(Scan, several_variations_make_every_pair_of_values) {
  const auto [key, values] = parse_variations({"a.b=1,2", "up:down=1:1,2:1", "c=x"});
  EXPECT_EQ(key, "a.b/up:down/c");
  EXPECT_EQ(values, (std::vector<std::string>{"1/1:1/x", "1/2:1/x", "2/1:1/x", "2/2:1/x"}));
  EXPECT_EQ(parse_variations({"a=1,2"}), parse_variation("a=1,2"));
  EXPECT_TRUE(parse_variations({}).first.empty());
}

TEST(Scan, the_spread_is_median_and_quantiles) {
  const auto spread = spread_of({5, 1, 3, 2, 4});
  EXPECT_EQ(spread.median, 3);
  EXPECT_NEAR(spread.lower, 1.64, 1e-12);
  EXPECT_NEAR(spread.upper, 4.36, 1e-12);
  EXPECT_EQ(spread_of({1, 2}).median, 1.5);
  EXPECT_TRUE(std::isnan(spread_of({}).median));
}

TEST(Scan, the_table_to_be_read_has_each_number_below_its_name) {
  const ScanRun run{.value = "7",
                    .seed = 1,
                    .status = "finished",
                    .seconds = 40,
                    .energy = 3.5,
                    .std_err = 0.25,
                    .reference = 3,
                    .oscillation = 0.125,
                    .properties = {{"virial", 1.5}, {"virial_std_err", 0.1}, {"virial.work", 9}}};
  ScanOptions varied;
  varied.key = "a";
  std::istringstream text(scan_text({run}, varied));
  std::string names, numbers, name, number;
  std::getline(text, names), std::getline(text, numbers);
  std::istringstream head(names), row(numbers);
  std::map<std::string, std::string> found;
  while (head >> name && row >> number) found[name] = number;
  EXPECT_EQ(found.size(), 11u);
  EXPECT_EQ(found["energy"], "3.50000000");
  EXPECT_EQ(found["difference"], "0.5");
  EXPECT_EQ(found["std_err"], "0.25");
  EXPECT_EQ(found["reference"] + found["seconds"], "340");
  EXPECT_EQ(found["virial"], "1.5");
}

class ScanRuns : public RunFiles {
 protected:
  ScanOptions options() const {
    const auto input = write("d.toml",
                             "seed = 4\n[system]\nspace = \"momentum\"\nmesh = 16\n[[system.interaction]]\n"
                             "kind = \"yamaguchi\"\n[train]\nsteps = 40\n");
    return {.program = KATO_COMMAND,
            .input = input,
            .directory = directory / "scan",
            .changes = {},
            .key = "ansatz.hidden",
            .values = {"4", "6"},
            .seeds = 3,
            .jobs = 2,
            .within = 0.5,
            .volume = Log::Volume::quiet};
  }
};

TEST_F(ScanRuns, every_value_is_run_with_every_seed) {
  ASSERT_EQ(scan(options()), done);
  for (const std::string value : {"4", "6"}) {
    for (const std::uint64_t seed : {4U, 5U, 6U}) {
      const auto run = scan_run_from(directory / "scan" / value / ("seed-" + std::to_string(seed)), value, seed);
      EXPECT_TRUE(run.finished());
      EXPECT_EQ(run.parameters, 3 * std::stoi(value));
      EXPECT_EQ(run.steps, 40);
      EXPECT_GE(run.oscillation, 0);
      EXPECT_GT(run.difference(), -1e-9);
    }
  }
  const auto table = read(directory / "scan" / "scan.csv");
  EXPECT_TRUE(
      has(table, "value,runs,finished,converged,convergence_rate,energy,", "fidelity_S_p16", "\n4,3,3,", "\n6,3,3,"));
  EXPECT_TRUE(has(read(directory / "scan" / "scan.json"), "\"key\": \"ansatz.hidden\"", "\"median\""));
}

TEST_F(ScanRuns, a_second_scan_keeps_what_is_done_and_repeats_what_is_missing) {
  ASSERT_EQ(scan(options()), done);
  const auto kept = read(directory / "scan" / "4" / "seed-5" / "log.txt");
  const auto removed = directory / "scan" / "6" / "seed-6";
  const double energy = scan_run_from(removed, "6", 6).energy;
  std::filesystem::remove_all(removed);
  ASSERT_EQ(scan(options()), done);
  EXPECT_EQ(read(directory / "scan" / "4" / "seed-5" / "log.txt"), kept);
  EXPECT_EQ(scan_run_from(removed, "6", 6).energy, energy);
}

// A run that was killed after 15 of its 40 steps has no summary.
TEST_F(ScanRuns, a_run_that_was_killed_goes_on_from_its_checkpoint_to_the_same_end) {
  ASSERT_EQ(scan(options()), done);
  const auto place = directory / "scan" / "6" / "seed-5";
  const double energy = scan_run_from(place, "6", 5).energy;
  const auto resolved = read(place / "input.toml");
  const auto shorter = load_input(options().input, {"ansatz.hidden=6", "seed=5", "run.threads=1", "train.steps=15"});
  ASSERT_EQ(run(shorter, {.directory = place, .force = true, .volume = Log::Volume::quiet}), done);
  std::filesystem::remove(place / "summary.json");
  write_file(place / "input.toml", resolved);
  ASSERT_EQ(scan(options()), done);
  EXPECT_TRUE(has(read(place / "log.txt"), "resumed after step 15 of 40"));
  EXPECT_EQ(scan_run_from(place, "6", 5).energy, energy);
}

TEST_F(ScanRuns, the_tables_have_the_parts_of_the_energy_and_measured_numbers_with_their_errors) {
  auto dots = options();
  dots.input =
      write("dot.toml",
            "seed = 4\n[system]\ndimensions = 2\nup = 1\ndown = 1\n[system.potential]\nkind = \"harmonic\"\n"
            "[[system.interaction]]\nkind = \"coulomb\"\n[ansatz]\nkind = \"slater\"\n[sampler]\nwalkers = 64\n"
            "[train]\nsteps = 4\n[evaluate]\nsamples = 640\nobservables = [\"virial\", \"density\"]\n");
  dots.key = "system.potential.frequency";
  dots.values = {"0.5", "1.0"};
  dots.seeds = 1;
  dots.within = 10;
  ASSERT_EQ(scan(dots), done);
  const auto table = read(dots.directory / "scan.csv");
  EXPECT_TRUE(has(table, ",kinetic,kinetic_p16,", ",trap_std_err,", ",interaction,", ",virial,", ",virial_std_err,"));
  const auto found = scan_run_from(dots.directory / "0.5" / "seed-4", "0.5", 4);
  std::map<std::string, double> numbers(found.properties.begin(), found.properties.end());
  EXPECT_NEAR(numbers.at("kinetic") + numbers.at("trap") + numbers.at("interaction"), found.energy, 1e-9);
  EXPECT_NEAR(numbers.at("virial"), numbers.at("virial.twice-kinetic") / numbers.at("virial.work"), 1e-9);
  EXPECT_GT(numbers.at("virial_std_err"), 0);
  EXPECT_FALSE(numbers.contains("density"));
  const auto text = read(dots.directory / "log.txt");
  EXPECT_TRUE(has(text, "kinetic", "virial"));
  EXPECT_FALSE(has(text, "_std_err"));
}

TEST_F(ScanRuns, settings_that_vary_together_and_apart_are_those_of_the_runs) {
  auto several = options();
  std::tie(several.key, several.values) = parse_variations({"ansatz.hidden:train.steps=4:11,5:12", "system.mesh=8,12"});
  several.seeds = 1;
  ASSERT_EQ(scan(several), done);
  for (const int hidden : {4, 5})
    for (const std::string mesh : {"8", "12"}) {
      const auto value = fmt::format("{}:{}/{}", hidden, hidden + 7, mesh);
      const auto run = scan_run_from(directory / "scan" / value / "seed-4", value, 4);
      EXPECT_TRUE(run.finished()) << value;
      EXPECT_EQ(run.steps, hidden + 7);
      EXPECT_EQ(run.parameters, 3 * hidden);
      EXPECT_TRUE(has(read(directory / "scan" / value / "seed-4" / "input.toml"), "mesh = " + mesh + "\n"));
    }
  EXPECT_TRUE(has(read(directory / "scan" / "scan.csv"), "\n5:12/8,1,1,", ",reference,"));
  several.values.front() = "4/8";
  EXPECT_TRUE(has(message_of([&] { scan(several); }), "no value for each"));
}

TEST_F(ScanRuns, a_wrong_value_is_found_before_anything_starts) {
  auto wrong = options();
  wrong.values = {"4", "many"};
  EXPECT_TRUE(has(message_of([&] { scan(wrong); }), "ansatz.hidden"));
  EXPECT_FALSE(std::filesystem::exists(directory / "scan"));
}

}  // namespace
}  // namespace kato
