// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/observable.hpp"
#include "system/contact.hpp"

namespace kato {
namespace {

// D = sum <delta(x_i - x_j)> over pairs of different species in one dimension, from the gradient of ln|psi| by parts
// (system/contact.hpp), and Tan's contact C = g^2 D, which the momentum distribution of each species shows as C/k^4 and
// which is 2 dE/da with a = -2/g. Of the exact state D = dE/dg. Each walker keeps a mean of its own.
class ContactDensity final : public Observable {
 public:
  ContactDensity(const System& system, std::size_t walkers, const Settings&)
      : space_(system.space),
        species_(system.species),
        strength_(system.contact_strength()),
        inverse_length_(length_text(system, -1)),
        inverse_volume_(length_text(system, -3)),
        sums_(walkers) {
    require(system.dimensions == 1 && (system.species.size() > 1 || system.statistics == Statistics::boson),
            "observable contact-density: is of different species, or bosons, in one dimension; leave it out of "
            "evaluate.observables");
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    const auto A = static_cast<std::size_t>(walkers.particles);
    for (std::size_t w = 0; w < sums_.size(); ++w)
      sums_[w] += contact_density(species_, walkers.place(w), around.gradient.subspan(w * A, A), space_);
    ++steps_;
  }

  Sums sums() override { return {sums_, {&steps_, 1}}; }

  Curve result() const override { return number(1, "sum <delta(x_i - x_j)> [" + inverse_length_ + "]"); }

  std::map<std::string, Curve> results() const override {
    return {{"", result()}, {"tan", number(strength_ * strength_, "Tan's contact [" + inverse_volume_ + "]")}};
  }

 private:
  Curve number(double factor, const std::string& what) const {
    const double count = static_cast<double>(sums_.size()), norm = factor / steps_;
    double mean = 0, squares = 0;
    for (const double sum : sums_) mean += norm * sum / count;
    for (const double sum : sums_) squares += std::pow(norm * sum - mean, 2);
    return {.mean = {mean}, .std_err = {std::sqrt(squares / (count * (count - 1)))}, .what = what};
  }

  Space space_;
  std::vector<Species> species_;
  double strength_;
  std::string inverse_length_, inverse_volume_;  // the units
  double steps_ = 0;
  std::vector<double> sums_;  // [W]
};

}  // namespace

void register_contact_density(Registry& registry) {
  registry.add<Observable>({.name = "contact-density",
                            .summary = "sum <delta(x_i - x_j)> over pairs of different species, and Tan's contact, g^2 "
                                       "times that, in one dimension",
                            .source = "M. Barth, W. Zwerger, Ann. Phys. 326, 2544 (2011)"},
                           [](const System& system, std::size_t walkers, const Settings& settings) {
                             return std::make_unique<ContactDensity>(system, walkers, settings);
                           });
}

}  // namespace kato
