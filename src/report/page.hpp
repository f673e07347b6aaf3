// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/run_records.hpp"

namespace kato {

/// The page that shows the runs: one HTML file with style, script, drawing library (Chart.js, with its licence) and
/// data in it. It asks nothing of any network, which its content security policy holds it to; with a `mark` (see
/// `page_data`) it asks its own server for news. No text of a run can end up as HTML or script.
std::string page_html(const std::vector<RunRecords>& runs, const std::string& mark = {});

/// `text` as it may stand in HTML, also in a quoted attribute.
std::string html_escaped(std::string_view text);

/// `json` as it may stand in a script element: nothing in it can end the element or begin a comment.
std::string script_escaped(std::string_view json);

}  // namespace kato
