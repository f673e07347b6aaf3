// SPDX-License-Identifier: Apache-2.0
#include "run/interruption.hpp"

#include <csignal>
#include <initializer_list>

namespace kato {
namespace {

volatile std::sig_atomic_t noted = 0;

void note(int) {
  noted = 1;
  for (const int each : {SIGINT, SIGTERM}) std::signal(each, SIG_DFL);
}

}  // namespace

Interruption::Interruption() {
  noted = 0;
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
}

Interruption::~Interruption() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

bool Interruption::requested() noexcept { return noted != 0; }

}  // namespace kato
