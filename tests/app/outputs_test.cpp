// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

namespace kato {
namespace {

// Files that the command line names: what is there stays what it is.
class Outputs : public Command {
 protected:
  Outputs() {
    std::filesystem::create_directories(directory / "begun");
    write("begun/input.toml", "title = \"just begun\"\n");
    write("deuteron.toml", "[system]\nspace = \"momentum\"\nmesh = 8\n[[system.interaction]]\nkind = \"yamaguchi\"\n");
  }
  std::string names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) all.push_back(entry.path().filename());
    std::ranges::sort(all);
    std::string text;
    for (const auto& name : all) text += name + " ";
    return text;
  }
};

TEST_F(Outputs, a_page_follows_a_link) {
  std::filesystem::create_directories(directory / "public");
  write("public/page.html", "old");
  std::filesystem::create_symlink("public/page.html", directory / "page.html");
  EXPECT_EQ(kato("report begun -o page.html -q").status, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(directory / "page.html"));
  EXPECT_TRUE(has(read(directory / "public/page.html"), "<title>just begun</title>"));
}

TEST_F(Outputs, a_page_goes_through_a_pipe) {
  const auto outcome =
      shell("mkfifo pipe; timeout 60 cat pipe > got & \"$KATO\" report begun -o pipe; s=$?; wait; exit $s");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_EQ(outcome.output, "");
  EXPECT_TRUE(std::filesystem::is_fifo(directory / "pipe"));
  EXPECT_TRUE(has(read(directory / "got"), "<title>just begun</title>", "</html>"));
}

TEST_F(Outputs, a_page_goes_to_the_standard_output_alone) {
  for (const std::string place : {"> got", ">> got", "| cat > got"}) {
    write("got", "before\n");
    EXPECT_EQ(shell("\"$KATO\" report begun -o /dev/stdout " + place).status, 0);
    const auto got = read(directory / "got");
    EXPECT_EQ(got.starts_with("before\n"), place == ">> got");
    EXPECT_TRUE(has(got, "<title>just begun</title>"));
    EXPECT_TRUE(got.ends_with("</html>\n")) << got.substr(got.size() - 100);
  }
}

TEST_F(Outputs, a_directory_is_no_file_and_nothing_is_left_behind) {
  std::filesystem::create_directories(directory / "place");
  const auto before = names();
  expect_mistake("report begun -o place", "place: there is a directory of this name; name a file");
  expect_mistake("report begun -o place/", "there is a directory of this name");
  expect_mistake("exact deuteron.toml --table place", "there is a directory of this name");
  expect_mistake("exact deuteron.toml --table none/table", "there is no directory none");
  EXPECT_EQ(names(), before);
}

TEST_F(Outputs, a_table_follows_a_link) {
  std::filesystem::create_symlink("target", directory / "link");
  EXPECT_EQ(shell("\"$KATO\" exact deuteron.toml --table link > /dev/null").status, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(directory / "link"));
  EXPECT_GT(read(directory / "target").size(), 100u);
}

const std::string short_run = R"([system]
particles = 2
[sampler]
walkers = 8
[pretrain]
steps = 1
[train]
steps = 2
[evaluate]
samples = 0
)";

TEST_F(Outputs, an_input_is_not_overwritten_by_its_own_run) {
  std::filesystem::create_directories(directory / "job");
  write("job/input.toml", "# why these numbers: see my notes\n" + short_run);
  for (const std::string place : {"cd job; \"$KATO\" run input.toml -o . -q", "\"$KATO\" run job/input.toml -o job -q"})
    for (const std::string force : {"", " --force"}) {
      const auto before = listing();
      const auto outcome = shell(place + force);
      EXPECT_EQ(outcome.status, 2);
      EXPECT_TRUE(has(outcome.output, "input.toml: is an input itself", "-o"));
      EXPECT_EQ(listing(), before);
    }
  write("mine.toml", short_run);
  expect_mistake("run mine.toml -o job --force", "input.toml: is an input itself");
}

TEST_F(Outputs, records_that_are_links_stay_links) {
  write("in.toml", short_run);
  ASSERT_EQ(kato("run in.toml -o out -q").status, 0);
  std::filesystem::create_directories(directory / "large");
  for (const char* name : {"checkpoint.h5", "history.csv", "summary.json", "log.txt", "input.toml"}) {
    std::filesystem::rename(directory / "out" / name, directory / "large" / name);
    std::filesystem::create_symlink(std::filesystem::path("../large") / name, directory / "out" / name);
  }
  const auto before = read(directory / "large/checkpoint.h5");
  const auto resumed = kato("resume out -q --set train.steps=4");
  EXPECT_EQ(resumed.status, 0) << resumed.output;
  EXPECT_NE(read(directory / "large/checkpoint.h5"), before);
  ASSERT_EQ(kato("run in.toml -o out -q --force").status, 0);
  for (const char* name : {"checkpoint.h5", "history.csv", "summary.json", "log.txt", "input.toml"})
    EXPECT_TRUE(std::filesystem::is_symlink(directory / "out" / name)) << name;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
}

TEST_F(Outputs, a_scan_says_why_it_cannot_begin_and_makes_nothing) {
  write("in.toml", short_run);
  write("file", "mine");
  expect_mistake("scan in.toml -o file --seeds 1 -q", "file: cannot be made", "choose another directory with -o");
  expect_mistake("scan in.toml -o out --seeds 1 -q --vary title=" + std::string(300, 'x'), "too long");
  expect_mistake("scan in.toml -o out --seeds 1 -q --vary title=log.txt,runs.csv", "is the name of a file of the scan");
  expect_mistake("scan in.toml -o out --seeds 3 -q --set seed=9223372036854775806", "beyond the largest whole number");
}

}  // namespace
}  // namespace kato
