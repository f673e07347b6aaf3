// SPDX-License-Identifier: Apache-2.0
#include "input/document.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "message.hpp"

namespace kato {
namespace {

TEST(Document, a_value_knows_its_file_and_line) {
  const auto root =
      parse_toml("title = \"a\"\n\n[system]\nparticles = 4\n[[system.interaction]]\nrange = 0.5\n", "demo.toml");
  EXPECT_EQ(root.find("system")->find("particles")->where, "demo.toml:4");
  const auto& interactions = *root.find("system")->find("interaction")->array();
  EXPECT_EQ(interactions.at(0).find("range")->where, "demo.toml:6");
  EXPECT_EQ(root.find("nothing"), nullptr);
}

TEST(Document, what_is_not_toml_is_named_with_its_line) {
  EXPECT_TRUE(has(message_of([] { parse_toml("[system]\nparticles 4\n", "demo.toml"); }), "demo.toml:2: not valid TOML",
                  "key = value"));
}

TEST(Document, a_missing_file_and_a_directory_are_told_apart) {
  EXPECT_TRUE(has(message_of([] { read_toml("no/such/file.toml"); }), "No such file"));
  EXPECT_TRUE(has(message_of([] { read_toml("/"); }), "is a directory"));
}

TEST(Document, words_of_the_command_line_need_no_quotes) {
  EXPECT_EQ(std::get<std::int64_t>(parse_value("5", "here").value), 5);
  EXPECT_EQ(std::get<double>(parse_value("-0.5", "here").value), -0.5);
  EXPECT_EQ(std::get<bool>(parse_value("true", "here").value), true);
  EXPECT_EQ(std::get<std::string>(parse_value("adam", "here").value), "adam");
  EXPECT_EQ(std::get<std::string>(parse_value("\"adam\"", "here").value), "adam");
  EXPECT_EQ(std::get<std::string>(parse_value("1\nseed = 2", "here").value), "1\nseed = 2");
  const auto list = parse_value("[1, 2]", "here");
  EXPECT_EQ(list.array()->at(1).where, "here");
}

TEST(Document, a_path_reaches_tables_and_places_in_lists) {
  auto root = parse_toml("[system]\n[[system.interaction]]\nstrength = 1\n", "demo.toml");
  set_value(root, "system.interaction.0.strength", parse_value("7", "here"));
  set_value(root, "system.interaction.1.strength", parse_value("8", "here"));
  set_value(root, "train.stage.0.steps", parse_value("9", "here"));
  EXPECT_EQ(toml_text(*root.find("system")->find("interaction")), "[{ \"strength\" = 7 }, { \"strength\" = 8 }]");
  EXPECT_EQ(toml_text(*root.find("train")), "{ \"stage\" = [{ \"steps\" = 9 }] }");
}

TEST(Document, a_path_that_leads_nowhere_is_an_error) {
  auto root = parse_toml("seed = 1\n[system]\n[[system.interaction]]\nstrength = 1\n", "demo.toml");
  const auto set = [&](const char* path) {
    return message_of([&] { set_value(root, path, parse_value("7", "here")); });
  };
  EXPECT_TRUE(has(set("seed.value"), "leads through 1"));
  EXPECT_TRUE(has(set("system.interaction.5.strength"), "has no entry '5' (the list holds 1)"));
  EXPECT_TRUE(has(set("system.interaction.first"), "has no entry 'first'"));
  EXPECT_TRUE(has(set("system..particles"), "is not the path of a setting"));
}

TEST(Document, a_text_survives_quoting) {
  const std::string text = "a \"quoted\" \\ back\tslash\nand \x01 ü";
  EXPECT_EQ(std::get<std::string>(parse_toml("v = " + toml_quoted(text), "x").find("v")->value), text);
}

}  // namespace
}  // namespace kato
