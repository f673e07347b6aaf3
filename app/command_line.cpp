// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <filesystem>
#include <limits>
#include <new>
#include <optional>
#include <utility>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "base/fault.hpp"
#include "base/ranks.hpp"
#include "base/streams.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "run/interruption.hpp"
#include "run/job.hpp"

namespace {

using kato::Arguments;
using Command = int (*)(const Arguments&);

// The options that the commands which work on an input share.
void add_changes(CLI::App& command, Arguments& arguments) {
  command.add_option("--set", arguments.changes, "Change a setting of the input: key.path=value")
      ->type_size(1)
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
}

void add_threads(CLI::App& command, Arguments& arguments) {
  command
      .add_option_function<std::string>(
          "--threads", [&](const std::string& number) { arguments.changes.push_back("run.threads=" + number); },
          "Threads to use: a number, or all")
      ->type_name("N");
}

void add_volume_options(CLI::App& command, Arguments& arguments) {
  auto* quiet = command.add_flag_callback(
      "-q,--quiet", [&] { arguments.volume = kato::Log::Volume::quiet; }, "Show nothing but warnings");
  command
      .add_flag_callback(
          "-v,--verbose", [&] { arguments.volume = kato::Log::Volume::verbose; }, "Show more")
      ->excludes(quiet);
}

CLI::App* add_command(CLI::App& app, const char* name, const char* summary, Command run, Command& chosen) {
  auto* command = app.add_subcommand(name, summary);
  command->callback([run, &chosen] { chosen = run; });
  return command;
}

void add_scan(CLI::App& app, Arguments& arguments, Command& chosen) {
  auto& scan = *add_command(app, "scan", "Many runs of one input, with their spread", kato::scan_command, chosen);
  scan.add_option("input", arguments.target, "The input, a TOML file")->required()->type_name("INPUT.toml");
  scan.add_option("-o,--output", arguments.directory, "Where the runs go; runs/<input name>-scan if not said")
      ->type_name("DIR");
  scan.add_option("--vary", arguments.vary,
                  "A setting and its values: ansatz.hidden=20,30,...,100; of several each with each")
      ->type_size(1)
      ->allow_extra_args(false)
      ->type_name("KEY=VALUES");
  scan.add_option("--seeds", arguments.seeds, "Seeds for each value, from the input's seed on (20)")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
  scan.add_option("--jobs", arguments.jobs, "Runs at a time, each on one thread; all processors if not said")
      ->check(CLI::Range(1, 100'000))
      ->type_name("N");
  scan.add_option("--within", arguments.within, "How near the reference energy a converged run comes (0.001)")
      ->check(CLI::PositiveNumber)
      ->type_name("ENERGY");
  scan.add_flag("--force", arguments.force, "Replace runs of other inputs in that directory");
  add_changes(scan, arguments);
  add_volume_options(scan, arguments);
}

void add_pages(CLI::App& app, Arguments& arguments, Command& chosen) {
  auto& report = *add_command(app, "report", "One page that shows runs: curves, tables, densities, warnings",
                              kato::report_command, chosen);
  report.add_option("-o,--output", arguments.directory, "The page; report.html if not said")->type_name("FILE");
  add_volume_options(report, arguments);
  auto& watch = *add_command(app, "watch", "Show the same page while a run goes on, on this machine alone",
                             kato::watch_command, chosen);
  watch.add_option("--port", arguments.port, "Where the page is served; 0 for any free port (8050)")
      ->check(CLI::Range(0, 65535))
      ->type_name("N");
  for (auto* command : {&report, &watch})
    command->add_option("directories", arguments.directories, "Directories of runs, shown over one another")
        ->required()
        ->type_name("DIR...");
}

void add_overlap(CLI::App& app, Arguments& arguments, Command& chosen) {
  auto& overlap =
      *add_command(app, "overlap", "The fidelity between the states of two runs", kato::overlap_command, chosen);
  overlap.add_option("first", arguments.target, "The directory of a run")->required()->type_name("DIR");
  overlap.add_option("second", arguments.other, "The directory of another run")->required()->type_name("DIR");
  overlap.add_option("--samples", arguments.samples, "Samples of each state, at least (100000)")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000'000}))
      ->type_name("N");
  overlap.add_flag("--json", arguments.json, "Print JSON");
  add_volume_options(overlap, arguments);
}

void add_infinite(CLI::App& app, Arguments& arguments, Command& chosen) {
  auto& infinite = *add_command(app, "infinite", "The energy of the infinite system, from runs of several sizes",
                                kato::infinite_command, chosen);
  infinite.add_option("directories", arguments.directories, "Directories of finished runs in boxes of one density")
      ->required()
      ->type_name("DIR...");
  infinite.add_option("--b1", arguments.b1, "The factor of the free gas's shells; fitted if not said")->type_name("B1");
  infinite.add_option("--b2", arguments.b2, "The factor of 1/N, in the runs' unit of energy; fitted if not said")
      ->type_name("B2");
  infinite.add_flag("--json", arguments.json, "Print JSON");
}

void add_commands(CLI::App& app, Arguments& arguments, Command& chosen) {
  auto& run = *add_command(app, "run", "Train a wave function and measure its energy", kato::run_command, chosen);
  run.add_option("input", arguments.target, "The input, a TOML file")->required()->type_name("INPUT.toml");
  run.add_option("-o,--output", arguments.directory, "Where the records go; runs/<input name> if not said")
      ->type_name("DIR");
  run.add_flag("--dry-run", arguments.dry_run, "Check and show the resolved input and what a run takes, and stop");
  run.add_flag("--force", arguments.force, "Replace an earlier run in that directory");
  auto& resume = *add_command(app, "resume", "Continue a run from its last checkpoint", kato::resume_command, chosen);
  auto& evaluate =
      *add_command(app, "evaluate", "Measure with the trained wave function of a run", kato::evaluate_command, chosen);
  for (auto* command : {&resume, &evaluate})
    command->add_option("directory", arguments.target, "The directory of a run")->required()->type_name("DIR");
  for (auto* command : {&run, &resume})
    command->add_flag("--profile", arguments.profile, "Show what the time of a training step was spent on");
  auto& exact =
      *add_command(app, "exact", "The energy of the reference solver, where there is one", kato::exact_command, chosen);
  exact.add_option("input", arguments.target, "The input, a TOML file")->required()->type_name("INPUT.toml");
  exact.add_flag("--json", arguments.json, "Print JSON");
  exact.add_option("--table", arguments.table, "Write the potential's matrix elements (in momentum space)")
      ->type_name("FILE");
  for (auto* command : {&run, &resume, &evaluate, &exact}) {
    add_changes(*command, arguments);
    add_threads(*command, arguments);
  }
  for (auto* command : {&run, &resume, &evaluate}) add_volume_options(*command, arguments);

  add_scan(app, arguments, chosen);
  add_pages(app, arguments, chosen);
  add_overlap(app, arguments, chosen);
  add_infinite(app, arguments, chosen);

  auto& list = *add_command(app, "list", "The kinds that an input can name", kato::list_command, chosen);
  list.add_option("kind", arguments.target, "Only this category")->type_name("CATEGORY");
  auto& describe =
      *add_command(app, "describe", "A kind or a table of the input with its settings", kato::describe_command, chosen);
  describe.add_option("name", arguments.target, "A kind, a table, or an input file")->type_name("NAME");
  add_changes(describe, arguments);
  describe.add_flag("--graph", arguments.graph, "Of an input file: the graph of its wave function");
  describe.add_flag("--markdown", arguments.markdown, "The whole input reference as a page");
  add_command(app, "info", "The version, the machine and the libraries", kato::info_command, chosen);
}

// A misspelt command gets a suggestion, as a misspelt key does.
void check_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (word.starts_with('-') || std::ranges::find(names, word) != names.end()) return;
  throw kato::Error("'" + word + "' is no command; " + kato::suggestion(word, names));
}

// A training asks for the same tables in every step: memory that was given back and fetched anew each time would have
// to be cleared by the system: a tenth of a short step, half of one with large tables. At
// most 2 GiB are kept.
void keep_freed_memory() {
#if defined(__GLIBC__)
  ::mallopt(M_MMAP_MAX, 0);
  ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

// The ranks do one job together. Those that are started with jobs of their own would wait for one another in vain, or
// mix their records. Machines may name one place differently, or number it differently, hardly both.
void require_one_job(int argc, char** argv) {
  std::error_code gone;
  std::string words, place = std::filesystem::current_path(gone).string(), number;
  for (int n = 1; n < argc; ++n) words += std::string(" ") + argv[n];
  struct stat about {};
  if (::stat(".", &about) == 0) number = fmt::format("{}", about.st_ino);
  const bool same_words = kato::same_on_all_ranks(words), same_place = kato::same_on_all_ranks(place),
             same_number = kato::same_on_all_ranks(number);
  kato::require(
      same_words && (same_place || same_number),
      fmt::format("{} ranks, which were started together to do one run, were given different inputs or "
                  "directories (one of them is `kato{}` in {}); for runs of their own start them without mpirun "
                  "or srun, or take `kato scan`",
                  kato::ranks(), words, place));
}

// Commands that stop with something to go on from.
bool is_resumable(Command chosen) {
  return chosen == kato::run_command || chosen == kato::resume_command || chosen == kato::evaluate_command ||
         chosen == kato::scan_command;
}

// Several ranks share the walkers of a run. Everything else the first rank does alone.
int run_on_ranks(Command chosen, const Arguments& arguments, kato::RankSession& session) {
  if (chosen == kato::run_command || chosen == kato::resume_command || chosen == kato::evaluate_command)
    return chosen(arguments);
  kato::require(chosen != kato::scan_command || kato::ranks() == 1,
                "scan: starts its runs itself, each on one thread; start it without mpirun or srun");
  session.part();
  return kato::first_rank() ? chosen(arguments) : kato::done;
}

int main_or_throw(int argc, char** argv, kato::RankSession& session, std::optional<kato::Interruption>& watch) {
  require_one_job(argc, argv);
  CLI::App app("Neural-network quantum states of fermions in continuous space", "kato");
  app.set_version_flag("--version", std::string("kato ") + kato::version);
  app.require_subcommand(1);
  app.footer(
      "Example: kato run input.toml --set train.steps=300 -o runs/short\n"
      "Exit status: 0 done, 1 fault of the program, 2 mistake in the input, 75 stopped and resumable");
  Arguments arguments;
  Command chosen = nullptr;
  add_commands(app, arguments, chosen);
  if (argc > 1) check_command(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    const int status = kato::first_rank() ? app.exit(problem) : problem.get_exit_code();
    return status == 0 ? kato::done : kato::mistake;
  }
  if (is_resumable(chosen)) watch.emplace();
  return run_on_ranks(chosen, arguments, session);
}

}  // namespace

namespace kato {

int command_line(int argc, char** argv) {
  prepare_streams();
  keep_freed_memory();
  int status = done;
  std::string message;
  std::optional<Interruption> watch;  // to the end: signals come twice
  std::optional<RankSession> session;
  try {
    session.emplace();
    status = main_or_throw(argc, argv, *session, watch);
  } catch (const Fault& problem) {
    message = fmt::format("kato: {}", problem.what());
    status = fault;
  } catch (const Error& problem) {
    message = fmt::format("kato: {}", problem.what());
    status = mistake;
  } catch (const std::bad_alloc&) {
    message = "kato: not enough memory; lower sampler.walkers, or take a smaller ansatz or another optimizer";
    status = fault;
  } catch (const std::exception& problem) {
    message = fmt::format("kato: a fault of the program: {}", problem.what());
    status = fault;
  }
  if (!message.empty() && first_rank()) show(stderr, std::exchange(message, {}) + "\n");
  if (session) session->leave(status, status == mistake || status == fault, message);
  return status;
}

}  // namespace kato
