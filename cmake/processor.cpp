// SPDX-License-Identifier: Apache-2.0
// Ends with the number of the widest instruction set that this processor runs (cmake/kernels.cmake).
#include "base/processor.hpp"

int main() { return static_cast<int>(kato::isa_of_processor()); }
