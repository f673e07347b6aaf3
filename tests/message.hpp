// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>

namespace kato {

/// Whether `text` holds every one of `phrases`.
inline testing::AssertionResult has_all(const std::string& text, std::initializer_list<std::string_view> phrases) {
  std::string missing;
  for (const auto& phrase : phrases) {
    if (text.find(phrase) == std::string::npos) missing += " '" + std::string(phrase) + "'";
  }
  if (missing.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << text << "' lacks" << missing;
}
template <class... Phrases>
testing::AssertionResult has(const std::string& text, const Phrases&... phrases) {
  return has_all(text, {phrases...});
}

/// The message of the exception that `call` throws; a failure, and an empty text, if it throws none.
template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const std::exception& problem) {
    return problem.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

}  // namespace kato
