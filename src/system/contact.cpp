// SPDX-License-Identifier: Apache-2.0
#include "system/contact.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "system/interaction.hpp"

namespace kato {
namespace {

// Calls f(i, j) for every pair of particles that meet: of different species, or all of them if there is one kind alone,
// of bosons then.
template <class F>
void for_meeting_pairs(std::span<const Species> species, std::size_t particles, F&& f) {
  if (species.size() < 2)
    for (int j = 1; j < static_cast<int>(particles); ++j)
      for (int i = 0; i < j; ++i) f(i, j);
  int first = 0;
  for (const auto& kind : species) {
    for (int j = first; j < first + kind.count; ++j)
      for (int i = 0; i < first; ++i) f(i, j);
    first += kind.count;
  }
}

// V = g sum delta(x_i - x_j) over pairs of different species, or of bosons, in one dimension. A delta function is met
// by no walker; docs/contact.md derives both ways to do without one.
class Contact : public Interaction {
 public:
  explicit Contact(const Settings& settings) : strength_(settings.real("strength")) {}

  void add_energy(const Configurations&, std::span<double>) const noexcept override {}
  double contact_strength() const override { return strength_; }

  // The energy by parts, which holds with a kink or without.
  void restate_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    for (std::size_t w = 0; w < energy.size(); ++w) energy[w] = energy_by_parts(walkers, w);
  }

  // delta(c x) = delta(x)/c: the work is -V.
  void add_work(const Configurations& walkers, std::span<double> work) const override {
    for (std::size_t w = 0; w < work.size(); ++w) work[w] -= energy_by_parts(walkers, w);
  }

  void check(int dimensions, std::span<const Species> species, Statistics statistics) const override {
    require(dimensions == 1, "interaction contact: works in one dimension; set system.dimensions = 1");
    if (statistics == Statistics::boson) {
      require(species.size() < 2,
              "interaction contact: acts between different species or between bosons of one kind, and bosons of two "
              "species "
              "do both; give system.particles instead of system.up and system.down");
      return;
    }
    require(species.size() > 1,
            "interaction contact: acts between particles of different species, and here all are alike (fermions of one "
            "kind never meet); give system.up and system.down instead of system.particles, or leave it out");
  }

 protected:
  double strength_;

 private:
  double energy_by_parts(const Configurations& walkers, std::size_t w) const noexcept {
    const auto A = static_cast<std::size_t>(walkers.particles);
    return strength_ *
           contact_density(walkers.species, walkers.x.subspan(w * A, A), walkers.gradient.subspan(w * A, A));
  }
};

// The wave function has the kink of psi'(0+) = (g/2) psi(0) in the relative coordinate; then the delta function of
// -1/2 lap psi is -g delta(x) psi and cancels V psi. Nothing is left to add to what is smooth of the kinetic energy.
class CuspContact final : public Contact {
 public:
  explicit CuspContact(const Settings& settings) : Contact(settings), range_(settings.real("range")) {}

  std::optional<PairCusp> cusp(int) const override {
    return PairCusp{.unlike = 0.5 * strength_, .like = {}, .range = range_, .bosons = 0.5 * strength_};
  }

 private:
  double range_;
};

// A density of integral 1 that is even and ends at `reach` widths.
struct Weight {
  double width, reach;
  double (*density)(double z);  // of z = x/width

