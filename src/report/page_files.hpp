// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace kato {

/// A file that was put into the program when it was built (cmake/page.cmake): page.html, page.css, page.js, which is
/// all scripts of src/report/page in one, chart.min.js and chart-licence.txt. Throws `std::logic_error` for another.
std::string_view page_file(std::string_view name);

}  // namespace kato
