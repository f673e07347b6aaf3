// SPDX-License-Identifier: Apache-2.0
#include "graph/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"

namespace kato {
namespace {

using Json = nlohmann::json;

constexpr int version = 1;

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += {'\\', c};
    else if (static_cast<unsigned char>(c) < ' ')
      result += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      result += c;
  }
  return result + '"';
}

// With a point or an exponent, so that what reads it takes it for a real number: -0 would lose its sign.
std::string real(double value) {
  require(std::isfinite(value), "graph: has a number that is " + nonfinite_text(value) + ", which has no text");
  const auto digits = exact_text(value);
  return digits.find_first_of(".e") == std::string::npos ? digits + ".0" : digits;
}

std::string attribute(const std::variant<double, std::string>& value) {
  const auto* number = std::get_if<double>(&value);
  return number != nullptr ? real(*number) : quoted(std::get<std::string>(value));
}

std::string node_text(const NodeRecord& node) {
  std::vector<std::string> attributes, constants;
  for (const auto& [name, value] : named_attributes(*node.op, node.attributes))
    attributes.push_back(quoted(name) + ": " + attribute(value));
  for (const double value : node.constants) constants.push_back(real(value));
  return fmt::format(R"({{"op": {}, "inputs": [{}], "attributes": {{{}}}, "parameters": [{}], "constants": [{}]}})",
                     quoted(node.op->name), fmt::join(node.inputs, ", "), fmt::join(attributes, ", "),
                     fmt::join(node.parameters, ", "), fmt::join(constants, ", "));
}

std::string parameter_text(const Parameter& parameter) {
  return fmt::format(R"({{"name": {}, "shape": [{}], "spread": {}, "shift": {}, "trainable": {}}})",
                     quoted(parameter.name), fmt::join(parameter.shape, ", "), real(parameter.initial.spread),
                     real(parameter.initial.shift), parameter.trainable);
}

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
  throw Error(fmt::format("graph text: {} {}; write it anew (kato::to_text)", where, what));
}

// What of an object is read, and nothing else.
class Table {
 public:
  Table(const Json& json, std::string where, const std::vector<std::string>& names)
      : json_(json), where_(std::move(where)) {
    if (!json.is_object()) refuse(where_, "is not a table of names and values");
    for (const auto& name : names)
      if (!json.contains(name)) refuse(where_, "has no '" + name + "'");
    for (const auto& [name, value] : json.items())
      if (std::ranges::find(names, name) == names.end())
        refuse(where_, fmt::format("has an unknown '{}' ({})", name, suggestion(name, names)));
  }

  const std::string& where() const { return where_; }
  const Json& operator[](const char* name) const { return json_.at(name); }

  std::string text(const char* name) const {
    if (!json_.at(name).is_string()) refuse(where_, fmt::format("has a '{}' that is not a text", name));
    return json_.at(name).get<std::string>();
  }
  bool flag(const char* name) const {
    if (!json_.at(name).is_boolean()) refuse(where_, fmt::format("has a '{}' that is neither true nor false", name));
    return json_.at(name).get<bool>();
  }
  double number(const char* name) const { return number_from(json_.at(name), name); }
  int whole(const char* name) const { return whole_from(json_.at(name), name); }

  std::vector<double> numbers(const char* name) const {
    std::vector<double> all;
    for (const auto& each : list(name)) all.push_back(number_from(each, name));
    return all;
  }
  std::vector<int> wholes(const char* name) const {
    std::vector<int> all;
    for (const auto& each : list(name)) all.push_back(whole_from(each, name));
    return all;
  }
  const Json& list(const char* name) const {
    if (!json_.at(name).is_array()) refuse(where_, fmt::format("has '{}' that are not a list", name));
    return json_.at(name);
  }

 private:
  double number_from(const Json& value, const char* name) const {
    if (!value.is_number()) refuse(where_, fmt::format("has '{}' that are not numbers", name));
    return value.get<double>();
  }
  int whole_from(const Json& value, const char* name) const {
    const double number = number_from(value, name);
    if (!(number == std::floor(number) && std::abs(number) < 1e9))
      refuse(where_, fmt::format("has {} among '{}', where a whole number belongs", number, name));
    return static_cast<int>(number);
  }

