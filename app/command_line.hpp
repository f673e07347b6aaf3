// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato {

/// The whole command: does what its arguments say and returns the exit status (`ExitStatus` in run/job.hpp). Kinds that
/// a program has added with `extend_registry` are known to it like the library's own. To be called once, from `main`.
int command_line(int argc, char** argv);

}  // namespace kato
