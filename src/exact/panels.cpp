// SPDX-License-Identifier: Apache-2.0
#include "exact/panels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kato::exact {
namespace {

constexpr int order = 12;          // of the interpolation
constexpr int looks_at_half = 48;  // places of a half panel that are compared
constexpr double relative = 1e-12, narrowest = 1e-14;
constexpr std::size_t most_panels = 20000;

// Interpolation on (0, 1) at Gauss and Legendre's nodes, in the barycentric form.
struct Interpolation {
  std::array<double, order> node, weight;

  Interpolation() {
    const auto nodes = gauss_legendre(order);
    for (std::size_t n = 0; n < order; ++n) {
      node[n] = nodes[n].position;
      weight[n] = (n % 2 == 0 ? 1 : -1) * std::sqrt(node[n] * (1 - node[n]) * nodes[n].weight);
    }
  }

  double operator()(const std::array<double, order>& value, double t) const {
    double above = 0, below = 0;
    for (std::size_t n = 0; n < order; ++n) {
      if (t == node[n]) return value[n];
      const double share = weight[n] / (t - node[n]);
      above += share * value[n];
      below += share;
    }
    return above / below;
  }
};

struct Mismatch {
  double largest, scale;  // of the interpolation, and of V
};

Mismatch mismatch(const std::function<double(double)>& potential, double begin, double end, int looks) {
  static const Interpolation interpolation;
  std::array<double, order> value;
  Mismatch found{0, 0};
  for (std::size_t n = 0; n < order; ++n) value[n] = potential(begin + (end - begin) * interpolation.node[n]);
  const auto look = [&](double t) {
    const double v = potential(begin + (end - begin) * t);
    if (!std::isfinite(v)) return;
    found.largest = std::max(found.largest, std::abs(v - interpolation(value, t)));
    found.scale = std::max(found.scale, std::abs(v));
  };
  for (int n = 0; n < looks; ++n) look((n + 0.5) / looks);
  look(0);  // a peak at contact, however narrow
  return found;
}

}  // namespace

Panels resolving(const std::function<double(double)>& potential, const std::vector<double>& ends,
                 const Resolution& resolution) {
  struct Panel {
    double begin, end;
    int looks;
  };
  std::vector<Panel> waiting;
  for (std::size_t n = ends.size() - 1; n > 0; --n) waiting.push_back({ends[n - 1], ends[n], resolution.looks});
  Panels panels{.ends = {ends.front()}};
  while (!waiting.empty()) {
    const auto [begin, end, places] = waiting.back();
    waiting.pop_back();
    const double width = end - begin, middle = begin + 0.5 * width;
    const auto [largest, scale] = mismatch(potential, begin, end, places);
    const double rounding = 1e-14 * std::abs(resolution.inverse_square) / (begin * begin);
    const bool done = largest * width <= resolution.tolerance || largest <= relative * scale || largest <= rounding;
    const bool is_last = width <= narrowest * std::max(std::abs(begin), std::abs(end)) ||
                         panels.ends.size() + waiting.size() > most_panels ||
                         std::max(std::abs(begin), std::abs(end)) < narrowest * ends.back();
    if (done || is_last) {
      panels.ends.push_back(end);
      if (!done) panels.unresolved += largest * width * resolution.importance(end);
    } else {
      waiting.push_back({middle, end, looks_at_half});
      waiting.push_back({begin, middle, looks_at_half});
    }
  }
  return panels;
}

std::vector<double> towards_contact(double reach, int count, double shortest, double share) {
  std::vector<double> ends;
  for (double end = reach; end > shortest; end -= std::min(reach / count, share * end)) ends.push_back(end);
  ends.push_back(shortest);
  ends.push_back(0);
  std::ranges::reverse(ends);
  return ends;
}

std::vector<QuadratureNode> half_line_nodes(const std::function<double(double)>& potential, double reach, int panels) {
  std::vector<double> ends;
  for (int p = 0; p <= panels; ++p) ends.push_back(reach * p * p / (static_cast<double>(panels) * panels));
  return nodes_in(resolving(potential, ends, {.looks = looks_at_half}), order);
}

std::vector<QuadratureNode> nodes_in(const Panels& panels, int order_of_nodes) {
  const auto panel = gauss_legendre(order_of_nodes);
  std::vector<QuadratureNode> nodes;
  for (std::size_t n = 0; n + 1 < panels.ends.size(); ++n) {
    const double begin = panels.ends[n], width = panels.ends[n + 1] - begin;
    for (const auto& node : panel) nodes.push_back({begin + width * node.position, width * node.weight});
  }
  return nodes;
}

}  // namespace kato::exact
