// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "linalg/eigen.hpp"
#include "observe/bins.hpp"
#include "observe/cloud.hpp"
#include "observe/displacement.hpp"
#include "observe/oscillator_basis.hpp"
#include "stats/grouped_means.hpp"

namespace kato {
namespace {

using Matrix = Eigen::MatrixXd;

// The one-body density matrix in M oscillator orbitals,
//     rho_kl = int phi_k(x) rho(x, x') phi_l(x') = < sum_i phi_k(x_i) phi_l(x') ratio_i >   (observe/displacement.hpp),
// of each species. Its eigenvalues are the occupation numbers, its eigenvectors the natural orbitals. What the basis
// leaves out is missing in the trace.
class DensityMatrix final : public Observable {
 public:
  DensityMatrix(const System& system, std::size_t walkers, const Settings& settings)
      : length_(settings.real("length") > 0 ? settings.real("length") : system.length()),
        unit_(length_text(system)),
        basis_(system.dimensions, static_cast<std::size_t>(settings.integer("orbitals")), length_),
        in_line_(system.dimensions == 1),
        every_(static_cast<double>(settings.integer("every"))),
        parts_(parts_of(system)) {
    if (parts_.size() > 1) parts_.erase(parts_.begin());  // each species has natural orbitals of its own
    sums_.assign(parts_.size(), GroupedMeans(walkers, basis_.size() * basis_.size()));
  }

  void measure(const WalkerView& walkers, const Surroundings& around) override {
    if (std::fmod(calls_++, every_) != 0) return;
    displacement_.draw(walkers, around);
    const auto A = static_cast<std::size_t>(walkers.particles), d = static_cast<std::size_t>(walkers.dimensions);
    const std::size_t M = basis_.size();
    for (std::size_t n = 0; n < parts_.size(); ++n)
      sums_[n].add_step(around.threads, [&](std::size_t w, std::span<double> sums) {
        std::vector<double> phi(M), here(M), there(M);
        basis_.at(displacement_.place(w), there);
        const auto first = static_cast<std::size_t>(parts_[n].range.first);
        for (std::size_t i = first; i < first + static_cast<std::size_t>(parts_[n].range.count); ++i) {
          basis_.at(walkers.x.subspan((w * A + i) * d, d), phi);
          for (std::size_t k = 0; k < M; ++k) here[k] += displacement_.ratio(w, i) * phi[k];
        }
        for (std::size_t k = 0; k < M; ++k)
          for (std::size_t l = 0; l < M; ++l) sums[k * M + l] += 0.5 * (here[k] * there[l] + here[l] * there[k]);
      });
  }

  Sums sums() override {
    auto all = all_sums(sums_);
    all.emplace_back(&calls_, 1);
    all.push_back(displacement_.sums());
    return all;
  }

  Curve result() const override { return matrix(sums_.front()); }

  std::map<std::string, Curve> results() const override {
    std::map<std::string, Curve> all;
    for (std::size_t n = 0; n < parts_.size(); ++n) {
      const auto& name = parts_[n].name;
      const auto prefix = name.empty() ? "" : name + ".";
      all.emplace(name, matrix(sums_[n]));
      all.emplace(prefix + "occupations", occupations(sums_[n]));
      all.emplace(prefix + "trace", trace(sums_[n]));
      if (in_line_) all.emplace(prefix + "natural-orbitals", natural_orbitals(sums_[n]));
    }
    return all;
  }

 private:
  std::vector<double> indices() const {
    std::vector<double> k(basis_.size());
    for (std::size_t n = 0; n < k.size(); ++n) k[n] = static_cast<double>(n);
    return k;
  }

  Matrix as_matrix(std::span<const double> rho) const {
    const auto M = static_cast<Eigen::Index>(basis_.size());
    return Eigen::Map<const Matrix>(rho.data(), M, M);
  }

  Curve matrix(const GroupedMeans& sums) const {
    auto means = sums.means();
    return {.axis = "orbital k",
            .x = indices(),
            .mean = std::move(means.mean),
            .std_err = std::move(means.std_err),
            .y_axis = "orbital l",
            .y = indices(),
            .what = "rho_kl"};
  }

  Curve trace(const GroupedMeans& sums) const {
    auto found = sums.jackknife([&](std::span<const double> rho) { return std::vector{as_matrix(rho).trace()}; });
    return {.mean = found.mean, .std_err = found.std_err, .what = "trace of rho_kl, particles in these orbitals"};
  }

