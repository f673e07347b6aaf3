// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace kato {

/// Numbers that the user names.
using NamedNumbers = std::map<std::string, double>;

/// What a setting may hold.
using Value =
    std::variant<bool, std::int64_t, double, std::string, std::vector<double>, std::vector<std::string>, NamedNumbers>;

/// Whether a number may stand in the place of a text.
enum class Number { none, whole, real };

/// One setting of a table of the input: its type is that of `fallback`.
struct Option {
  std::string name;
  Value fallback;
  std::string summary;
  std::string unit = {};
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool lower_open = false;  ///< the bound itself is not allowed
  bool upper_open = false;
  std::vector<std::string> choices = {};  ///< for texts: the allowed ones, if not empty
  bool required = false;                  ///< has no default: `fallback` gives the type only
  Number or_number = Number::none;        ///< a number within the bounds is allowed as well: for texts, and for lists
                                          ///< of numbers, where it is a list of one
  std::string infinite = {};              ///< for numbers: what to say of one that is not finite
  bool optional = false;                  ///< may be absent from the settings: `fallback` gives the type only
  std::string kinds = {};                 ///< for texts: the category whose kinds they must name, if not empty
};

/// The checked settings of one table, every default filled in.
class Settings {
 public:
  Settings() = default;
  explicit Settings(std::map<std::string, Value, std::less<>> values) : values_(std::move(values)) {}

  bool flag(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  double real(std::string_view name) const;
  const std::string& text(std::string_view name) const;
  const std::vector<double>& reals(std::string_view name) const;
  const std::vector<std::string>& texts(std::string_view name) const;
  const NamedNumbers& named_numbers(std::string_view name) const;

  bool is_text(std::string_view name) const;
  bool contains(std::string_view name) const { return values_.find(name) != values_.end(); }
  void set(std::string name, Value value);
  const std::map<std::string, Value, std::less<>>& values() const { return values_; }
  bool operator==(const Settings& other) const;

 private:
  template <class T>
  const T& get(std::string_view name) const;

  std::map<std::string, Value, std::less<>> values_;
};

/// What a kind says of itself: the one source for `kato list`, input checks, suggestions and the docs' reference.
struct Metadata {
  std::string name;
  std::string summary;
  std::string source = {};  ///< publication and equation
  std::vector<Option> options = {};
};

/// All kinds the program knows, by category. A category is a class with
///     static constexpr std::string_view category = "optimizer";
///     using Factory = std::function<std::unique_ptr<Optimizer>(const Settings&, ...)>;
/// and a leaf file adds one kind of it in its `register_<stem>(Registry&)`, which the build collects.
class Registry {
 public:
  struct Entry {
    std::string category;
    Metadata metadata;
    std::any factory;
  };

  template <class Category>
  void add(Metadata metadata, typename Category::Factory factory) {
    entries_.push_back({std::string(Category::category), std::move(metadata), std::any(std::move(factory))});
  }

  /// The factory of kind `name`; throws `Error` naming the nearest valid kind if there is none.
  template <class Category>
  const typename Category::Factory& factory(std::string_view name) const {
    return *std::any_cast<typename Category::Factory>(&find(Category::category, name).factory);
  }

  /// Throws `Error` naming the nearest valid kind if there is none.
  const Entry& find(std::string_view category, std::string_view name) const;
  const std::vector<Entry>& entries() const { return entries_; }

  /// The categories that have kinds, each once.
  std::vector<std::string> categories() const;
  /// The names of a category's kinds.
  std::vector<std::string> names(std::string_view category) const;

 private:
  std::vector<Entry> entries_;
};

/// Every kind of every room, in alphabetic order within its category; defined in a file the build generates.
const Registry& registry();

/// Adds the kinds of another program to them: `add` is called with the registry. To be done before anything else, while
/// no other thread runs.
void extend_registry(const std::function<void(Registry&)>& add);

}  // namespace kato
