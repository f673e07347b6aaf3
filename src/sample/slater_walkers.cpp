// SPDX-License-Identifier: Apache-2.0
#include "sample/slater_walkers.hpp"

#include <algorithm>
#include <cmath>

#include "linalg/invert.hpp"

namespace kato {
namespace {

// Below it the rounding of an inverse that is updated grows too fast: it is computed anew.
constexpr double smallest_ratio = 1e-4;

double dot(std::size_t n, const double* a, const double* b) {
  double sum = 0;
  for (std::size_t j = 0; j < n; ++j) sum += a[j] * b[j];
  return sum;
}

double sign_of(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

}  // namespace

SlaterWalkers::SlaterWalkers(std::size_t walkers, int particles, int determinants)
    : n_(static_cast<std::size_t>(particles)),
      determinants_(static_cast<std::size_t>(determinants)),
      rows_(walkers * determinants_ * n_ * n_),
      inverses_(rows_.size()),
      factors_(walkers * n_),
      logs_(walkers * determinants_),
      signs_(logs_.size()),
      log_abs_(walkers),
      ratios_(determinants_),
      new_logs_(determinants_),
      new_signs_(determinants_),
      scratch_(n_ * n_) {}

void SlaterWalkers::set_row(std::size_t w, std::size_t i, std::span<const double> row, double factor) {
  for (std::size_t d = 0; d < determinants_; ++d) std::copy_n(row.data() + d * n_, n_, matrix(w, d) + i * n_);
  factors_[w * n_ + i] = factor;
}

// sum_i f_i + ln|sum_d s_d exp(l_d)|, relative to the largest term.
double SlaterWalkers::log_of_sum(std::size_t w, const double* logs, const double* signs) const {
  double all = 0;
  for (std::size_t i = 0; i < n_; ++i) all += factors_[w * n_ + i];
  if (determinants_ == 1) return all + logs[0];
  const double largest = *std::max_element(logs, logs + determinants_);
  if (!std::isfinite(largest)) return largest;
  double sum = 0;
  for (std::size_t d = 0; d < determinants_; ++d) sum += signs[d] * std::exp(logs[d] - largest);
  return all + largest + std::log(std::abs(sum));
}

void SlaterWalkers::refresh(std::size_t w) {
  for (std::size_t d = 0; d < determinants_; ++d) {
    double* m = inverse(w, d);
    std::copy_n(matrix(w, d), n_ * n_, m);
    const auto det = invert(n_, {m, n_ * n_});
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = 0; j < i; ++j) std::swap(m[i * n_ + j], m[j * n_ + i]);
    logs_[w * determinants_ + d] = det.log_abs;
    signs_[w * determinants_ + d] = det.sign;
  }
  log_abs_[w] = log_of_sum(w, &logs_[w * determinants_], &signs_[w * determinants_]);
}

bool SlaterWalkers::invertible(std::size_t w) const {
  const double* logs = &logs_[w * determinants_];
  return std::all_of(logs, logs + determinants_, [](double log) { return std::isfinite(log); });
}

double SlaterWalkers::log_abs_with(std::size_t w, std::size_t i, std::span<const double> row, double factor) {
  const bool update = invertible(w);
  for (std::size_t d = 0; d < determinants_; ++d)
    update ? change(w, d, i, row.data() + d * n_) : eliminate(w, d, i, row.data() + d * n_);
  new_log_abs_ = log_of_sum(w, new_logs_.data(), new_signs_.data()) + (factor - factors_[w * n_ + i]);
  return new_log_abs_;
}

// The determinant with another row i, by the inverse.
void SlaterWalkers::change(std::size_t w, std::size_t d, std::size_t i, const double* row) {
  const std::size_t at = w * determinants_ + d;
  ratios_[d] = dot(n_, row, inverse(w, d) + i * n_);
  new_logs_[d] = logs_[at] + std::log(std::abs(ratios_[d]));
  new_signs_[d] = signs_[at] * sign_of(ratios_[d]);
}

// The same without it.
void SlaterWalkers::eliminate(std::size_t w, std::size_t d, std::size_t i, const double* row) {
  std::copy_n(matrix(w, d), n_ * n_, scratch_.data());
  std::copy_n(row, n_, scratch_.data() + i * n_);
  const auto det = invert(n_, scratch_);
  ratios_[d] = 0;
  new_logs_[d] = det.log_abs;
  new_signs_[d] = det.sign;
}

void SlaterWalkers::replace(std::size_t w, std::size_t i, std::span<const double> row, double factor) {
  set_row(w, i, row, factor);
  if (!std::ranges::all_of(ratios_, [](double ratio) { return std::abs(ratio) > smallest_ratio; })) return refresh(w);
  for (std::size_t d = 0; d < determinants_; ++d) {
    update_inverse(inverse(w, d), i, row.data() + d * n_, ratios_[d]);
    logs_[w * determinants_ + d] = new_logs_[d];
    signs_[w * determinants_ + d] = new_signs_[d];
  }
  log_abs_[w] = new_log_abs_;
}

// Column k of M^-1 loses (x . column k - delta_ki)/r times column i; columns lie in rows here.
void SlaterWalkers::update_inverse(double* inverse, std::size_t i, const double* row, double ratio) {
  double* own = inverse + i * n_;
  for (std::size_t k = 0; k < n_; ++k) {
    if (k == i) continue;
    double* column = inverse + k * n_;
    const double share = dot(n_, row, column) / ratio;
    for (std::size_t j = 0; j < n_; ++j) column[j] -= share * own[j];
  }
  for (std::size_t j = 0; j < n_; ++j) own[j] /= ratio;
}

}  // namespace kato
