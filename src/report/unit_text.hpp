// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace kato {

/// Units and what is measured in them as they are printed: "hbar omega" is "\u0127\u03c9", "a_ho^-2" is "a_ho" with
/// raised digits. Powers that are no whole numbers stay.
std::string unit_text(const std::string& text);

}  // namespace kato
