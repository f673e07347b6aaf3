// SPDX-License-Identifier: Apache-2.0
#include "base/provenance.hpp"

#include <gtest/gtest.h>

#include <cctype>

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
  const auto form = [](std::string text) {
    for (char& c : text) c = std::isdigit(static_cast<unsigned char>(c)) != 0 ? '0' : c;
    return text;
  };
  EXPECT_EQ(form(time_text()), "0000-00-00T00:00:00Z");
  EXPECT_EQ(form(provenance().began), "0000-00-00T00:00:00Z");
  EXPECT_LE(provenance().began, time_text());
}

}  // namespace
}  // namespace kato
