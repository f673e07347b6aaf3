// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "observe/bins.hpp"
#include "observe/crystal_cell.hpp"
#include "observe/observable.hpp"
#include "stats/grouped_means.hpp"
#include "system/box_walkers.hpp"
#include "system/plane_waves.hpp"

namespace kato {
namespace {

// The reciprocal vectors G = (2 pi/a) (h, k, l), h + k + l even, of the first `shells` lengths but 0, as waves n of a
// box with `cells` cells along its side.
std::vector<std::vector<int>> reciprocal_vectors(int cells, std::size_t shells) {
  for (int most = 2;; ++most) {
    auto waves = plane_waves_within(3, most);
    std::erase_if(waves, [](const auto& n) { return (n[0] + n[1] + n[2]) % 2 != 0 || squared_length(n) == 0; });
    if (WaveShells(waves, 1).shells() < shells) continue;
    for (auto& wave : waves)
      for (int& n : wave) n *= cells;
    return waves;
  }
}

// Whether the particles stand on the sites of the body-centred cubic lattice that fits the box, wherever it has drifted
// to: its Bragg peaks <|rho_G|^2>/N^2, of which the first is the order parameter (1 on the sites, 1/N for particles
// that know nothing of one another); the density in the frame of the crystal (observe/crystal_cell.hpp), relative to
// the mean, in the plane (1 -1 0), which holds corners and centres of the cell, and along three directions from a site
// to the next; and Lindemann's ratio, sqrt(<u^2>) to the distance of nearest neighbours, u being the way to the nearest
// site.
class CrystalDensity final : public Observable {
 public:
  CrystalDensity(const System& system, std::size_t walkers, const Settings& settings)
      : particles_(static_cast<std::size_t>(system.particles)),
        peaks_(
            reciprocal_vectors(crystal_cells(system.particles), static_cast<std::size_t>(settings.integer("shells"))),
            system.space.side),
        cell_(system.space.side, crystal_cells(system.particles), static_cast<std::size_t>(settings.integer("bins"))),
        length_unit_(length_text(system)),
        inverse_length_(length_text(system, -1)),
        sums_(walkers, peaks_.shells() + 1 + cell_.classes()) {}

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    sums_.add_step(around.threads, [&](std::size_t w, std::span<double> sums) {
      add_peaks(walkers.place(w), sums.first(peaks_.shells()));
      add_places(walkers.place(w), sums.subspan(peaks_.shells()));
    });
  }

  Sums sums() override { return sums_.all_sums(); }

  Curve result() const override { return plane(); }

  std::map<std::string, Curve> results() const override {
    const double root2 = std::numbers::sqrt2, root3 = std::numbers::sqrt3;
    const auto bins = static_cast<std::ptrdiff_t>(cell_.bins());
    return {{"", plane()},
            {"peaks", peaks()},
            {"order", number(sums_.means(), "<|rho_G|^2>/N^2 of the first G, 1 on the sites")},
            {"lindemann", lindemann()},
            {"100", line("100", 1, 2 * bins,
                         [](std::ptrdiff_t n) {
                           return std::array{n, zero, zero};
                         })},
            {"110", line("110", root2, 2 * bins,
                         [](std::ptrdiff_t n) {
                           return std::array{n, n, zero};
                         })},
            {"111", line("111", root3, bins, [](std::ptrdiff_t n) {
               return std::array{n, n, n};
             })}};
  }

 private:
  static constexpr std::ptrdiff_t zero = 0;

  void add_peaks(std::span<const double> x, std::span<double> sums) const {
    std::vector<double> cosines(peaks_.waves()), sines(peaks_.waves());
    for (std::size_t i = 0; i < particles_; ++i) peaks_.add(&x[3 * i], 1, cosines, sines);
    const double norm = 1 / std::pow(static_cast<double>(particles_), 2);
    for (std::size_t k = 0; k < cosines.size(); ++k)
      cosines[k] = norm * (cosines[k] * cosines[k] + sines[k] * sines[k]);
    peaks_.add_means(cosines, sums);
  }

  void add_places(std::span<const double> x, std::span<double> sums) const {
    std::vector<double> u(x.begin(), x.end());
    cell_.to_frame(u);
    const double share = 1 / static_cast<double>(particles_);
    for (std::size_t i = 0; i < particles_; ++i) {
      sums[0] += share * cell_.squared_distance(&u[3 * i]);
      sums[1 + cell_.class_of(&u[3 * i])] += share;
    }
  }

