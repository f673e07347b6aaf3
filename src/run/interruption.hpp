// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato {

/// While it lives, SIGINT and SIGTERM are noted instead of ending the program; a second one of
/// either ends it at once.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  static bool requested() noexcept;
};

}  // namespace kato
