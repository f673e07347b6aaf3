// SPDX-License-Identifier: Apache-2.0
#include "momentum/tables.hpp"

namespace kato {
namespace {

// The run table without what only sampling knows; a step in momentum space takes a thousandth of a second or less.
Metadata run() {
  auto metadata = input_table("run").metadata;
  std::erase_if(metadata.options, [](const Option& option) { return option.name == "precision"; });
  for (auto& option : metadata.options)
    if (option.name == "checkpoint_steps") option.fallback = std::int64_t{100'000};
  return metadata;
}

Metadata system() {
  return {.name = "system",
          .summary = "two nucleons in momentum space, in MeV and fm",
          .options = {{.name = "space",
                       .fallback = std::string("momentum"),
                       .summary = "momentum space, without sampling",
                       .choices = {"momentum"}},
                      {.name = "kind",
                       .fallback = std::string("deuteron"),
                       .summary = "the bound state of a proton and a neutron in 3S1-3D1",
                       .choices = {"deuteron"}},
                      {.name = "mesh",
                       .fallback = std::string("auto"),
                       .summary = "points of the Gauss-Legendre mesh; auto: 64, or those of a table of matrix elements",
                       .lower = 8,
                       .upper = 1000,
                       .choices = {"auto"},
                       .or_number = Number::whole},
                      {.name = "scale",
                       .fallback = 2.0,
                       .summary = "c of the map q = c tan(a (1 + x)/2): about half of the points lie below it",
                       .unit = "fm^-1",
                       .lower = 0.01,
                       .upper = 100},
                      {.name = "cutoff",
                       .fallback = 30.0,
                       .summary = "the largest momentum, c tan(a) with a <= pi/2",
                       .unit = "fm^-1",
                       .lower = 0.1},
                      {.name = "kinetic",
                       .fallback = std::string("potential"),
                       .summary = "hbar^2/(2 mu): the one the potential was made for, or a number",
                       .unit = "MeV fm^2",
                       .lower = 0,
                       .lower_open = true,
                       .choices = {"potential"},
                       .or_number = Number::real}}};
}

Metadata pretrain() {
  return {.name = "pretrain",
          .summary = "before the training, the network is fitted to simple waves",
          .options = {{.name = "target",
                       .fallback = std::string("oscillator"),
                       .summary = "q^L exp(-b^2 q^2/2) for each channel, or no pretraining",
                       .choices = {"oscillator", "none"}},
                      {.name = "steps",
                       .fallback = std::int64_t{100},
                       .summary = "most steps of the fit (Levenberg and Marquardt)",
                       .lower = 0,
                       .upper = 1e6},
                      {.name = "b",
                       .fallback = 3.0,
                       .summary = "the width of the waves",
                       .unit = "fm",
                       .lower = 0,
                       .lower_open = true}}};
}

Metadata train() {
  return {
      .name = "train",
      .summary = "the training: the energy of the quadrature is lowered step by step",
      .options = {{.name = "steps",
                   .fallback = std::int64_t{2500},
                   .summary = "steps of the optimiser",
                   .lower = 0,
                   .upper = 1e9},
                  {.name = "metric",
                   .fallback = std::string("kinetic"),
                   .summary = "how sr, minsr and spring measure the distance of two states: by the kinetic energy of "
                              "their difference, hbar^2 (q^2 + q0^2)/(2 mu), or by its norm",
                   .choices = {"kinetic", "overlap"}},
                  {.name = "metric_momentum",
                   .fallback = 0.5,
                   .summary = "q0",
                   .unit = "fm^-1",
                   .lower = 0,
                   .lower_open = true},
                  {.name = "halvings",
                   .fallback = std::int64_t{20},
                   .summary = "a step that does not lower the energy, which is known without noise, is halved up to "
                              "so many times; 0 takes every step as it is (for adam or rmsprop)",
                   .lower = 0,
                   .upper = 50}}};
}

Metadata reference() {
  auto metadata = input_table("reference").metadata;
  for (auto& option : metadata.options) {
    option.unit = "MeV";
    if (option.name != "energy") continue;
    option.choices = {"exact", "none"};
    option.summary = "of the diagonalisation on the same mesh, or a known number, or none";
  }
  return metadata;
}

}  // namespace

std::vector<InputTable> momentum_tables() {
  return {
      input_table(""),
      {.metadata = run()},
      {.metadata = system()},
      {.metadata = {.name = "system.interaction", .summary = "a part of the potential; several are added up"},
       .category = "momentum-potential",
       .repeated = true},
      {.metadata = {.name = "ansatz", .summary = "the wave functions of the channels"},
       .category = "momentum-ansatz",
       .default_kind = "channel-network"},
      {.metadata = pretrain()},
      {.metadata = input_table("optimizer").metadata,
       .category = "optimizer",
       .default_kind = "minsr",
       .defaults = {{"learning_rate", 1.0}, {"schedule", std::string("constant")}}},
      {.metadata = train()},
      {.metadata = reference()},
  };
}

}  // namespace kato
