// SPDX-License-Identifier: Apache-2.0
#include "system/connections.hpp"

namespace kato {

void Connections::append(const Connections& more, std::size_t first_walker) {
  const std::size_t places = places_.size() / dimensions_;
  for (auto connection : more.all_) {
    connection.walker += first_walker;
    connection.place += places;
    all_.push_back(connection);
  }
  places_.insert(places_.end(), more.places_.begin(), more.places_.end());
}

}  // namespace kato
