// SPDX-License-Identifier: Apache-2.0
#include "message.hpp"
#include "scan/scan.hpp"

namespace kato {
namespace {

TEST(ScanVariations, a_variation_is_a_key_and_its_values) {
  const auto [key, values] = parse_variation("ansatz.hidden=20,30,...,60");
  EXPECT_EQ(key, "ansatz.hidden");
  EXPECT_EQ(values, (std::vector<std::string>{"20", "30", "40", "50", "60"}));
  EXPECT_EQ(parse_variation("a.b=0.5,0.25,...,-0.25").second, (std::vector<std::string>{"0.5", "0.25", "0", "-0.25"}));
  EXPECT_EQ(parse_variation("a.b=0.1,0.2,...,0.4").second, (std::vector<std::string>{"0.1", "0.2", "0.3", "0.4"}));
  EXPECT_EQ(parse_variation("optimizer.kind=sr,adam").second, (std::vector<std::string>{"sr", "adam"}));
}

TEST(ScanVariations, a_variation_that_leads_nowhere_is_a_mistake) {
  EXPECT_TRUE(has(message_of([] { parse_variation("ansatz.hidden"); }), "names no values"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,,2"); }), "empty value"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,...,5"); }), "two values before"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,2,..."); }), "last value"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,2,...,0"); }), "does not lead"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,2,1"); }), "a value twice"));
  EXPECT_TRUE(has(message_of([] { parse_variation("a=1,.."); }), "names no directory"));
}

TEST(ScanVariations, several_variations_make_every_pair_of_values) {
  const auto [key, values] = parse_variations({"a.b=1,2", "up:down=1:1,2:1", "c=x"});
  EXPECT_EQ(key, "a.b/up:down/c");
  EXPECT_EQ(values, (std::vector<std::string>{"1/1:1/x", "1/2:1/x", "2/1:1/x", "2/2:1/x"}));
  EXPECT_EQ(parse_variations({"a=1,2"}), parse_variation("a=1,2"));
  EXPECT_TRUE(parse_variations({}).first.empty());
}

TEST(ScanVariations, a_value_that_names_no_directory_is_a_mistake) {
  EXPECT_TRUE(has(message_of([] { parse_variation("title=" + std::string(300, 'x')); }), "too long", "300 bytes",
                  "at most 255"));
  EXPECT_EQ(parse_variation("title=" + std::string(255, 'x')).second.front().size(), 255u);
  EXPECT_TRUE(has(message_of([] { parse_variation("title=two\nlines"); }), "a line break"));
  EXPECT_TRUE(has(message_of([] { parse_variation("title=a/b"); }), "a slash"));
}

TEST(ScanVariations, values_change_settings_apart_and_together) {
  std::vector<std::string> changes{"seed=1"};
  add_variation("a.b/up:down", "5/1:2", changes);
  EXPECT_EQ(changes, (std::vector<std::string>{"seed=1", "a.b=5", "up=1", "down=2"}));
  EXPECT_TRUE(has(message_of([&] { add_variation("up:down", "1", changes); }), "no value for each"));
}

}  // namespace
}  // namespace kato
