// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

const auto root = std::filesystem::path(KATO_TEST_DATA).parent_path().parent_path();

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Page, shows_the_files_as_they_are) {
  const auto page = text_of(root / "docs" / "add-an-interaction.md");
  for (const char* name : {"soft_sphere.cpp", "soft_sphere_test.cpp", "heisenberg.cpp", "heisenberg_test.cpp"}) {
    const auto code = text_of(root / "tests" / "how_to" / name);
    ASSERT_GT(code.size(), 500u) << name;
    EXPECT_NE(page.find(code), std::string::npos) << "docs/add-an-interaction.md does not show " << name << " as it is";
  }
}

}  // namespace
