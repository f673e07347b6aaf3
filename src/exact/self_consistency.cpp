// SPDX-License-Identifier: Apache-2.0
#include "exact/self_consistency.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "exact/eigen_view.hpp"
#include "system/oscillator.hpp"

namespace kato::exact {
namespace {

using Dense = Eigen::MatrixXd;
using Kinds = std::vector<Dense>;  // a matrix for every kind

constexpr int most_iterations = 300;
constexpr double settled = 1e-8, near = 0.1;  // residuals, in units of the oscillator's frequency

// How many orbitals of each class of parity are occupied.
std::vector<int> parities_of(const MeanField& field, const Matrix& orbitals) {
  std::vector<int> counts;
  for (const auto& functions : field.parities()) {
    const double weight = view(orbitals)(functions, Eigen::all).squaredNorm();
    counts.push_back(static_cast<int>(std::lround(weight)));
  }
  return counts;
}

struct Filled {
  Matrix orbitals;
  double gap;  // from the highest of them to the lowest that is left empty
};

// The eigenvectors of F of the lowest eigenvalues, `counts` of every parity; the largest coefficient is positive.
Filled lowest(const MeanField& field, const Dense& fock, const std::vector<int>& counts) {
  struct Orbital {
    double energy;
    Eigen::VectorXd vector;
  };
  std::vector<Orbital> found;
  double empty = std::numeric_limits<double>::infinity();
  for (std::size_t n = 0; n < counts.size(); ++n) {
    const auto& functions = field.parities()[n];
    const Eigen::SelfAdjointEigenSolver<Dense> solved(Dense(fock(functions, functions)));
    if (counts[n] < solved.eigenvalues().size()) empty = std::min(empty, solved.eigenvalues()[counts[n]]);
    for (int j = 0; j < counts[n]; ++j) {
      Eigen::VectorXd vector = Eigen::VectorXd::Zero(field.functions());
      vector(functions) = solved.eigenvectors().col(j);
      Eigen::Index largest = 0;
      vector.cwiseAbs().maxCoeff(&largest);
      found.push_back({solved.eigenvalues()[j], vector(largest) < 0 ? Eigen::VectorXd(-vector) : vector});
    }
  }
  std::ranges::stable_sort(found, {}, &Orbital::energy);
  Filled filled{.orbitals = Matrix(field.functions(), static_cast<int>(found.size())),
                .gap = found.empty() ? std::numeric_limits<double>::infinity() : empty - found.back().energy};
  for (std::size_t j = 0; j < found.size(); ++j)
    view(filled.orbitals).col(static_cast<Eigen::Index>(j)) = found[j].vector;
  return filled;
}

Dense density_of(const Matrix& orbitals) { return view(orbitals) * view(orbitals).transpose(); }

// The sum over all species of tr(A_s B_s).
double trace(const MeanField& field, const Kinds& a, const Kinds& b) {
  double sum = 0;
  for (std::size_t s = 0; s < a.size(); ++s) sum += field.kinds()[s].species * a[s].cwiseProduct(b[s]).sum();
  return sum;
}

// Optimal damping: of all densities on the way from the last one to that of the new orbitals, the one of the lowest
// energy, which is a parabola along it.
struct Damping {
  Kinds density, fock;

  const Kinds& mixed(const MeanField& field, const Kinds& new_density, const Kinds& new_fock) {
    if (density.empty()) {
      density = new_density;
      fock = new_fock;
      return fock;
    }
    Kinds step = new_density, change = new_fock;
    for (std::size_t s = 0; s < step.size(); ++s) {
      step[s] -= density[s];
      change[s] -= fock[s];
    }
    const double slope = trace(field, fock, step), bend = trace(field, change, step);
    const double length = bend <= -slope ? 1 : -slope / bend;
    for (std::size_t s = 0; s < step.size(); ++s) {
      density[s] += length * step[s];
      fock[s] += length * change[s];
    }
    return fock;
  }
};

// Pulay's extrapolation: the mean of the last matrices F whose mean residual is the smallest.
struct Extrapolation {
  struct Entry {
    Kinds fock, residual;
  };
  std::deque<Entry> entries;

