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

void check_contact(const Matter& matter) {
  require(matter.dimensions == 1, "interaction contact: works in one dimension; set system.dimensions = 1");
  if (matter.statistics == Statistics::boson) {
    require(matter.species.size() < 2,
            "interaction contact: acts between different species or between bosons of one kind, and bosons of two "
            "species do both; give system.particles instead of system.up and system.down");
    return;
  }
  require(matter.species.size() > 1,
          "interaction contact: acts between particles of different species, and here all are alike (fermions of one "
          "kind never meet); give system.up and system.down instead of system.particles, or leave it out");
}

// V = g sum delta(x_i - x_j) over pairs of different species, or of bosons, in one dimension. A delta function is met
// by no walker; docs/contact.md derives both ways to do without one.
class Contact : public Interaction {
 public:
  Contact(const Matter& matter, const Settings& settings)
      : space_(matter.space),
        species_(matter.species),
        strength_(settings.real("strength")),
        slope_(0.5 * strength_ / matter.hbar2_m),
        range_(settings.real("range")) {
    check_contact(matter);
  }

  double contact_strength() const override { return strength_; }
  bool vanishes() const override { return strength_ == 0; }

  // By parts, with the gradient of ln|psi|: `System::add_work`.
  void work(const WalkerView&, std::span<double>) const override {}

 protected:
  PairCusp kink() const { return {.unlike = slope_, .like = {}, .range = range_, .bosons = slope_}; }

  Space space_;
  std::vector<Species> species_;
  double strength_, slope_, range_;
};

// The wave function has the kink of psi'(0+) = (g/2) psi(0) in the relative coordinate (hbar^2/m = 1); then the delta
// function of -1/2 lap psi is -g delta(x) psi and cancels V psi. Nothing is left to add to what is smooth of the
// kinetic energy.
class CuspContact final : public Contact {
 public:
  using Contact::Contact;
  std::optional<PairCusp> cusp() const override { return kink(); }
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
  ReorganisedContact(const Matter& matter, const Settings& settings)
      : Contact(matter, settings),
        rounding_(settings.real("rounding")),
        matched_(settings.text("weight") == "matched"),
        weight_(matched_ ? matched_weight(rounding_) : normal_weight(settings.real("width"))) {}

  // The spike of a rounded kink is cancelled by the matched weight alone.
  std::optional<PairCusp> cusp() const override {
    if (!matched_) return std::nullopt;
    auto rounded = kink();
    rounded.rounding = rounding_;
    return rounded;
  }

  std::optional<Enters> connects() const override { return Enters::density; }

  // Either particle of a pair may be the one that moves, and each counts one half.
  void connect(const WalkerView& walkers, Connections& connections) const override {
    for (std::size_t w = 0; w < walkers.count(); ++w) {
      const auto x = walkers.place(w);
      for_meeting_pairs(species_, x.size(), [&](int i, int j) {
        const double density = weight_(space_.difference(x[i], x[j]));
        if (density == 0) return;
        for (const auto& [from, to] : {std::pair{i, j}, std::pair{j, i}})
          connections.move(w, from, x.subspan(static_cast<std::size_t>(to), 1), 0.5 * strength_ * density,
                           Enters::density);
      });
    }
  }

 private:
  double rounding_;
  bool matched_;
  Weight weight_;
};

}  // namespace

double contact_density(std::span<const Species> species, std::span<const double> x, std::span<const double> gradient,
                       const Space& space) noexcept {
  double sum = 0;
  const double wave = space.periodic() ? std::numbers::pi / space.side : 0;
  for_meeting_pairs(species, x.size(), [&](int i, int j) {
    const double apart = space.difference(x[i], x[j]), along = 0.5 * (gradient[i] - gradient[j]);
    if (space.periodic()) {  // -1/2 sgn h' - sgn h d ln|psi|/dx
      const double h = std::pow(std::cos(wave * apart), 2);
      sum += 0.5 * wave * std::abs(std::sin(2 * wave * apart)) - h * (apart < 0 ? -along : along);
      return;
    }
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
                 "the wave function is given, so that spikes cancel; gaussian: a normal one, and a wave function "
                 "without a kink, as published",
             .choices = {"matched", "gaussian"}},
            {.name = "width",
             .fallback = 0.05,
             .summary = "reorganised with weight = \"gaussian\": its standard deviation; it ends at three of them",
             .unit = "a_ho",
             .lower = 0,
             .lower_open = true}}},
      [](const Matter& matter, const Settings& settings) -> std::unique_ptr<Interaction> {
        if (settings.text("treatment") == "cusp") return std::make_unique<CuspContact>(matter, settings);
        return std::make_unique<ReorganisedContact>(matter, settings);
      });
}

}  // namespace kato
