// SPDX-License-Identifier: Apache-2.0
#include "input/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/threads.hpp"
#include "input/check.hpp"
#include "input/method.hpp"

namespace kato {
namespace {

// What a stage may change: all that leaves the wave function and its walkers as they are.
constexpr std::array stage_tables{"system.potential", "system.interaction", "sampler", "optimizer", "train"};

// The tables that have a member of their own in `Input`.
constexpr std::array known_tables{
    "",        "run",       "system", "system.potential", "system.interaction", "ansatz",      "initial",  "pretrain",
    "sampler", "optimizer", "train",  "train.stop",       "train.reweight",     "train.stage", "evaluate", "reference"};

class Reader {
 public:
  Reader(const DocumentNode& root, const Registry& kinds)
      : root_(root),
        kinds_(kinds),
        space_(space_of(root)),
        tables_(tables_of(space_, kinds)),
        empty_{DocumentNode::Table{}, root.where} {}

  Input read() const {
    Input input;
    const auto top = plain("");
    input.title = top.text("title");
    input.seed = static_cast<std::uint64_t>(top.integer("seed"));
    input.run = plain("run");
    input.system = plain("system");
    for (const auto* method : methods_of(space_, kinds_))
      if (method->check_system) method->check_system(input.system, at("system"));
    input.potential = of_kind("system.potential", input.system);
    input.interactions = interactions(input.system);
    input.ansatz = of_kind("ansatz", input.system);
    input.initial = plain("initial");
    make_absolute(input.initial, "from");
    input.pretrain = plain("pretrain");
    make_absolute(input.pretrain, "from");
    input.sampler = of_kind("sampler", input.system);
    input.optimizer = of_kind("optimizer", input.system);
    input.train = plain("train");
    input.stopping = of_kind("train.stop", input.system);
    input.reweight = plain("train.reweight");
    input.evaluate = plain("evaluate", kinds_.names("observable"));
    if (input.evaluate.contains("observables")) input.observables = observables(input.evaluate.texts("observables"));
    input.reference = plain("reference");
    for (const auto& table : tables_)
      if (const auto& name = table.metadata.name; std::ranges::find(known_tables, name) == known_tables.end())
        input.further[name] = plain(name);
    return input;
  }

  std::vector<Input::Rung> ladder() const {
    std::vector<Input::Rung> rungs;
    for (const auto& node : list(table(root_, "train", "train"), "stage", "train.stage")) {
      const auto path = "train.stage." + std::to_string(rungs.size());
      const auto settings = checked_settings(node, path, schema_of("train.stage")->metadata.options, {"set"}, kinds_);
      rungs.push_back({settings.integer("steps"), {}});
      flatten(table(node, "set", path + ".set"), "", rungs.back().set);
    }
    return rungs;
  }

  // The entry `key` of `parent`, which must be a table; an empty one if it is missing.
  const DocumentNode& table(const DocumentNode& parent, const std::string& key, const std::string& path) const {
    const auto* node = parent.find(key);
    if (node == nullptr) return empty_;
    require(node->table() != nullptr, fmt::format("{}: {} = {} is no table; write its settings below [{}]", node->where,
                                                  path, toml_text(*node), path));
    return *node;
  }

 private:
  const DocumentNode::Array& list(const DocumentNode& parent, const std::string& key, const std::string& path) const {
    static const DocumentNode::Array none;
    const auto* node = parent.find(key);
    if (node == nullptr) return none;
    const auto* array = node->array();
    const bool tables = array != nullptr &&
                        std::ranges::all_of(*array, [](const DocumentNode& item) { return item.table() != nullptr; });
    require(tables,
            fmt::format("{}: {} is no list of tables; write its settings below [[{}]]", node->where, path, path));
    return *array;
  }

  // A path, where there is such a setting: written to another directory, it is still there.
  static void make_absolute(Settings& settings, const std::string& name) {
    if (settings.contains(name) && !settings.text(name).empty())
      settings.set(name, std::filesystem::absolute(settings.text(name)).lexically_normal().string());
  }

  static std::string space_of(const DocumentNode& root) {
    const auto* system = root.find("system");
    const auto* space = system != nullptr ? system->find("space") : nullptr;
    const auto* text = space != nullptr ? std::get_if<std::string>(&space->value) : nullptr;
    return text != nullptr ? *text : std::string(default_space);
  }

