// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

const auto root = std::filesystem::path(KATO_TEST_DATA).parent_path().parent_path();

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void expect_shown(const std::string& name, const std::vector<std::string>& files) {
  const auto page = text_of(root / "docs" / name);
  for (const auto& file : files) {
    const auto code = text_of(root / "tests" / "how_to" / file);
    ASSERT_GT(code.size(), 500u) << file;
    EXPECT_NE(page.find(code), std::string::npos) << "docs/" << name << " does not show " << file << " as it is";
  }
}

TEST(Pages, show_the_files_as_they_are) {
  expect_shown("add-an-interaction.md",
               {"soft_sphere.cpp", "soft_sphere_test.cpp", "heisenberg.cpp", "heisenberg_test.cpp"});
  expect_shown("add-an-observable.md", {"pair_distance.cpp", "pair_distance_test.cpp"});
}

}  // namespace
