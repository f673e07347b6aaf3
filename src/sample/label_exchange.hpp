// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sample/move.hpp"

namespace kato {

/// Two particles with different labels of one kind exchange them. Each such pair is proposed with a probability that
/// depends only on how many particles have which label; this stays, so that both ways are proposed alike. Where all
/// labels are the same, nothing moves.
class LabelExchange final : public Move {
 public:
  explicit LabelExchange(std::size_t kind) : kind_(kind) {}

  std::string name() const override { return "label exchange " + std::to_string(kind_); }
  std::size_t chances(std::size_t /*particles*/) const override { return 2; }
  void propose(std::size_t w, const TilePlaces& now, TilePlaces& next, const MoveNumbers& numbers,
               double width) const override;

 private:
  std::size_t kind_;
};

}  // namespace kato
