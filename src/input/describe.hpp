// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/registry.hpp"

namespace kato {

/// The kinds of `category` with their summaries, or of every category if it is empty. Throws `Error` naming the
/// nearest category if there is none of this name.
std::string list_text(const std::string& category, const Registry& kinds = registry());

/// What there is to know of `name`, a kind or a table of the input: every option with its default, unit, bounds and
/// source. Throws `Error` naming the nearest name if there is none.
std::string describe_text(const std::string& name, const Registry& kinds = registry());

/// The reference page of the input, in Markdown: every table and every kind.
std::string reference_page(const Registry& kinds = registry());

}  // namespace kato
