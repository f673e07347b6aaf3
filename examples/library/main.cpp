// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"
#include "base/registry.hpp"

void register_correlated_gaussian(kato::Registry& registry);
void register_breathing(kato::Registry& registry);

int main(int argc, char** argv) {
  kato::extend_registry(register_correlated_gaussian);
  kato::extend_registry(register_breathing);
  return kato::command_line(argc, argv);
}
