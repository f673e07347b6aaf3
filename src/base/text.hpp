// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kato {

/// The nearest of `names` by edit distance, or an empty text when none is near enough to be what was meant.
std::string nearest(std::string_view text, const std::vector<std::string>& names);

/// "a, b or c".
std::string alternatives(const std::vector<std::string>& names);

/// What to write instead of an unknown `text`: "did you mean 'range'?", or the list of all names when none is near.
std::string suggestion(std::string_view text, const std::vector<std::string>& names);

/// The shortest decimal form that reads back to the same bits; "nan", "inf" and "-inf" otherwise.
std::string exact_text(double value);

/// What to call a number that is not finite: "not a number" or "infinite".
std::string nonfinite_text(double value);

/// A mean with its error in the last digits, "10.8917(6)": two digits of the error when they are below 20.
std::string with_error(double mean, double std_err);

}  // namespace kato
