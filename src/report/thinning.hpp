// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace kato {

/// Neighbouring rows begin .. end - 1 of a long history, drawn as one point.
struct Bin {
  std::size_t begin = 0, end = 0;
};

/// Divides `rows` rows into at most `most` bins, whose sizes differ by one row at most; none is empty.
std::vector<Bin> divide(std::size_t rows, std::size_t most);

/// Of the finite values in every bin, the mean, the lowest or the highest; nan where there is none.
std::vector<double> means(std::span<const double> values, std::span<const Bin> bins);
std::vector<double> lowest(std::span<const double> values, std::span<const Bin> bins);
std::vector<double> highest(std::span<const double> values, std::span<const Bin> bins);

/// The standard error of every bin's mean, sqrt(sum s^2)/n over its n finite errors s, as if rows were independent.
std::vector<double> errors_of_means(std::span<const double> errors, std::span<const Bin> bins);

}  // namespace kato