  const Json& json_;
  std::string where_;
};

void read_parameters(const Table& table, Graph& graph) {
  std::set<std::string> frozen;
  for (const auto& entry : table.list("parameters")) {
    const Table parameter(entry, fmt::format("parameter {}", graph.parameters().size()),
                          {"name", "shape", "spread", "shift", "trainable"});
    const auto name = parameter.text("name");
    graph.parameter(name, parameter.wholes("shape"),
                    {.spread = parameter.number("spread"), .shift = parameter.number("shift")});
    if (!parameter.flag("trainable")) frozen.insert(name);
  }
  graph.freeze([&](const Parameter& parameter) { return frozen.contains(parameter.name); });
}

NamedAttributes attributes_of(const Table& node, const OpInfo& op) {
  std::vector<std::string> names;
  for (const auto& attribute : op.attributes) names.emplace_back(attribute.name);
  const Table table(node["attributes"], node.where() + " ('attributes')", names);
  NamedAttributes attributes;
  for (const auto& name : names) {
    if (table[name.c_str()].is_string())
      attributes[name] = table.text(name.c_str());
    else
      attributes[name] = table.number(name.c_str());
  }
  return attributes;
}

void read_node(const Json& entry, Graph& graph) {
  const auto id = graph.nodes().size();
  const Table node(entry, fmt::format("node {}", id), {"op", "inputs", "attributes", "parameters", "constants"});
  std::vector<Node> inputs;
  for (const int input : node.wholes("inputs")) {
    if (input < 0 || static_cast<std::size_t>(input) >= id)
      refuse(node.where(), fmt::format("reads node {}, which is not before it", input));
    inputs.push_back({&graph, input});
  }
  try {
    const OpInfo& op = find_op(node.text("op"));
    graph.add(op.name, inputs, attributes_of(node, op), node.wholes("parameters"), node.numbers("constants"));
  } catch (const Error& problem) {
    const std::string what = problem.what();
    if (what.starts_with("graph text")) throw;
    refuse(node.where(), "does not fit (" + what + ")");
  }
  if (graph.nodes().size() != id + 1) refuse(node.where(), "is the same leaf once more");
}

void read_outputs(const Table& table, Graph& graph) {
  const auto& outputs = table["outputs"];
  if (!outputs.is_object()) refuse("the text", "has 'outputs' that are not a table of names and nodes");
  for (const auto& [name, node] : outputs.items()) {
    if (!node.is_number_integer() || node < 0 || node >= graph.nodes().size())
      refuse("output '" + name + "'", fmt::format("is no node of {}", graph.nodes().size()));
    graph.output(name, {&graph, node.get<int>()});
  }
}

}  // namespace

std::string to_text(const Graph& graph) {
  std::vector<std::string> parameters, nodes, outputs;
  for (const auto& parameter : graph.parameters()) parameters.push_back("\n  " + parameter_text(parameter));
  for (const auto& node : graph.nodes()) nodes.push_back("\n  " + node_text(node));
  for (const auto& [name, node] : graph.outputs()) outputs.push_back(fmt::format("{}: {}", quoted(name), node));
  return fmt::format(
      "{{\"kato_graph\": {}, \"particles\": {}, \"dimensions\": {},\n\"parameters\": [{}],\n\"nodes\": [{}],\n"
      "\"outputs\": {{{}}}}}\n",
      version, graph.particles(), graph.dimensions(), fmt::join(parameters, ","), fmt::join(nodes, ","),
      fmt::join(outputs, ", "));
}

Graph graph_from_text(std::string_view text) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception& problem) {
    refuse("the text", fmt::format("is not JSON ({})", problem.what()));
  }
  const Table table(json, "the text", {"kato_graph", "particles", "dimensions", "parameters", "nodes", "outputs"});
  if (table.whole("kato_graph") != version)
    refuse("the text", fmt::format("is of version {}, and this program reads {}", table.whole("kato_graph"), version));
  Graph graph(table.whole("particles"), table.whole("dimensions"));
  read_parameters(table, graph);
  for (const auto& entry : table.list("nodes")) read_node(entry, graph);
  read_outputs(table, graph);
  return graph;
}

}  // namespace kato
