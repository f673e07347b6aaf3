// SPDX-License-Identifier: Apache-2.0
#include "run/overlap.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.hpp"
#include "base/streams.hpp"
#include "base/text.hpp"
#include "record/run_directory.hpp"
#include "record/same_state.hpp"
#include "run/job.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

void check_alike(const System& a, const System& b) {
  require(
      a.dimensions == b.dimensions && a.particles == b.particles && a.species == b.species,
      "overlap: the two runs are of different particles; give runs with the same dimensions, particles and species");
  require(
      a.space.kind == b.space.kind && a.space.side == b.space.side,
      "overlap: the two runs are of different spaces (a box of another side, or a trap); give runs in the same one");
}

// psi_2/psi_1 times exp(-shift) averaged over |psi_1|^2. The shift keeps the ratios near 1; it is set by the first
// measurement if it is not known yet.
class Ratio {
 public:
  Ratio(WaveFunction& sampled, WaveFunction& other, std::size_t walkers)
      : sampled_(sampled), other_(other), means_(walkers, 1), values_(walkers), values_other_(walkers) {}

  void add(const WalkerView& walkers, std::optional<double>& shift) {
    evaluate_over_ranks(sampled_, walkers, values_);
    evaluate_over_ranks(other_, walkers, values_other_);
    if (!shift) {
      double sum = 0;
      for (std::size_t w = 0; w < values_.size(); ++w) sum += values_other_[w].log_abs - values_[w].log_abs;
      shift = sum / static_cast<double>(values_.size());
    }
    means_.add_step(1, [&](std::size_t w, std::span<double> sums) {
      const auto &here = values_[w], &there = values_other_[w];
      sums[0] += here.sign * there.sign * std::exp(there.log_abs - here.log_abs - *shift);
    });
  }

  Means means() const { return means_.means(); }

 private:
  WaveFunction &sampled_, &other_;
  GroupedMeans means_;
  std::vector<LogPsi> values_, values_other_;
};

// Samples the state of `session` and lets `use` have the walkers of every measurement; false if it was stopped.
template <class Use>
bool sample(const VmcSession& session, WaveFunction& psi, const OverlapSettings& settings, std::uint32_t stage,
            const Watch& watch, const Use& use) {
  auto walkers = session.walkers();
  const auto sampler = session.evaluation_sampler();
  const auto count = static_cast<std::int64_t>(walkers.count());
  const std::int64_t steps = (settings.samples + count - 1) / count;
  StreamKey stream{.seed = settings.seed, .stage = stage, .step = 0, .purpose = Purpose::evaluation};
  sampler->sweep(psi.sampling(), walkers, stream, settings.burn_in, false);
  for (std::int64_t done = 0; done < steps;) {
    ++stream.step;
    const auto report = sampler->sweep(psi.sampling(), walkers, stream, settings.sweeps, false);
    use(walkers.view());
    ++done;
    if (!watch({.phase = fmt::format("state {}", stage + 1),
                .step = done,
                .steps = steps,
                .acceptance = report.acceptance}))
      return false;
  }
  return true;
}

std::string overlap_json(const Overlap& found) {
  const nlohmann::ordered_json json{
      {"fidelity", found.fidelity}, {"std_err", found.std_err}, {"samples", found.samples}};
  return json.dump(2);
}

// The state of the last checkpoint of a run.
std::unique_ptr<Session> trained(const std::filesystem::path& path, Log& log) {
  const auto directory = RunDirectory::open(path);
  std::string warning;
  const auto checkpoint = load_checkpoint(directory.checkpoint(), warning);
  if (!warning.empty()) log.warn(warning);
  const auto input = load_input(directory.input());
  check_same_state(checkpoint, input, {}, Use::measure);
  return make_session(input, checkpoint);
}

const VmcSession& sampled(const Session& session) {
  const auto* found = dynamic_cast<const VmcSession*>(&session);
  require(found != nullptr,
          "overlap: works for states that are sampled, in coordinate space; in momentum space the fidelity is that "
          "with the exact state, in summary.json");
  return *found;
}

}  // namespace

Overlap measure_overlap(const VmcSession& first, const VmcSession& second, const OverlapSettings& settings,
                        const Watch& watch) {
  check_alike(first.last_stage().system, second.last_stage().system);
  const auto psi_1 = first.final_wave_function(), psi_2 = second.final_wave_function();
  Ratio forward(*psi_1, *psi_2, first.walkers().count()), backward(*psi_2, *psi_1, second.walkers().count());
  std::optional<double> shift, opposite;
  bool complete =
      sample(first, *psi_1, settings, 0, watch, [&](const WalkerView& walkers) { forward.add(walkers, shift); });
  opposite = -shift.value();
  complete = complete && sample(second, *psi_2, settings, 1, watch,
                                [&](const WalkerView& walkers) { backward.add(walkers, opposite); });
  require(complete, "overlap: stopped before all was measured; begin anew");
  const auto a = forward.means(), b = backward.means();
  const auto measured = [&](const VmcSession& session) {
    const auto count = static_cast<std::int64_t>(session.walkers().count());
    return (settings.samples + count - 1) / count * count;
  };
  return {.fidelity = a.mean[0] * b.mean[0],
          .std_err = std::hypot(a.mean[0] * b.std_err[0], b.mean[0] * a.std_err[0]),
          .samples = std::min(measured(first), measured(second))};
}

int overlap(const std::filesystem::path& first, const std::filesystem::path& second, const OverlapSettings& settings,
            bool json, Log::Volume volume) {
  Log log({}, json ? Log::Volume::quiet : volume);
  const auto one = trained(first, log), two = trained(second, log);
  const auto found = measure_overlap(sampled(*one), sampled(*two), settings, [&](const Progress& progress) {
    log.progress(progress);
    return true;
  });
  const auto text =
      json ? overlap_json(found)
           : fmt::format(
                 "fidelity {}   ({} samples of each state)",
                 found.std_err > 0 || found.fidelity != 1 ? with_error(found.fidelity, found.std_err) : "1, exactly",
                 found.samples);
  print(text + "\n");
  return done;
}

}  // namespace kato
