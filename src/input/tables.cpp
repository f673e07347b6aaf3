// SPDX-License-Identifier: Apache-2.0
#include "input/tables.hpp"

#include <stdexcept>

namespace kato {
namespace {

Metadata top_level() {
  return {.name = "",
          .summary = "settings above the first table",
          .options = {{.name = "title", .fallback = std::string(), .summary = "what the records are headed with"},
                      {.name = "seed",
                       .fallback = std::int64_t{1},
                       .summary = "the source of every random number: the same seed repeats the run bit for bit",
                       .lower = 0}}};
}

Metadata run() {
  return {.name = "run",
          .summary = "how the run is carried out",
          .options = {
              {.name = "threads",
               .fallback = std::string("all"),
               .summary = "threads of this process, or all its processors; the results do not depend on it",
               .lower = 1,
               .upper = 4096,
               .choices = {"all"},
               .or_number = Number::whole},
              {.name = "precision",
               .fallback = std::string("double"),
               .summary = "of the wave function; mixed: sampling in float, energies and gradients in double",
               .choices = {"double", "float", "mixed"}},
              {.name = "checkpoint_steps",
               .fallback = std::int64_t{100},
               .summary = "a checkpoint is written at least every so many steps",
               .lower = 1},
              {.name = "checkpoint_seconds",
               .fallback = 60.0,
               .summary = "and when so much time has passed since the last one, also while pretraining or measuring",
               .unit = "s",
               .lower = 0},
              {.name = "time_limit",
               .fallback = std::string("none"),
               .summary = "the run stops, resumable, after so much time",
               .unit = "s",
               .lower = 0,
               .lower_open = true,
               .choices = {"none"},
               .or_number = Number::real}}};
}

// One of four ways to say how large a box is.
Option size_of_box(std::string name, std::string summary, std::string unit) {
  return {.name = std::move(name),
          .fallback = 0.0,
          .summary = std::move(summary),
          .unit = std::move(unit),
          .lower = 0,
          .lower_open = true,
          .optional = true};
}

Metadata system() {
  return {
      .name = "system",
      .summary =
          "what is solved: in a trap in harmonic-oscillator units (hbar = m = omega = 1); in a box with "
          "lengths in a unit a that is left open (hbar = m = 1), bohr and hartree where charges repel",
      .options = {{.name = "space",
                   .fallback = std::string("trap"),
                   .summary = "a trap, a periodic box, or free space; momentum space has tables of its own",
                   .choices = {"trap", "box", "free"}},
                  {.name = "dimensions",
                   .fallback = std::int64_t{1},
                   .summary = "d, the dimensions of space",
                   .lower = 1,
                   .upper = 3},
                  {.name = "particles",
                   .fallback = std::int64_t{0},
                   .summary = "A, the number of particles of one kind: spinless fermions, or bosons",
                   .lower = 1,
                   .upper = 1000,
                   .optional = true},
                  {.name = "up",
                   .fallback = std::int64_t{0},
                   .summary = "instead of particles: the number of particles of spin up, the first of them",
                   .lower = 0,
                   .upper = 1000,
                   .optional = true},
                  {.name = "down",
                   .fallback = std::int64_t{0},
                   .summary = "and of those of spin down, the last",
                   .lower = 0,
                   .upper = 1000,
                   .optional = true},
                  {.name = "statistics",
                   .fallback = std::string("fermion"),
                   .summary = "what an exchange of two particles of one kind does to the wave function: changes "
                              "its sign (fermion), or nothing (boson); ansatz.kind is \"boson-jastrow\" for bosons "
                              "unless another is named",
                   .choices = {"fermion", "boson"}},
                  size_of_box("length", "L, the side of a box, which is given by exactly one of these four", "a"),
                  size_of_box("density", "or n, the number of particles in a unit of volume", "1/a^d"),
                  size_of_box("r_s", "or the mean distance: 1/n = 2 r_s, pi r_s^2, 4 pi r_s^3/3 in d = 1, 2, 3", "a"),
                  size_of_box("k_F",
                              "or the Fermi wave number of the free gas of this density: pi n/2, sqrt(2 pi n), "
                              "(3 pi^2 n)^(1/3) for up and down, pi n, sqrt(4 pi n), (6 pi^2 n)^(1/3) for one kind",
                              "1/a"),
                  {.name = "require_closed_shell",
                   .fallback = false,
                   .summary = "whether particles in a box that fill no shell of plane waves are a mistake"}}};
}

Metadata initial() {
  return {.name = "initial",
          .summary = "where the parameters start: at random, or at those of an earlier run",
          .options = {{.name = "from",
                       .fallback = std::string(),
                       .summary = "the directory of a run, or a checkpoint file (a relative path starts in the working "
                                  "directory), every parameter of which is copied that has the same name and shape "
                                  "here; the others start at random. Empty: all start at random"},
                      {.name = "walkers",
                       .fallback = std::string("auto"),
                       .summary = "where walkers begin: scattered, as a cloud of the trap's size; uniform in a box; or "
                                  "crystal, on the sites of a bcc lattice with noise (three dimensions, N = 2 n^3); "
                                  "auto: uniform in a box, scattered elsewhere",
                       .choices = {"auto", "scattered", "uniform", "crystal"}}}};
}

Metadata pretrain() {
  return {
      .name = "pretrain",
      .summary =
          "before the training, the orbitals are fitted to those of a simpler system; parameters that were "
          "copied from an earlier run, or that the first stage freezes, are left as they are",
      .options = {
          {.name = "target",
           .fallback = std::string("oscillator"),
           .summary = "whose orbitals: those of particles that do not interact in the trap, or those of the best "
                      "determinant in a harmonic one (for an ansatz with orbitals); or samples, to fit the square of "
                      "the wave function to the walkers of another run by maximum likelihood; or no pretraining",
           .choices = {"oscillator", "hartree-fock", "samples", "none"}},
          {.name = "from",
           .fallback = std::string(),
           .summary = "samples: the directory of that run, or its checkpoint file"},
          {.name = "steps", .fallback = std::int64_t{800}, .summary = "steps of the fit", .lower = 0, .upper = 1e7},
          {.name = "learning_rate",
           .fallback = 0.02,
           .summary = "of Adam at the first step; it falls to zero along a cosine",
           .lower = 0,
           .lower_open = true}}};
}

Metadata train() {
  return {.name = "train",
          .summary = "the training: the energy is lowered step by step",
          .options = {{.name = "steps",
                       .fallback = std::int64_t{500},
                       .summary = "steps with the settings as written, after those of every stage",
                       .lower = 0,
                       .upper = 1e9},
                      {.name = "clip",
                       .fallback = 5.0,
                       .summary = "local energies further from their median than so many mean absolute deviations are "
                                  "pulled in, for the gradient only; 0 for none (with a contact interaction that is "
                                  "reorganised, nothing is)",
                       .lower = 0},
                      {.name = "freeze",
                       .fallback = std::vector<std::string>{},
                       .summary = "parameters that are not trained: names, groups (\"layer1\" for layer1.weight and "
                                  "layer1.bias), or either with the wildcards * ? [...], as \"layer*\""},
                      {.name = "rollback",
                       .fallback = 10.0,
                       .summary = "the training goes back to its last good state when the energy jumps up by more than "
                                  "so many of its errors; 0 for only when something is not finite",
                       .lower = 0},
                      {.name = "most_rollbacks",
                       .fallback = std::int64_t{10},
                       .summary = "in succession; the run then fails",
                       .lower = 0,
                       .upper = 1000}}};
}

Metadata reweight() {
  return {
      .name = "train.reweight",
      .summary = "walkers are kept for later steps, weighted by |psi_now/psi_then|^2, until they no longer fit",
      .source = "Azzam, Transfer learning for many-body systems (thesis, Barcelona 2022), equations (16) to (20)",
      .options = {{.name = "enabled", .fallback = false, .summary = "if not, walkers are drawn for every step"},
                  {.name = "upper",
                   .fallback = std::int64_t{100},
                   .summary = "steps for which walkers are kept, at most, while all weights are equal",
                   .lower = 1,
                   .upper = 1e6},
                  {.name = "lower",
                   .fallback = std::int64_t{1},
                   .summary = "the same while no two weights are alike; not above upper",
                   .lower = 1,
                   .upper = 1e6},
                  {.name = "s",
                   .fallback = 1e-2,
                   .summary = "a weight R counts as different by 1 - exp(-(R - 1)^2/s), the mean weight being 1",
                   .lower = 0,
                   .lower_open = true},
                  {.name = "floor",
                   .fallback = 0.5,
                   .summary = "walkers are drawn at once if the effective sample size falls below this share of them",
                   .lower = 0,
                   .upper = 1}}};
}

Metadata stage() {
  return {.name = "train.stage",
          .summary =
              "a ladder on the way to the system: each stage changes settings of system.interaction, sampler, "
              "optimizer and train, and starts where the last one ended; the settings as written come last",
          .options = {{.name = "steps",
                       .fallback = std::int64_t{0},
                       .summary = "steps of this stage",
                       .lower = 1,
                       .upper = 1e9,
                       .required = true}}};
}

Metadata evaluate() {
  return {.name = "evaluate",
          .summary = "the measurement with the trained wave function, which is not changed any more",
          .options = {{.name = "samples",
                       .fallback = std::string("auto"),
                       .summary = "local energies that are measured, at least, or at most with a target_error; 0 "
                                  "leaves the measurement out; auto: as many as half of the training's counted work "
                                  "pays for, between 20000 and 1000000 (that with a target_error)",
                       .lower = 0,
                       .upper = 1e15,
                       .choices = {"auto"},
                       .or_number = Number::whole},
                      {.name = "target_error",
                       .fallback = 0.0,
                       .summary = "the measurement ends when the energy's standard error is as small as this, after 32 "
                                  "measurements of every walker at the earliest; 0 for only when all samples are taken",
                       .unit = "hbar omega",
                       .lower = 0},
                      {.name = "sweeps",
                       .fallback = std::int64_t{10},
                       .summary = "sweeps from one measurement of a walker to the next",
                       .lower = 1,
                       .upper = 1e5},
                      {.name = "burn_in",
                       .fallback = std::int64_t{200},
                       .summary = "sweeps before the first measurement",
                       .lower = 0,
                       .upper = 1e7},
                      {.name = "observables",
                       .fallback = std::vector<std::string>{},
                       .summary = "what is measured besides the energy; the settings of each stand in [evaluate.NAME]",
                       .kinds = "observable"}}};
}

Metadata reference() {
  return {
      .name = "reference",
      .summary = "the energy that the result is compared with",
      .options = {
          {.name = "energy",
           .fallback = std::string("exact"),
           .summary = "of the reference solver where there is one for the system (in a box the determinant of plane "
                      "waves where there is none), or a known number, or none; "
                      "modified-mcguire: that approximation, of one particle among others with contacts; "
                      "hartree-fock: the best determinant, in a harmonic trap or a box",
           .unit = "hbar omega",
           .choices = {"exact", "none", "modified-mcguire", "hartree-fock"},
           .or_number = Number::real},
          {.name = "uncertainty",
           .fallback = 0.0,
           .summary = "of an energy that is given as a number",
           .unit = "hbar omega",
           .lower = 0}}};
}

std::string ansatz_of(const Settings& system) {
  if (system.text("statistics") == "boson") return "boson-jastrow";
  return system.text("space") == "box" && system.integer("dimensions") > 1 ? "message-passing-slater" : "";
}

}  // namespace

const std::vector<InputTable>& input_tables() {
  static const std::vector<InputTable> tables{
      {.metadata = top_level()},
      {.metadata = run()},
      {.metadata = system()},
      {.metadata = {.name = "system.potential", .summary = "what holds the particles, where system.space is \"trap\""},
       .category = "potential",
       .default_kind = "harmonic",
       .spaces = {"trap"}},
      {.metadata = {.name = "system.interaction",
                    .summary = "a term of the potential energy; none leaves the particles free"},
       .category = "interaction",
       .repeated = true},
      {.metadata = {.name = "ansatz", .summary = "the wave function"},
       .category = "ansatz",
       .default_kind = "equivariant-slater",
       .usual_kind = ansatz_of},
      {.metadata = initial()},
      {.metadata = pretrain()},
      {.metadata = {.name = "sampler", .summary = "how walkers are drawn from the square of the wave function"},
       .category = "sampler",
       .default_kind = "metropolis"},
      {.metadata = {.name = "optimizer", .summary = "the rule for the next parameters"},
       .category = "optimizer",
       .default_kind = "spring"},
      {.metadata = train()},
      {.metadata = {.name = "train.stop", .summary = "when the training, or a stage of it, may end before train.steps"},
       .category = "stopping",
       .default_kind = "none"},
      {.metadata = reweight()},
      {.metadata = stage(), .repeated = true},
      {.metadata = evaluate()},
      {.metadata = reference()},
  };
  return tables;
}

const InputTable* find_table(const std::vector<InputTable>& tables, std::string_view name) {
  for (const auto& table : tables) {
    if (table.metadata.name == name) return &table;
  }
  return nullptr;
}

const InputTable& input_table(std::string_view name) {
  if (const auto* table = find_table(input_tables(), name)) return *table;
  throw std::logic_error("there is no table '" + std::string(name) + "'");
}

std::vector<std::string> inner_tables(std::string_view name, const std::vector<InputTable>& tables) {
  std::vector<std::string> keys;
  for (const auto& table : tables) {
    const std::string_view path = table.metadata.name;
    const auto dot = path.rfind('.');
    const auto parent = dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
    if (!path.empty() && parent == name) keys.emplace_back(path.substr(dot == std::string_view::npos ? 0 : dot + 1));
  }
  return keys;
}

Option kind_option(const InputTable& table) {
  return {.name = "kind",
          .fallback = table.default_kind,
          .summary = "which " + table.category + ": see `kato list " + table.category + "`",
          .required = table.default_kind.empty(),
          .kinds = table.category};
}

}  // namespace kato
