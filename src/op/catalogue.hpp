// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "op/info.hpp"

namespace kato {

/// Every op.
std::span<const OpInfo* const> all_ops();

/// Throws `Error` naming the nearest op if there is none of this name.
const OpInfo& find_op(std::string_view name);

/// What an op reads of its attributes, by name: a number, or the word that it stands for.
using NamedAttributes = std::map<std::string, std::variant<double, std::string>, std::less<>>;

NamedAttributes named_attributes(const OpInfo& op, const Attributes& attributes);

/// The same back; what is not named is zero, the first of several words. Throws `Error` if the op has no such
/// attribute, or if it cannot have such a value.
Attributes attributes_from(const OpInfo& op, const NamedAttributes& named);

}  // namespace kato
