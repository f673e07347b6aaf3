// SPDX-License-Identifier: Apache-2.0
#include "base/provenance.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "base/version.hpp"

namespace kato {
namespace {

TEST(Provenance, says_what_runs_where_and_how_it_was_called) {
  const auto& own = provenance();
  EXPECT_EQ(own.version, version);
  EXPECT_FALSE(own.revision.empty());
  EXPECT_FALSE(own.host.empty());
  EXPECT_FALSE(own.processor.empty());
  EXPECT_NE(own.command.find("base_test"), std::string::npos) << own.command;
  EXPECT_EQ(program_text(), "kato " + own.version + " (" + own.revision + ")");
}

TEST(Provenance, times_are_universal_and_do_not_go_back) {
  const std::regex form("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
  EXPECT_TRUE(std::regex_match(time_text(), form)) << time_text();
  EXPECT_TRUE(std::regex_match(provenance().began, form));
  EXPECT_LE(provenance().began, time_text());
}

}  // namespace
}  // namespace kato
