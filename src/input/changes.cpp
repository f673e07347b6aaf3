// SPDX-License-Identifier: Apache-2.0
#include "input/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/error.hpp"
#include "input/method.hpp"

namespace kato {
namespace {

constexpr std::string_view kind_ending = ".kind";

bool is_kind(const Change& change) { return change.path.ends_with(kind_ending); }

// The dotted path without its places in lists: the name of a table.
std::string table_name(std::string_view path) {
  std::string name;
  while (!path.empty()) {
    const auto key = path.substr(0, path.find('.'));
    if (key.find_first_not_of("0123456789") != std::string_view::npos)
      name += (name.empty() ? "" : ".") + std::string(key);
    path.remove_prefix(std::min(path.size(), key.size() + 1));
  }
  return name;
}

// The entry at a dotted path, where a number is a place in a list; null if there is none.
DocumentNode* find_path(DocumentNode& root, std::string_view path) {
  DocumentNode* at = &root;
  while (!path.empty() && at != nullptr) {
    const std::string key(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(path.size(), key.size() + 1));
    if (auto* array = std::get_if<DocumentNode::Array>(&at->value)) {
      const bool number = key.size() < 6 && key.find_first_not_of("0123456789") == std::string::npos;
      const auto place = number ? std::stoul(key) : array->size();
      at = place < array->size() ? &(*array)[place] : nullptr;
    } else {
      at = const_cast<DocumentNode*>(std::as_const(*at).find(key));
    }
  }
  return at;
}

std::string text_of(const DocumentNode* node) {
  const auto* text = node != nullptr ? std::get_if<std::string>(&node->value) : nullptr;
  return text != nullptr ? *text : std::string();
}

// The kind that a table has which names none. [system] may be wrong elsewhere, or not be complete yet.
std::string unnamed_kind(const DocumentNode& root, const InputTable& schema, const std::vector<InputTable>& tables) {
  const auto* described = find_table(tables, "system");
  if (!schema.usual_kind || described == nullptr) return schema.default_kind;
  Settings system;
  for (const auto& option : described->metadata.options) {
    const auto* table = root.find("system");
    const auto written = text_of(table != nullptr ? table->find(option.name) : nullptr);
    system.set(option.name, written.empty() ? option.fallback : Value(written));
  }
  const auto usual = schema.usual_kind(system);
  return usual.empty() ? schema.default_kind : usual;
}

const Option* find_option(const std::vector<Option>& options, std::string_view name) {
  const auto found = std::ranges::find(options, name, &Option::name);
  return found == options.end() ? nullptr : &*found;
}

// Takes out of the table what is no setting of the new kind. What was unknown to the old one stays, to be refused.
void drop_settings_of_old_kind(DocumentNode& root, const Change& change, const Registry& kinds) {
  const auto path = change.path.substr(0, change.path.size() - kind_ending.size());
  const auto tables = tables_of(space_of(root), kinds);
  const auto* schema = find_table(tables, table_name(path));
  auto* table = find_path(root, path);
  if (schema == nullptr || schema->category.empty() || table == nullptr || table->table() == nullptr) return;
  const auto* named = table->find("kind");
  const auto before = named != nullptr ? text_of(named) : unnamed_kind(root, *schema, tables);
  const auto now = text_of(&change.value);
  const auto names = kinds.names(schema->category);
  const auto known = [&](const std::string& kind) { return std::ranges::find(names, kind) != names.end(); };
  if (before == now || !known(before) || !known(now)) return;
  const auto old_options = options_of(*schema, before, kinds), new_options = options_of(*schema, now, kinds);
  std::erase_if(std::get<DocumentNode::Table>(table->value), [&](const DocumentNode::Entry& entry) {
    const auto *old_one = find_option(old_options, entry.name), *new_one = find_option(new_options, entry.name);
    return old_one != nullptr && (new_one == nullptr || !described_alike(*old_one, *new_one));
  });
}

// Settings of observables that the command line leaves out of the list are left out with them.
void drop_unmeasured(DocumentNode& root, const Registry& kinds) {
  auto* evaluate = find_path(root, "evaluate");
  const auto* list = evaluate != nullptr ? evaluate->find("observables") : nullptr;
  if (list == nullptr || list->array() == nullptr) return;
  auto left_out = kinds.names("observable");
  for (const auto& name : *list->array()) std::erase(left_out, text_of(&name));
  std::erase_if(std::get<DocumentNode::Table>(evaluate->value), [&](const DocumentNode::Entry& entry) {
    return std::ranges::find(left_out, entry.name) != left_out.end();
  });
}

using Setting = std::pair<std::string, std::string>;  // of a rung

// Adds a setting to a rung that does not have it; named numbers one by one, as a rung is read.
void write_out(Input::Rung& rung, const std::string& path, const Value& value) {
  if (const auto* numbers = std::get_if<NamedNumbers>(&value)) {
    for (const auto& [name, number] : *numbers) write_out(rung, path + "." + name, number);
  } else if (std::ranges::count(rung.set, path, &Setting::first) == 0) {
    rung.set.emplace_back(path, toml_text(value));
  }
}

// A table of a kind that a stage may change.
struct Chosen {
  std::string path;
  const char* table;
  const KindSettings* kind;
};

std::vector<Chosen> chosen_kinds(const Input& input) {
  std::vector<Chosen> all{{"system.potential", "system.potential", &input.potential},
                          {"sampler", "sampler", &input.sampler},
                          {"optimizer", "optimizer", &input.optimizer},
                          {"train.stop", "train.stop", &input.stopping}};
  for (std::size_t n = 0; n < input.interactions.size(); ++n)
    all.push_back({fmt::format("system.interaction.{}", n), "system.interaction", &input.interactions[n]});
  return all;
}

}  // namespace

std::vector<Option> options_of(const InputTable& schema, const std::string& kind, const Registry& kinds) {
  auto options = kinds.find(schema.category, kind).metadata.options;
  for (auto& each : options) {
    const auto own = kind == schema.default_kind ? schema.defaults.find(each.name) : schema.defaults.end();
    if (own != schema.defaults.end()) each.fallback = own->second;
  }
  return options;
}

bool described_alike(const Option& one, const Option& other) {
  const auto key = [](const Option& o) {
    return std::tie(o.name, o.fallback, o.unit, o.lower, o.upper, o.lower_open, o.upper_open, o.choices, o.required,
                    o.or_number, o.optional, o.kinds);
  };
  return key(one) == key(other);
}

void apply_changes(DocumentNode& root, std::vector<Change> changes, const Registry& kinds) {
  std::stable_partition(changes.begin(), changes.end(), is_kind);
  for (auto& change : changes) {
    if (is_kind(change)) drop_settings_of_old_kind(root, change, kinds);
    set_value(root, change.path, std::move(change.value));
  }
}

void apply_command_line(DocumentNode& root, const std::vector<std::string>& changes, const Registry& kinds) {
  std::vector<Change> parsed;
  for (const auto& change : changes) {
    const auto equals = change.find('=');
    require(equals != std::string::npos && equals > 0,
            fmt::format("command line: '{}' sets nothing; write --set key.path=value", change));
    parsed.push_back({change.substr(0, equals), parse_value(change.substr(equals + 1), "command line")});
  }
  const auto is_list = [](const Change& change) { return change.path == "evaluate.observables"; };
  const auto rest = std::stable_partition(parsed.begin(), parsed.end(), is_list);
  const std::vector<Change> lists(parsed.begin(), rest);
  parsed.erase(parsed.begin(), rest);
  apply_changes(root, lists, kinds);
  if (!lists.empty()) drop_unmeasured(root, kinds);
  apply_changes(root, std::move(parsed), kinds);
}

void write_out_kinds(Input::Rung& rung, const Input& stage, const Input& last, const Registry& kinds) {
  const auto tables = tables_of(last.system.text("space"), kinds);
  const auto before = chosen_kinds(last);
  for (const auto& [path, table, now] : chosen_kinds(stage)) {
    const auto other = std::ranges::find(before, path, &Chosen::path);
    if (other == before.end() || other->kind->kind == now->kind || now->kind.empty()) continue;
    const auto& schema = *find_table(tables, table);
    const auto old_options = options_of(schema, other->kind->kind, kinds);
    for (const auto& option : options_of(schema, now->kind, kinds)) {
      const auto setting = path + "." + option.name;
      const auto* old_one = find_option(old_options, option.name);
      const bool stays = old_one != nullptr && described_alike(*old_one, option);
      if (!stays && now->settings.contains(option.name))
        write_out(rung, setting, now->settings.values().find(option.name)->second);
    }
  }
  std::ranges::sort(rung.set);  // as it is read back
}

}  // namespace kato
