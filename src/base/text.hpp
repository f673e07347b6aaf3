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

/// The shortest decimal form that reads back to the same bits; "nan", "inf" and "-inf" otherwise.
std::string exact_text(double value);

}  // namespace kato