  Kinds mixed(const MeanField& field, const Kinds& fock, const Kinds& residual) {
    constexpr std::size_t most = 8;
    entries.push_back({fock, residual});
    if (entries.size() > most) entries.pop_front();
    const auto size = static_cast<Eigen::Index>(entries.size());
    Dense system = Dense::Zero(size + 1, size + 1);
    for (Eigen::Index n = 0; n < size; ++n)
      for (Eigen::Index m = 0; m < size; ++m)
        system(n, m) =
            trace(field, entries[static_cast<std::size_t>(n)].residual, entries[static_cast<std::size_t>(m)].residual);
    system.topLeftCorner(size, size) /= std::max(system(size - 1, size - 1), 1e-300);
    system.row(size).head(size).setOnes();
    system.col(size).head(size).setOnes();
    const Eigen::VectorXd shares =
        system.completeOrthogonalDecomposition().solve(Eigen::VectorXd::Unit(size + 1, size));
    Kinds sum;
    for (std::size_t s = 0; s < fock.size(); ++s) {
      sum.push_back(Dense::Zero(fock[s].rows(), fock[s].cols()));
      for (Eigen::Index n = 0; n < size; ++n) sum[s] += shares[n] * entries[static_cast<std::size_t>(n)].fock[s];
    }
    return sum;
  }
};

// Leaves the elements between functions of one parity alone.
void keep_parities(const MeanField& field, Dense& matrix) {
  Dense kept = Dense::Zero(matrix.rows(), matrix.cols());
  for (const auto& functions : field.parities()) kept(functions, functions) = matrix(functions, functions);
  matrix = kept;
}

}  // namespace

std::vector<Matrix> free_orbitals(const MeanField& field, const std::vector<double>& omega) {
  const Dense h = view(field.kinetic()) + view(field.trap());
  std::vector<Matrix> orbitals;
  for (const auto& kind : field.kinds()) {
    std::vector<int> counts(field.parities().size());
    for (const auto& level : oscillator_levels(kind.particles, omega))
      for (std::size_t n = 0; n < counts.size(); ++n) {
        const auto& like = field.levels()[static_cast<std::size_t>(field.parities()[n][0])];
        counts[n] += std::ranges::equal(level, like, [](int a, int b) { return a % 2 == b % 2; }) ? 1 : 0;
      }
    orbitals.push_back(lowest(field, h, counts).orbitals);
  }
  return orbitals;
}

SelfConsistent self_consistent(const MeanField& field, const std::vector<Matrix>& start) {
  const Dense h = view(field.kinetic()) + view(field.trap());
  std::vector<std::vector<int>> counts;
  for (const auto& orbitals : start) counts.push_back(parities_of(field, orbitals));
  SelfConsistent found{.orbitals = start};
  Damping damping;
  Extrapolation extrapolation;
  for (;; ++found.iterations) {
    Kinds density, fock, residual, kinetic, trap, interaction;
    const auto between = field.interaction(found.orbitals);
    found.residual = 0;
    for (std::size_t s = 0; s < start.size(); ++s) {
      density.push_back(density_of(found.orbitals[s]));
      kinetic.emplace_back(view(field.kinetic()));
      trap.emplace_back(view(field.trap()));
      interaction.emplace_back(view(between[s]));
      keep_parities(field, interaction[s]);
      fock.emplace_back(h + interaction[s]);
      const Dense product = fock[s] * density[s];
      residual.emplace_back(product - product.transpose());
      found.residual = std::max(found.residual, residual[s].norm());
    }
    found.kinetic = trace(field, density, kinetic);
    found.trap = trace(field, density, trap);
    found.interaction = 0.5 * trace(field, density, interaction);
    if (found.residual < settled * field.frequency() || found.iterations == most_iterations) {
      for (std::size_t s = 0; s < start.size(); ++s)
        found.gap = std::min(found.gap, lowest(field, fock[s], counts[s]).gap);
      return found;
    }

    const bool is_near = found.residual < near * field.frequency();
    if (!is_near) extrapolation = {};
    if (is_near) damping = {};
    const Kinds next = is_near ? extrapolation.mixed(field, fock, residual) : damping.mixed(field, density, fock);
    for (std::size_t s = 0; s < start.size(); ++s) found.orbitals[s] = lowest(field, next[s], counts[s]).orbitals;
  }
}

}  // namespace kato::exact