  double operator()(double x) const {
    const double z = x / width;
    return std::abs(z) > reach ? 0 : density(z) / width;
  }
};

Weight normal_weight(double width) {
  static constexpr double reach = 3;
  return {width, reach, [](double z) {
            return std::exp(-0.5 * z * z) / (std::sqrt(2 * std::numbers::pi) * std::erf(reach / std::numbers::sqrt2));
          }};
}

// Half the curvature of the rounded |x|, e ln cosh(x/e): where psi has the slope g/2, -psi''/psi begins with -g w(x).
Weight matched_weight(double rounding) {
  static constexpr double reach = 8;
  return {rounding, reach, [](double z) { return 0.5 / (std::pow(std::cosh(z), 2) * std::tanh(reach)); }};
}

// The delta function in the mean, by sampling along one coordinate: for any density w of integral 1
//     <delta(x_i - x_j)> = < w(x_i - x_j) |psi(X; x_i -> x_j)|^2 / |psi(X)|^2 >.
class ReorganisedContact final : public Contact {
 public:
  explicit ReorganisedContact(const Settings& settings)
      : Contact(settings),
        range_(settings.real("range")),
        rounding_(settings.real("rounding")),
        matched_(settings.text("weight") == "matched"),
        conditional_(settings.text("weight") == "conditional"),
        weight_(matched_ ? matched_weight(rounding_) : normal_weight(settings.real("width"))) {}

  bool displaces() const override { return true; }

  // The spike of a rounded kink is cancelled by the matched weight alone.
  std::optional<PairCusp> cusp(int) const override {
    if (!matched_) return std::nullopt;
    return PairCusp{
        .unlike = 0.5 * strength_, .like = {}, .range = range_, .bosons = 0.5 * strength_, .rounding = rounding_};
  }

  void add_displaced_energy(const Configurations& walkers, const LogAmplitude& psi,
                            DisplacedEnergy& energy) const override {
    conditional_ ? by_quadrature(walkers, psi, energy) : by_ratio(walkers, psi, energy);
  }

 private:
  // Either particle of a pair may be the one that moves, and each counts one half.
  void by_ratio(const Configurations& walkers, const LogAmplitude& psi, DisplacedEnergy& energy) const {
    const auto A = static_cast<std::size_t>(walkers.particles);
    std::vector<double> moved, weight;
    std::vector<std::size_t> owner;
    for (std::size_t w = 0; w < walkers.walkers(); ++w) {
      const auto x = walkers.x.subspan(w * A, A);
      for_meeting_pairs(walkers.species, A, [&](int i, int j) {
        const double density = weight_(x[i] - x[j]);
        if (density == 0) return;
        for (const auto& [from, to] : {std::pair{i, j}, std::pair{j, i}}) {
          append(x, static_cast<std::size_t>(from), x[to], moved);
          weight.push_back(0.5 * strength_ * density);
          owner.push_back(w);
        }
      });
    }
    std::vector<double> log_abs(owner.size());
    psi(moved, log_abs);
    for (std::size_t n = 0; n < owner.size(); ++n) {
      const double part = weight[n] * std::exp(2 * (log_abs[n] - walkers.log_abs[owner[n]]));
      if (part != 0) energy.add(owner[n], std::span(moved).subspan(n * A, A), part);
    }
  }

  // w proportional to |psi|^2 along x_i, so that the walker's own place drops out and with it the heavy tails:
  //     <delta(x_i - x_j)> = < |psi(X; x_i -> x_j)|^2 / integral dx |psi(X; x_i -> x)|^2 >.
  // Every up-going pair moves its first particle; the integral is a sum over equal steps.
  void by_quadrature(const Configurations& walkers, const LogAmplitude& psi, DisplacedEnergy& energy) const {
    const auto A = static_cast<std::size_t>(walkers.particles);
    std::vector<double> moved, log_abs;
    for (std::size_t w = 0; w < walkers.walkers(); ++w) {
      const auto x = walkers.x.subspan(w * A, A);
      const int last = walkers.species.size() < 2 ? 1 : walkers.species.back().count;
      const std::size_t movers = A - static_cast<std::size_t>(last);
      moved.clear();
      for (std::size_t i = 0; i < movers; ++i) {
        for (std::size_t j = 0; j < A; ++j) append(x, i, x[j], moved);
        for (int q = 0; q < points; ++q) append(x, i, grid(q), moved);
      }
      log_abs.resize(movers * (A + points));
      psi(moved, log_abs);
      const double own = walkers.log_abs[w];
      for_meeting_pairs(walkers.species, A, [&](int i, int j) {
        const std::size_t first = static_cast<std::size_t>(i) * (A + points);
        const double* row = log_abs.data() + first;
        double integral = 0;
        for (int q = 0; q < points; ++q) integral += std::exp(2 * (row[A + static_cast<std::size_t>(q)] - own));
        const double part = strength_ * std::exp(2 * (row[j] - own)) / (integral * step());
        if (part != 0) energy.add(w, std::span(moved).subspan((first + static_cast<std::size_t>(j)) * A, A), part);
      });
    }
  }

