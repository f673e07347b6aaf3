// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "report/page_data.hpp"
#include "report/page_files.hpp"

namespace kato {
namespace {

// Puts `text` in the place of `mark`, which the page has once.
void fill(std::string& page, std::string_view mark, std::string_view text) {
  const auto at = page.find(mark);
  require(at != std::string::npos, "the page's template lacks " + std::string(mark) + "; build the program anew");
  page.replace(at, mark.size(), text);
}

std::string page_title(const std::vector<RunRecords>& runs) {
  const auto& first = runs.front();
  const bool same = std::ranges::all_of(runs, [&](const auto& run) { return run.title == first.title; });
  const auto title = first.title.empty() && runs.size() == 1 ? first.name : first.title;
  if (same && !title.empty()) return runs.size() == 1 ? title : title + ", " + std::to_string(runs.size()) + " runs";
  return std::to_string(runs.size()) + " runs";
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::string script_escaped(std::string_view json) {
  std::string escaped;
  for (const char c : json) {
    if (c == '<')
      escaped += "\\u003c";
    else
      escaped += c;
  }
  return escaped;
}

std::string page_html(const std::vector<RunRecords>& runs, const std::string& mark) {
  std::string page(page_file("page.html"));
  // From the last mark to the first, so that no text that was filled in is looked at again.
  fill(page, "@script@", page_file("page.js"));
  fill(page, "@data@", script_escaped(page_data(runs, mark)));
  fill(page, "@chart@", page_file("chart.min.js"));
  fill(page, "@licence@", page_file("chart-licence.txt"));
  fill(page, "@style@", page_file("page.css"));
  fill(page, "@title-again@", html_escaped(page_title(runs)));
  fill(page, "@title@", html_escaped(page_title(runs)));
  return page;
}

}  // namespace kato
