// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/registry.hpp"

namespace kato {

/// A number written as an expression of variables and named numbers, as "depth * exp(-(r / width)^2)": + - * / ^,
/// comparisons, && ||, a ? b : c, the constants pi and e, and the functions of the library muParser (sqrt, exp, ln,
/// sin, .., abs, sign, min, max). Any number of threads may evaluate it at a time.
class Formula {
 public:
  /// Throws `Error`, headed by `owner`, if `text` is no such expression: it names the place, and the names that would
  /// do. A named number that is not used is an error too.
  Formula(const std::string& owner, const std::string& text, std::vector<std::string> variables,
          const NamedNumbers& numbers);
  ~Formula();
  Formula(const Formula&) = delete;
  Formula& operator=(const Formula&) = delete;

  const std::string& text() const { return text_; }

  /// Whether the name occurs in the expression.
  bool uses(const std::string& name) const;

  /// One thread's own copy, for as long as it lives.
  class Evaluation {
   public:
    explicit Evaluation(const Formula& formula);
    ~Evaluation();
    Evaluation(const Evaluation&) = delete;
    Evaluation& operator=(const Evaluation&) = delete;

    /// The variables, in their order: set them, then take the value.
    double* variables() noexcept;
    double value() noexcept;

   private:
    friend class Formula;
    struct Parser;
    const Formula& formula_;
    std::unique_ptr<Parser> parser_;
  };

 private:
  std::unique_ptr<Evaluation::Parser> parser() const;

  std::string owner_, text_;
  std::vector<std::string> variables_;
  NamedNumbers numbers_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Evaluation::Parser>> idle_;
};

}  // namespace kato