  // The largest first.
  Curve occupations(const GroupedMeans& sums) const {
    auto found = sums.jackknife([&](std::span<const double> rho) {
      const Eigen::SelfAdjointEigenSolver<Matrix> solver(as_matrix(rho), Eigen::EigenvaluesOnly);
      const auto& lambda = solver.eigenvalues();
      return std::vector<double>(lambda.data(), lambda.data() + lambda.size());
    });
    std::ranges::reverse(found.mean);
    std::ranges::reverse(found.std_err);
    return {.axis = "natural orbital",
            .x = indices(),
            .mean = std::move(found.mean),
            .std_err = std::move(found.std_err),
            .what = "occupation"};
  }

  // On a grid, of the eight most occupied at most; the sign is that of the largest component of the mean's orbital.
  Curve natural_orbitals(const GroupedMeans& sums) const {
    constexpr int points = 121;
    const double extent = 6 * length_;
    const auto M = static_cast<Eigen::Index>(basis_.size()), shown = std::min<Eigen::Index>(M, 8);
    Curve curve{.axis = "natural orbital",
                .mean = {},
                .std_err = {},
                .y_axis = "x [" + unit_ + "]",
                .what = "phi(x) [" + unit_ + "^-1/2]"};
    Matrix on_grid(points, M);
    for (int q = 0; q < points; ++q) {
      const double x = extent * (2.0 * q / (points - 1) - 1);
      std::vector<double> phi(basis_.size());
      basis_.at({&x, 1}, phi);
      on_grid.row(q) = Eigen::Map<const Eigen::RowVectorXd>(phi.data(), M);
      curve.y.push_back(x);
    }
    const auto vectors = [&](std::span<const double> rho) -> Matrix {
      return Eigen::SelfAdjointEigenSolver<Matrix>(as_matrix(rho)).eigenvectors().rowwise().reverse();
    };
    Matrix whole = vectors(sums.means().mean);
    for (Eigen::Index n = 0; n < M; ++n) {
      Eigen::Index largest = 0;
      whole.col(n).cwiseAbs().maxCoeff(&largest);
      if (whole(largest, n) < 0) whole.col(n) *= -1;
    }
    auto found = sums.jackknife([&](std::span<const double> rho) {
      Matrix v = vectors(rho);
      for (Eigen::Index n = 0; n < shown; ++n)
        if (v.col(n).dot(whole.col(n)) < 0) v.col(n) *= -1;
      const Matrix values = on_grid * v.leftCols(shown);
      return std::vector<double>(values.data(), values.data() + values.size());
    });
    for (Eigen::Index n = 0; n < shown; ++n) curve.x.push_back(static_cast<double>(n));
    curve.mean = std::move(found.mean);
    curve.std_err = std::move(found.std_err);
    return curve;
  }

  double length_;
  std::string unit_;  // of lengths
  OscillatorBasis basis_;
  bool in_line_;
  double every_, calls_ = 0;  // whole numbers
  std::vector<Part> parts_;
  std::vector<GroupedMeans> sums_;  // [M, M] of every part
  Displacement displacement_;
};

}  // namespace

void register_density_matrix(Registry& registry) {
  registry.add<Observable>(
      {.name = "density-matrix",
       .summary =
           "the one-body density matrix of each species in oscillator orbitals, its trace, the occupation numbers, "
           "and in one dimension the natural orbitals",
       .source = "P.-O. Loewdin, Phys. Rev. 97, 1474 (1955); W. L. McMillan, Phys. Rev. 138, A442 (1965)",
       .options = {{.name = "orbitals",
                    .fallback = std::int64_t{12},
                    .summary = "of the oscillator, those of the lowest energy",
                    .lower = 1,
                    .upper = 200},
                   {.name = "length",
                    .fallback = 0.0,
                    .summary = "their oscillator length; 0 for that of the trap",
                    .unit = "a_ho",
                    .lower = 0},
                   every_option()}},
      [](const System& system, std::size_t walkers, const Settings& settings) {
        refuse_box(system, "density-matrix", "momentum-distribution (plane waves are the natural orbitals)");
        return std::make_unique<DensityMatrix>(system, walkers, settings);
      });
}

}  // namespace kato