  // The table with a dotted name; an empty one if it is missing.
  const DocumentNode& at(const std::string& name) const {
    const DocumentNode* node = &root_;
    for (std::size_t begin = 0; begin < name.size();) {
      const auto end = std::min(name.find('.', begin), name.size());
      node = &table(*node, name.substr(begin, end - begin), name.substr(0, end));
      begin = end + 1;
    }
    return *node;
  }

  // What the table `name` may hold; null where the input's space has none, and the input must have none either.
  const InputTable* schema_of(const std::string& name) const {
    const auto* schema = find_table(tables_, name);
    if (schema == nullptr || schema->spaces.empty() ||
        std::ranges::find(schema->spaces, space_) != schema->spaces.end())
      return schema;
    const auto& node = at(name);
    require(&node == &empty_, fmt::format("{}: {} is given, but system.space = {} has none; set system.space = {}",
                                          node.where, name, toml_quoted(space_), toml_quoted(schema->spaces.front())));
    return nullptr;
  }

  // No settings where the input's space has no such table.
  Settings plain(const std::string& name, const std::vector<std::string>& more_tables = {}) const {
    const auto* schema = schema_of(name);
    if (schema == nullptr) return {};
    auto others = inner_tables(name, tables_);
    others.insert(others.end(), more_tables.begin(), more_tables.end());
    return checked_settings(at(name), name, schema->metadata.options, others, kinds_);
  }

  std::vector<KindSettings> interactions(const Settings& system) const {
    std::vector<KindSettings> all;
    const std::string name = "system.interaction";
    for (const auto& node : list(at("system"), "interaction", name)) {
      all.push_back(of_kind(node, fmt::format("{}.{}", name, all.size()), *schema_of(name), system));
      make_absolute(all.back().settings, "file");
    }
    return all;
  }

  // The settings of an observable stand in a table of its name inside [evaluate].
  std::vector<KindSettings> observables(const std::vector<std::string>& measured) const {
    const auto& evaluate = table(root_, "evaluate", "evaluate");
    for (const auto& name : kinds_.names("observable")) {
      const auto* node = evaluate.find(name);
      require(node == nullptr || std::ranges::find(measured, name) != measured.end(),
              fmt::format("{}: evaluate.{} is set but not measured; add \"{}\" to evaluate.observables",
                          node != nullptr ? node->where : "", name, name));
    }
    std::vector<KindSettings> all;
    for (const auto& name : measured) {
      require(std::ranges::count(measured, name) == 1,
              fmt::format("{}: evaluate.observables names \"{}\" twice; once is enough",
                          evaluate.find("observables")->where, name));
      const auto& options = kinds_.find("observable", name).metadata.options;
      const auto path = "evaluate." + name;
      all.push_back({name, checked_settings(table(evaluate, name, path), path, options, {}, kinds_)});
    }
    return all;
  }

  KindSettings of_kind(const std::string& name, const Settings& system) const {
    const auto* schema = schema_of(name);
    return schema == nullptr ? KindSettings{} : of_kind(at(name), name, *schema, system);
  }

  KindSettings of_kind(const DocumentNode& node, const std::string& path, const InputTable& schema,
                       const Settings& system) const {
    const auto option = kind_option(schema);
    const auto* kind = node.find("kind");
    require(kind != nullptr || !option.required,
            fmt::format("{}: {}.kind is missing; it must be {}", node.where, path, allowed(option)));
    const auto usual = schema.usual_kind ? schema.usual_kind(system) : "";
    const DocumentNode unnamed{usual.empty() ? schema.default_kind : usual, node.where};
    const auto value = std::get<std::string>(checked(option, kind ? *kind : unnamed, path + ".kind", kinds_));
    auto options = kinds_.find(schema.category, value).metadata.options;
    for (auto& each : options) {
      const auto own = value == schema.default_kind ? schema.defaults.find(each.name) : schema.defaults.end();
      if (own != schema.defaults.end()) each.fallback = own->second;
    }
    return {value, checked_settings(node, path, options, {"kind"}, kinds_)};
  }

