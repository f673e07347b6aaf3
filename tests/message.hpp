// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <exception>
#include <initializer_list>
#include <string>

namespace kato {

/// Whether `text` holds every one of `phrases`.
template <class... Phrases>
testing::AssertionResult has(const std::string& text, const Phrases&... phrases) {
  std::string missing;
  for (const auto& phrase : std::initializer_list<std::string>{phrases...}) {
    if (text.find(phrase) == std::string::npos) missing += " '" + phrase + "'";
  }
  if (missing.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << text << "' lacks" << missing;
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
