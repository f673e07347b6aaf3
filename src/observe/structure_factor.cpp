// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/observable.hpp"
#include "observe/wave_shells.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

// norm Re (sum_a left_a rho_a) conj(sum_b right_b rho_b), with a weight for each species.
struct Product {
  std::string name, what;
  std::vector<double> left, right;
  double norm;
};

std::vector<Product> products_of(const System& system) {
  const auto ranges = system.ranges();
  const std::size_t count = ranges.size();
  const double norm = 1.0 / system.particles;
  std::vector<Product> products{{"", "S(k)", std::vector(count, 1.0), std::vector(count, 1.0), norm}};
  if (count == 2) products.push_back({"spin", "S_zz(k), weights 1 and -1", {1, -1}, {1, -1}, norm});
  for (std::size_t a = 0; count > 1 && a < count; ++a)
    for (std::size_t b = a; b < count; ++b) {
      std::vector<double> left(count), right(count);
      left[a] = right[b] = 1;
      products.push_back({system.species[a].name + "-" + system.species[b].name, "S_ab(k)", left, right,
                          1 / std::sqrt(static_cast<double>(ranges[a].count) * ranges[b].count)});
    }
  return products;
}

// S(k) = <|rho_k|^2>/N with rho_k = sum_j exp(-i k.r_j), averaged over the waves of the box of equal |k|. Of several
// species also S_ab(k) = <Re rho_a conj(rho_b)>/sqrt(N_a N_b), so that S = sum_ab sqrt(N_a N_b) S_ab/N, and of two of
// them S_zz(k), where the particles of the second count as -1.
class StructureFactor final : public Observable {
 public:
  StructureFactor(const System& system, std::size_t walkers, const Settings& settings)
      : waves_(wave_shells_of(system, settings.real("extent"), "structure-factor")),
        ranges_(system.ranges()),
        products_(products_of(system)),
        unit_(length_text(system, -1)),
        sums_(walkers, products_.size() * waves_.shells()) {}

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    sums_.add_step(around.threads, [&](std::size_t w, std::span<double> sums) { add(walkers.place(w).data(), sums); });
  }

  Sums sums() override { return sums_.all_sums(); }

  Curve result() const override { return curve(0); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < products_.size(); ++n) all.emplace(products_[n].name, curve(n));
    return all;
  }

 private:
  // Of one walker x [A, d].
  void add(const double* x, std::span<double> sums) const {
    const std::size_t count = waves_.waves();
    std::vector<double> cosines(ranges_.size() * count), sines(ranges_.size() * count), values(count);
    for (std::size_t a = 0; a < ranges_.size(); ++a)
      for (int i = ranges_[a].first; i < ranges_[a].first + ranges_[a].count; ++i)
        waves_.add(x + static_cast<std::size_t>(i) * waves_.dimensions(), 1,
                   std::span(cosines).subspan(a * count, count), std::span(sines).subspan(a * count, count));
    for (std::size_t n = 0; n < products_.size(); ++n) {
      for (std::size_t k = 0; k < count; ++k) values[k] = product(products_[n], cosines, sines, k);
      waves_.add_means(values, sums.subspan(n * waves_.shells(), waves_.shells()));
    }
  }

  double product(const Product& of, std::span<const double> cosines, std::span<const double> sines,
                 std::size_t k) const {
    double cosine[2] = {0, 0}, sine[2] = {0, 0};
    for (std::size_t a = 0; a < ranges_.size(); ++a) {
      const double c = cosines[a * waves_.waves() + k], s = sines[a * waves_.waves() + k];
      cosine[0] += of.left[a] * c, sine[0] += of.left[a] * s;
      cosine[1] += of.right[a] * c, sine[1] += of.right[a] * s;
    }
    return of.norm * (cosine[0] * cosine[1] + sine[0] * sine[1]);
  }

  // Without k = 0, where rho is no more than the number of particles.
  Curve curve(std::size_t n) const {
    const auto means = sums_.means();
    Curve curve{.axis = "k [" + unit_ + "]", .mean = {}, .std_err = {}, .what = products_[n].what};
    for (std::size_t shell = 1; shell < waves_.shells(); ++shell) {
      curve.x.push_back(waves_.wave_numbers()[shell]);
      curve.mean.push_back(means.mean[n * waves_.shells() + shell]);
      curve.std_err.push_back(means.std_err[n * waves_.shells() + shell]);
    }
    return curve;
  }

  WaveShells waves_;
  std::vector<ParticleRange> ranges_;
  std::vector<Product> products_;
  std::string unit_;
  GroupedMeans sums_;  // [products, shells]
};

}  // namespace

void register_structure_factor(Registry& registry) {
  registry.add<Observable>(
      {.name = "structure-factor",
       .summary =
           "S(k) in a periodic box, averaged over the waves of equal |k|, of all particles, between species, and "
           "of two species the one of spins",
       .source = "J.-P. Hansen, I. R. McDonald, Theory of Simple Liquids, section 4.1",
       .options = {{.name = "extent",
                    .fallback = 0.0,
                    .summary = "the largest k; 0 for 4 k_F of a free gas of the same density",
                    .unit = "1/a",
                    .lower = 0}}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        require_box(system, "structure-factor", "pair-correlation");
        return std::make_unique<StructureFactor>(system, walkers, settings);
      });
}

}  // namespace kato