  static void append(std::span<const double> x, std::size_t particle, double place, std::vector<double>& moved) {
    moved.insert(moved.end(), x.begin(), x.end());
    moved[moved.size() - x.size() + particle] = place;
  }
  static constexpr int points = 128;
  static constexpr double extent = 8;
  static double step() { return 2 * extent / points; }
  static double grid(int q) { return -extent + (q + 0.5) * step(); }

  double range_, rounding_;
  bool matched_, conditional_;
  Weight weight_;
};

}  // namespace

double contact_density(std::span<const Species> species, std::span<const double> x,
                       std::span<const double> gradient) noexcept {
  double sum = 0;
  for_meeting_pairs(species, x.size(), [&](int i, int j) {
    const double apart = x[i] - x[j], along = 0.5 * (gradient[i] - gradient[j]);
    sum += std::exp(-0.5 * apart * apart) * (0.5 * std::abs(apart) - (apart < 0 ? -along : along));
  });
  return sum;
}

void register_contact(Registry& registry) {
  registry.add<Interaction>(
      {.name = "contact",
       .summary = "g delta(x_i - x_j) between particles of different species, or bosons of one kind, in one dimension",
       .source = "Bedaque, Kumar, Sheng, Eq. (1); reorganised: Phys. Rev. C 109, 034004 (2024), appendix",
       .options =
           {{.name = "strength",
             .fallback = 0.0,
             .summary = "g; negative attracts",
             .unit = "hbar omega a_ho",
             .required = true,
             .infinite = "the Tonks-Girardeau limit, g = inf, is no finite strength: its energy and density are "
                         "those of as many spinless fermions; solve these, with system.particles alone"},
            {.name = "treatment",
             .fallback = std::string("cusp"),
             .summary = "cusp: the wave function has the exact kink where two species meet, and no delta "
                        "function is left; reorganised: a smooth wave function, the delta function in the mean",
             .choices = {"cusp", "reorganised"}},
            {.name = "range",
             .fallback = 1.0,
             .summary = "of the factor with the kink: the distance over which it levels off, in lengths of the trap",
             .unit = "a_ho",
             .lower = 0,
             .lower_open = true},
            {.name = "rounding",
             .fallback = 1e-4,
             .summary = "reorganised with weight = \"matched\": the distance over which the kink of the wave "
                        "function is rounded off",
             .unit = "a_ho",
             .lower = 0,
             .lower_open = true},
            {.name = "weight",
             .fallback = std::string("matched"),
             .summary =
                 "reorganised: the density w that a particle is moved with. matched: that of a rounded kink, which "
                 "the wave function is given, so that spikes cancel; gaussian: a normal one, and a wave "
                 "function without a kink, as published; conditional: |psi|^2 along the line, without heavy "
                 "tails and for hundreds of values of psi a walker",
             .choices = {"matched", "gaussian", "conditional"}},
            {.name = "width",
             .fallback = 0.05,
             .summary = "reorganised with weight = \"gaussian\": its standard deviation; it ends at three of them",
             .unit = "a_ho",
             .lower = 0,
             .lower_open = true}}},
      [](const Settings& settings) -> std::unique_ptr<Interaction> {
        if (settings.text("treatment") == "cusp") return std::make_unique<CuspContact>(settings);
        return std::make_unique<ReorganisedContact>(settings);
      });
}

}  // namespace kato
