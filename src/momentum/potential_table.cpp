// SPDX-License-Identifier: Apache-2.0
#include "momentum/potential_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "base/text.hpp"
#include "momentum/potential.hpp"

namespace kato {
namespace {

constexpr std::string_view format_name = "kato-potential";
constexpr std::array<std::string_view, 4> block_names{"SS", "SD", "DS", "DD"};
constexpr double asymmetry_limit = 1e-5;

struct Word {
  std::string_view text;
  int line = 0;
};

// The words of the text without its comments.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  int line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\n') ++line;
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (std::string_view(" \t\r\n").find(text[at]) != std::string_view::npos) {
      ++at;
    } else {
      const auto end = std::min(text.find_first_of(" \t\r\n#", at), text.size());
      words.push_back({text.substr(at, end - at), line});
      at = end;
    }
  }
  return words;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& name) : words_(words_of(text)), name_(name) {}

  PotentialTable read() {
    expect_format();
    while (next_ < words_.size()) section();
    return finished();
  }

 private:
  [[noreturn]] void fail(int line, const std::string& problem) const {
    throw Error(line > 0 ? fmt::format("{}:{}: {}", name_, line, problem) : fmt::format("{}: {}", name_, problem));
  }
  int line() const { return next_ < words_.size() ? words_[next_].line : words_.empty() ? 0 : words_.back().line; }

  Word word(const std::string& what) {
    if (next_ >= words_.size()) fail(line(), "ends where " + what + " is expected; write it, or the whole file anew");
    return words_[next_++];
  }

  double number(const std::string& what) {
    const auto at = word(what);
    double value = 0;
    const auto first = at.text.starts_with('+') ? 1 : 0;
    const auto parsed = std::from_chars(at.text.data() + first, at.text.data() + at.text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != at.text.data() + at.text.size() || !std::isfinite(value))
      fail(at.line,
           fmt::format("'{}' is no finite number, where {} is expected (a block may be too short)", at.text, what));
    return value;
  }

  void expect_format() {
    const auto first = word("'kato-potential 1'");
    if (first.text != format_name)
      fail(first.line, fmt::format("begins with '{}', not with 'kato-potential 1'; see docs/deuteron.md", first.text));
    const auto version = word("the version of the format");
    if (version.text != "1")
      fail(version.line,
           fmt::format("has version {} of the format, which is not known; write version 1", version.text));
  }

  // One of `choices`, after its key.
  std::string choice(const std::string& key, const std::vector<std::string>& choices) {
    const auto at = word("the " + key);
    if (std::ranges::find(choices, at.text) == choices.end())
      fail(at.line, fmt::format("{} '{}' is unknown; write {}", key, at.text, alternatives(choices)));
    return std::string(at.text);
  }

  void section() {
    const auto key = word("a key");
    const std::string name(key.text);
    if (std::ranges::find(seen_, name) != seen_.end()) fail(key.line, name + " stands there twice; leave one out");
    seen_.push_back(name);
    if (name == "momentum") {
      momentum_ = choice(name, {"fm^-1", "MeV"});
    } else if (name == "potential") {
      potential_ = choice(name, {"MeV.fm^3", "MeV^-2", "fm"});
    } else if (name == "phase") {
      phase_ = choice(name, {"i^(L'-L)", "plain"});
    } else if (name == "channels") {
      table_.channels = choice(name, {"1", "2"}) == "1" ? 1 : 2;
    } else if (name == "kinetic") {
      table_.kinetic = number("hbar^2/(2 mu) in MeV fm^2");
      if (table_.kinetic <= 0) fail(key.line, "kinetic must be above 0 (MeV fm^2)");
    } else if (name == "points") {
      const double points = number("the number of points");
      if (points < 2 || points > 2000 || points != std::floor(points))
        fail(key.line, "points must be a whole number from 2 to 2000");
      points_ = static_cast<std::size_t>(points);
    } else if (name == "mesh") {
      read_mesh(key.line);
    } else if (std::ranges::find(block_names, key.text) != block_names.end()) {
      read_block(name, key.line);
    } else {
      unexpected(key);
    }
  }

  [[noreturn]] void unexpected(const Word& key) const {
    double value = 0;
    const bool is_number = std::from_chars(key.text.data(), key.text.data() + key.text.size(), value).ec == std::errc();
    if (is_number)
      fail(key.line,
           fmt::format("has more numbers than points = {} asks for (after {}); correct `points`, or the block", points_,
                       seen_.size() > 1 ? seen_[seen_.size() - 2] : "the head"));
    fail(key.line, fmt::format("'{}' is unknown; {}", key.text,
                               suggestion(key.text, {"momentum", "potential", "phase", "channels", "kinetic", "points",
                                                     "mesh", "SS", "SD", "DS", "DD"})));
  }

  void need_points(const std::string& what, int at) const {
    if (points_ == 0) fail(at, fmt::format("`points` must stand before {}; say how many there are", what));
  }

  void read_mesh(int at) {
    need_points("mesh", at);
    for (std::size_t i = 0; i < points_; ++i) {
      const int here = line();
      table_.mesh.q.push_back(number(fmt::format("momentum {} of {}", i + 1, points_)));
      table_.mesh.w.push_back(number(fmt::format("weight {} of {}", i + 1, points_)));
      if (table_.mesh.q[i] <= (i == 0 ? 0 : table_.mesh.q[i - 1]))
        fail(here, "the momenta of the mesh must be above 0 and ascend");
      if (table_.mesh.w[i] <= 0) fail(here, "the weights of the mesh must be above 0");
    }
  }

  void read_block(const std::string& name, int at) {
    need_points(name, at);
    auto& block = blocks_[name];
    for (std::size_t k = 0; k < points_ * points_; ++k)
      block.push_back(number(fmt::format("element {} of {} of block {}", k + 1, points_ * points_, name)));
  }

  // Factors to fm^-1 and MeV fm^3.
  double momentum_unit() const { return momentum_ == "MeV" ? 1 / nucleon::hbar_c : 1; }
  double potential_unit() const {
    if (potential_ == "MeV^-2") return nucleon::hbar_c * nucleon::hbar_c * nucleon::hbar_c;
    return potential_ == "fm" ? table_.kinetic : 1;
  }

  PotentialTable finished() {
    for (const auto* key : {"momentum", "potential", "points", "mesh"})
      if (std::ranges::find(seen_, key) == seen_.end()) fail(0, fmt::format("has no `{}`; see docs/deuteron.md", key));
    if (table_.channels == 2 && phase_.empty())
      fail(0, "has no `phase`; write i^(L'-L) if the blocks SD and DS have that factor, plain if not");
    if (table_.kinetic == 0) table_.kinetic = nucleon::kinetic;
    for (auto* numbers : {&table_.mesh.q, &table_.mesh.w})
      for (double& value : *numbers) value *= momentum_unit();
    const std::size_t count = table_.channels == 1 ? 1 : 4, n = points_,
                      size = n * static_cast<std::size_t>(table_.channels);
    table_.elements.resize(size * size);
    for (std::size_t b = 0; b < count; ++b) place(b, size);
    if (count == 1 && blocks_.size() > 1) fail(0, "has channels = 1 but other blocks than SS; write channels 2");
    symmetrise(size);
    return std::move(table_);
  }

  void place(std::size_t b, std::size_t size) {
    const std::string name(block_names[b]);
    const auto found = blocks_.find(name);
    if (found == blocks_.end())
      fail(0,
           fmt::format("has no block {}; write it{}", name, name == "SS" ? "" : ", or channels 1 for an S wave alone"));
    const bool mixed = b == 1 || b == 2;
    const double factor = potential_unit() * (mixed && phase_ == "plain" ? -1 : 1);
    const std::size_t row = b / 2 * points_, column = b % 2 * points_;
    for (std::size_t i = 0; i < points_; ++i)
      for (std::size_t j = 0; j < points_; ++j)
        table_.elements[(row + i) * size + column + j] = factor * found->second[i * points_ + j];
  }

  void symmetrise(std::size_t size) {
    auto& v = table_.elements;
    double largest = 0;
    for (const double value : v) largest = std::max(largest, std::abs(value));
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        double &lower = v[a * size + b], &upper = v[b * size + a];
        if (std::abs(lower - upper) > asymmetry_limit * largest) {
          const std::size_t block = b / points_ * 2 + a / points_, mirror = a / points_ * 2 + b / points_;
          fail(0,
               fmt::format("is not symmetric: {}({}, {}) and {}({}, {}) differ by {:.2g} of the largest element; is a "
                           "block transposed, or does it bear another phase?",
                           block_names[block], b % points_ + 1, a % points_ + 1, block_names[mirror], a % points_ + 1,
                           b % points_ + 1, std::abs(lower - upper) / largest));
        }
        lower = upper = (lower + upper) / 2;
      }
    }
  }

  std::vector<Word> words_;
  std::string name_;
  std::size_t next_ = 0, points_ = 0;
  std::string momentum_, potential_, phase_;
  std::vector<std::string> seen_;
  std::map<std::string, std::vector<double>> blocks_;
  PotentialTable table_;
};

}  // namespace

PotentialTable parse_potential_table(std::string_view text, const std::string& name) {
  return Parser(text, name).read();
}

std::string potential_table_text(const PotentialTable& table) {
  const std::size_t n = table.mesh.size(), size = n * static_cast<std::size_t>(table.channels);
  std::string text = fmt::format(
      "kato-potential 1\nmomentum fm^-1\npotential MeV.fm^3\nphase i^(L'-L)\nchannels {}\nkinetic {}\npoints {}\n\n"
      "mesh  # momentum and weight\n",
      table.channels, exact_text(table.kinetic), n);
  for (std::size_t i = 0; i < n; ++i)
    text += fmt::format("{} {}\n", exact_text(table.mesh.q[i]), exact_text(table.mesh.w[i]));
  for (std::size_t b = 0; b < (table.channels == 1 ? 1U : 4U); ++b) {
    text += fmt::format("\n{}\n", block_names[b]);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        text += exact_text(table.elements[(b / 2 * n + i) * size + b % 2 * n + j]) + (j + 1 < n ? " " : "\n");
  }
  return text;
}

}  // namespace kato
