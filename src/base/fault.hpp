// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

namespace kato {

/// What the machine refused while a job was on, such as a write to a full disk, and a state that must not be kept: no
/// mistake of the user, so exit status 1. The message is of the same form.
class Fault : public Error {
 public:
  using Error::Error;
};

}  // namespace kato