  static Curve number(const Means& means, const std::string& what) {
    return {.mean = {means.mean[0]}, .std_err = {means.std_err[0]}, .what = what};
  }

  Curve lindemann() const {
    const double nearest = 0.5 * std::numbers::sqrt3 * cell_.a();
    return number(sums_.jackknife(
                      [&](std::span<const double> m) { return std::vector{std::sqrt(m[peaks_.shells()]) / nearest}; }),
                  "sqrt(<u^2>) to the distance of nearest neighbours");
  }

  Curve peaks() const {
    const auto means = sums_.means();
    const auto shells = static_cast<std::ptrdiff_t>(peaks_.shells());
    return {.axis = "G [" + inverse_length_ + "]",
            .x = peaks_.wave_numbers(),
            .mean = {means.mean.begin(), means.mean.begin() + shells},
            .std_err = {means.std_err.begin(), means.std_err.begin() + shells},
            .what = "<|rho_G|^2>/N^2"};
  }

  // Appends the density of a class of voxels.
  void append(Curve& curve, const Means& means, std::size_t of) const {
    curve.mean.push_back(cell_.density_of(of) * means.mean[peaks_.shells() + 1 + of]);
    curve.std_err.push_back(cell_.density_of(of) * means.std_err[peaks_.shells() + 1 + of]);
  }

  // From a site through `count` voxels, `stretch` times as long as wide, to the next.
  template <class Voxel>
  Curve line(const std::string& direction, double stretch, std::ptrdiff_t count, Voxel voxel) const {
    const auto means = sums_.means();
    Curve curve{.axis = "along " + direction + " [" + length_unit_ + "]", .mean = {}, .std_err = {}, .what = relative};
    for (std::ptrdiff_t n = 0; n < count; ++n) {
      const auto [i, j, k] = voxel(n);
      curve.x.push_back((static_cast<double>(n) + 0.5) * stretch * voxel_width());
      append(curve, means, cell_.class_of(i, j, k));
    }
    return curve;
  }

  // A site is in the middle, and one in each corner.
  Curve plane() const {
    const auto means = sums_.means();
    const auto bins = static_cast<std::ptrdiff_t>(cell_.bins());
    Curve curve{.axis = "along 110 [" + length_unit_ + "]",
                .mean = {},
                .std_err = {},
                .y_axis = "along 001 [" + length_unit_ + "]",
                .what = relative};
    for (std::ptrdiff_t n = -bins; n < bins; ++n) {
      curve.y.push_back((static_cast<double>(n) + 0.5) * voxel_width());
      curve.x.push_back(std::numbers::sqrt2 * curve.y.back());
      for (std::ptrdiff_t k = -bins; k < bins; ++k) append(curve, means, cell_.class_of(n, n, k));
    }
    return curve;
  }

  double voxel_width() const { return 0.5 * cell_.a() / static_cast<double>(cell_.bins()); }

  static constexpr const char* relative = "n(u)/n";

  std::size_t particles_;
  WaveShells peaks_;
  CrystalCell cell_;
  std::string length_unit_, inverse_length_;
  GroupedMeans sums_;  // [peaks, u^2, classes of voxels]
};

}  // namespace

void register_crystal_density(Registry& registry) {
  registry.add<Observable>(
      {.name = "crystal-density",
       .summary = "the density in the frame of a body-centred cubic crystal that drifts in a periodic box, its Bragg "
                  "peaks, order parameter and Lindemann ratio",
       .source = "N. D. Mermin, Phys. Rev. 176, 250 (1968): the order of a crystal by its rho_G",
       .options = {bins_option(12, "voxels along half a side of the cubic cell", 64),
                   {.name = "shells",
                    .fallback = std::int64_t{6},
                    .summary = "Bragg peaks of different length",
                    .lower = 1,
                    .upper = 50}}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        require_box(system, "crystal-density", "density");
        require(system.dimensions == 3 && crystal_cells(system.particles) > 0,
                fmt::format("observable crystal-density: {} particles in a box of {} dimensions fill no body-centred "
                            "cubic lattice, 2 n^3 in three do, as 2, 16, 54 and 128; use structure-factor instead, or "
                            "leave it out of evaluate.observables",
                            system.particles, system.dimensions));
        return std::make_unique<CrystalDensity>(system, walkers, settings);
      });
}

}  // namespace kato
