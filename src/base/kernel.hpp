// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Kernels are built once for each instruction set, in the namespace kato::KATO_ISA. They may use nothing that the
/// linker could share between these builds: plain pointers, no standard containers.
#ifndef KATO_ISA
#define KATO_ISA portable
#define KATO_BASELINE 1  ///< shapes and tables are built here only
#endif
#define KATO_INLINE inline __attribute__((always_inline))
