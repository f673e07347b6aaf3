// SPDX-License-Identifier: Apache-2.0
#include "train/transfer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.hpp"

namespace kato {
namespace {

std::string parts_text(const std::vector<Transfer::Part>& parts) {
  std::string text;
  for (const auto& part : parts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", part.name, fmt::join(part.shape, "x"));
  return text.empty() ? "nothing" : text;
}

std::size_t numbers_in(const std::vector<Transfer::Part>& parts) {
  std::size_t sum = 0;
  for (const auto& part : parts) sum += part.size;
  return sum;
}

Transfer::Part part_of(const Checkpoint::Parameter& parameter) {
  return {parameter.name, parameter.shape, parameter.values.size()};
}

Transfer::Part part_of(const Parameter& parameter) {
  return {parameter.name, {parameter.shape.begin(), parameter.shape.end()}, parameter.size};
}

}  // namespace

bool Transfer::copies(const std::string& name) const {
  return std::ranges::find(copied, name, &Part::name) != copied.end();
}

Checkpoint transfer_source(const std::filesystem::path& from, std::string& warning, const std::string& setting) {
  require(std::filesystem::exists(from),
          fmt::format("{}: there is no {}; name the directory of a run or a checkpoint file (a relative path "
                      "starts in the working directory)",
                      setting, from.string()));
  if (!std::filesystem::is_directory(from)) return load_checkpoint(from, warning);
  require(
      std::filesystem::exists(from / "checkpoint.h5") || std::filesystem::exists(from / "checkpoint.prev.h5"),
      fmt::format("{}: {} holds no checkpoint; train there first, or name another directory", setting, from.string()));
  return load_checkpoint(from / "checkpoint.h5", warning);
}

Transfer transfer_parameters(const Checkpoint& source, const std::filesystem::path& from, const Graph& graph,
                             std::span<double> theta) {
  Transfer transfer{
      .source = from.string(), .step = source.step, .warning = {}, .copied = {}, .initialised = {}, .ignored = {}};
  for (const auto& wanted : graph.parameters()) {
    const auto part = part_of(wanted);
    const auto found = std::ranges::find(source.parameters, wanted.name, &Checkpoint::Parameter::name);
    const bool same = found != source.parameters.end() && found->shape == part.shape;
    (same ? transfer.copied : transfer.initialised).push_back(part);
    if (same) std::ranges::copy(found->values, theta.begin() + static_cast<std::ptrdiff_t>(wanted.offset));
  }
  for (const auto& there : source.parameters)
    if (!transfer.copies(there.name)) transfer.ignored.push_back(part_of(there));
  require(
      !transfer.copied.empty(),
      fmt::format("initial.from: no parameter of {} has the name and the shape of one of this wave function (there: "
                  "{}; wanted: {}); choose the ansatz and its width as they were there",
                  transfer.source, parts_text(transfer.ignored), parts_text(transfer.initialised)));
  return transfer;
}

std::string transfer_text(const Transfer& transfer) {
  const auto line = [](const char* what, const std::vector<Transfer::Part>& parts) {
    return fmt::format("\n  {:<11} {:>6} numbers: {}", what, numbers_in(parts), parts_text(parts));
  };
  return fmt::format("parameters of {} after step {}{}{}{}", transfer.source, transfer.step,
                     line("copied", transfer.copied), line("initialised", transfer.initialised),
                     line("ignored", transfer.ignored));
}

}  // namespace kato
