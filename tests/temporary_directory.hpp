// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace kato {

/// A directory of its own for every test, removed afterwards.
class TemporaryDirectory : public testing::Test {
 protected:
  TemporaryDirectory() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    directory = std::filesystem::temp_directory_path() /
                ("kato-test-" + std::to_string(::getpid()) + "-" + info->test_suite_name() + "-" + info->name());
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
  }
  ~TemporaryDirectory() override { std::filesystem::remove_all(directory); }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(directory / name, std::ios::binary) << text;
    return directory / name;
  }

  std::string read(const std::filesystem::path& path) const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::filesystem::path directory;
};

}  // namespace kato