  // "a.b = 1" and "a = { b = 1 }" are the same change.
  static void flatten(const DocumentNode& node, const std::string& path,
                      std::vector<std::pair<std::string, std::string>>& changes) {
    for (const auto& [key, value] : *node.table()) {
      const auto inner = path.empty() ? key : path + "." + key;
      if (value.table() != nullptr) {
        flatten(value, inner, changes);
      } else {
        changes.emplace_back(inner, toml_text(value));
      }
    }
  }

  const DocumentNode& root_;
  const Registry& kinds_;
  std::string space_;
  std::vector<InputTable> tables_;
  DocumentNode empty_;
};

bool may_change(const std::string& path) {
  if (path == "train.steps" || path.starts_with("train.stage")) return false;
  return std::ranges::any_of(stage_tables, [&](const std::string& table) { return path.starts_with(table + "."); });
}

// The input of one rung: the document with the rung's changes, without the ladder.
Input stage_input(const DocumentNode& plain, const Input::Rung& rung, const std::string& where, const Registry& kinds) {
  DocumentNode changed = plain;
  for (const auto& [path, text] : rung.set) {
    require(may_change(path),
            fmt::format("{}: a stage cannot set {}; it may change settings of system.potential, "
                        "system.interaction, sampler, optimizer and train, and has `steps` of its own",
                        where, path));
    set_value(changed, path, parse_value(text, where));
  }
  set_value(changed, "train.steps", DocumentNode{rung.steps, where});
  return Reader(changed, kinds).read();
}

void remove_ladder(DocumentNode& root) {
  for (auto& [name, node] : std::get<DocumentNode::Table>(root.value)) {
    if (auto* train = std::get_if<DocumentNode::Table>(&node.value); name == "train" && train != nullptr)
      std::erase_if(*train, [](const auto& item) { return item.name == "stage"; });
  }
}

// Settings of observables that the command line leaves out of the list are left out with them.
void drop_unmeasured(DocumentNode& root, const Registry& kinds) {
  for (auto& [table, evaluate] : std::get<DocumentNode::Table>(root.value)) {
    const auto* list = table == "evaluate" ? evaluate.find("observables") : nullptr;
    if (list == nullptr || list->array() == nullptr) continue;
    const auto measured = *list->array();  // a copy: the list moves where entries before it are erased
    const auto unmeasured = [&](const DocumentNode::Entry& entry) {
      const auto is_it = [&](const DocumentNode& name) {
        const auto* text = std::get_if<std::string>(&name.value);
        return text != nullptr && *text == entry.name;
      };
      const auto known = kinds.names("observable");
      return std::ranges::find(known, entry.name) != known.end() && std::ranges::none_of(measured, is_it);
    };
    std::erase_if(std::get<DocumentNode::Table>(evaluate.value), unmeasured);
  }
}

}  // namespace

int Input::threads() const {
  return run.is_text("threads") ? available_threads() : static_cast<int>(run.integer("threads"));
}

Input resolve_input(DocumentNode root, const std::vector<std::string>& changes, const Registry& kinds) {
  for (const auto& change : changes) {
    const auto equals = change.find('=');
    require(equals != std::string::npos && equals > 0,
            fmt::format("command line: '{}' sets nothing; write --set key.path=value", change));
    set_value(root, change.substr(0, equals), parse_value(change.substr(equals + 1), "command line"));
    if (change.starts_with("evaluate.observables=")) drop_unmeasured(root, kinds);
  }
  const Reader reader(root, kinds);
  auto input = reader.read();
  input.ladder = reader.ladder();
  const Input last = [&] {
    auto copy = input;
    copy.ladder.clear();
    return copy;
  }();
  DocumentNode plain = root;
  remove_ladder(plain);
  for (std::size_t n = 0; n < input.ladder.size(); ++n) {
    const auto& rungs = *reader.table(root, "train", "train").find("stage")->array();
    const auto* set = rungs[n].find("set");
    const auto& where = set != nullptr ? set->where : rungs[n].where;
    input.stages.push_back(stage_input(plain, input.ladder[n], where, kinds));
  }
  input.stages.push_back(last);
  return input;
}

Input load_input(const std::filesystem::path& path, const std::vector<std::string>& changes, const Registry& kinds) {
  return resolve_input(read_toml(path), changes, kinds);
}

}  // namespace kato
