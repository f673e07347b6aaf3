// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include "message.hpp"
#include "report/page_files.hpp"
#include "report_files.hpp"

namespace kato {
namespace {

using Page = ReportFiles;

std::size_t count(const std::string& text, const std::string& phrase) {
  std::size_t found = 0;
  for (auto at = text.find(phrase); at != std::string::npos; at = text.find(phrase, at + 1)) ++found;
  return found;
}

TEST_F(Page, stands_alone) {
  make_run("a", 3);
  const auto page = page_html(read_records({directory / "a"}));
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
  EXPECT_TRUE(has(page, "<title>two</title>", "<h1 id=\"title\">two</h1>", "default-src 'none'", "Chart.js v3"));
  EXPECT_TRUE(has(page, "Permission is hereby granted, free of charge"));
  for (const char* resource : {"src=\"", "src='", "@import", "url(", "href=\"http"})
    EXPECT_EQ(count(page, resource), 0U) << resource;
  for (const char* mark : {"@title@", "@style@", "@licence@", "@chart@", "@data@", "@script@"})
    EXPECT_EQ(count(page, mark), 0U) << mark;
}

TEST_F(Page, texts_of_a_run_never_become_html_or_script) {
  make_run("plain", 1);
  const std::string evil = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> @data@ & '";
  make_run("evil", 1, evil);
  write("evil/log.txt", "2026-11-20 12:27:23 warning: " + evil + "\n");
  const auto plain = page_html(read_records({directory / "plain"}));
  const auto page = page_html(read_records({directory / "evil"}));
  for (const char* phrase : {"<script", "</script", "<!--", "<img"})
    EXPECT_EQ(count(page, phrase), count(plain, phrase)) << phrase;
  EXPECT_TRUE(has(page, "<title>&lt;/script&gt;&lt;script&gt;", "\\u003c/script>\\u003cscript>alert(1)"));
}

TEST_F(Page, of_a_long_run_is_short) {
  const auto run = read_run(make_run("a", 10000));
  EXPECT_EQ(run.history.size(), 10000U);
  EXPECT_LT(page_html({run}).size(), 500'000U);
}

TEST_F(Page, of_many_runs_stays_below_three_megabytes) {
  EXPECT_LT(page_html(std::vector(24, read_run(make_run("a", 10000)))).size(), 3'000'000U);
}

TEST_F(Page, is_named_for_its_runs) {
  make_run("a", 1, ""), make_run("b", 1, "two"), make_run("c", 1, "two"), make_run("d", 1, "three");
  const auto title = [&](std::vector<std::filesystem::path> runs) {
    for (auto& run : runs) run = directory / run;
    const auto page = page_html(read_records(runs));
    const auto begin = page.find("<title>") + 7;
    return page.substr(begin, page.find('<', begin) - begin);
  };
  EXPECT_EQ(title({"a"}), "a");
  EXPECT_EQ(title({"b"}), "two");
  EXPECT_EQ(title({"b", "c"}), "two, 2 runs");
  EXPECT_EQ(title({"b", "d"}), "2 runs");
}

TEST(Escaping, leaves_other_text_alone) {
  EXPECT_EQ(html_escaped("a \u0127 \"b\" <i>&'"), "a \u0127 &quot;b&quot; &lt;i&gt;&amp;&#39;");
  EXPECT_EQ(script_escaped(R"({"a":"<b>"})"), R"({"a":"\u003cb>"})");
}

TEST(PageFiles, are_in_the_program_and_no_others) {
  EXPECT_NE(page_file("page.js").find("DOMContentLoaded"), std::string_view::npos);
  EXPECT_TRUE(has(message_of([] { page_file("other.js"); }), "other.js"));
}

}  // namespace
}  // namespace kato
