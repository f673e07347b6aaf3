// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>

#include "record/hostile_bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  kato::read_hostile_checkpoint({reinterpret_cast<const char*>(data), size});
  return 0;
}
