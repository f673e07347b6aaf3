// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string_view>

namespace kato {

/// What a program does with its standard streams before anything else. A stream that is closed leads nowhere from now
/// on, so that no file of the program gets its number. A closed pipe and a limit of file sizes are told by the calls
/// that write, not by a signal that ends the program.
void prepare_streams();

/// Shows what records have, too, or what nobody needs: dropped where it cannot be written.
void show(std::FILE* stream, std::string_view text);

/// Prints what was asked for to the standard output. Throws `Fault` if it cannot be written (the disk is full); dropped
/// where nobody reads any more (`| head`).
void print(std::string_view text);

}  // namespace kato
