#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""plot_scaling.py BENCH.json OUT.svg: the cost of a local energy against A on logarithmic axes, from what scaling_bench
or messages_bench prints; dashed, the products alone at the processor's peak."""

import json
import math
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 420, 88, 20, 20, 55
COLOURS = {"double": "#1f5fa8", "float": "#c2591a"}


def read(path):
    """Points (A, microseconds), those of the floor, and the exponents, by precision."""
    points, floors, exponents = {}, {}, {}
    with open(path, encoding="utf-8") as file:
        for record in map(json.loads, file):
            precision = record.get("precision")
            if record["case"] == "local_energy":
                cost = record.get("microseconds_per_walker") or record["milliseconds"]
                unit = 1 if "microseconds_per_walker" in record else 1000
                points.setdefault(precision, []).append((record["particles"], unit * cost["median"]))
                if "floor_milliseconds" in record:
                    floor = 1000 * record["floor_milliseconds"]["median"]
                    floors.setdefault(precision, []).append((record["particles"], floor))
            elif record["case"] == "exponent":
                exponents[precision] = record
    return points, floors, exponents


class Axis:
    """Maps a range of numbers to pixels by their logarithms."""

    def __init__(self, low, high, begin, end):
        self.low, self.high, self.begin, self.end = low, high, begin, end

    def __call__(self, number):
        part = math.log(number / self.low) / math.log(self.high / self.low)
        return round(self.begin + part * (self.end - self.begin), 1)


def text(x, y, words, anchor="middle", colour="#333", more=""):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}" {more}>{words}</text>'


def grid(across, up, ticks):
    lines = []
    for particles in ticks:
        x = across(particles)
        lines.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        lines.append(text(x, HEIGHT - BOTTOM + 20, particles))
    for power in range(-2, 7):
        for digit in (1, 2, 5) if up.high / up.low < 1e4 else (1,):
            cost = digit * 10.0**power
            if up.low <= cost <= up.high:
                y = up(cost)
                lines.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#ddd"/>')
                lines.append(text(LEFT - 8, y + 4, f"{cost:g}", "end"))
    lines.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "particles A"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    lines.append(text(18, middle, "local energy, microseconds a walker", more=f'transform="rotate(-90 18 {middle})"'))
    return lines


def words_of(name, exponent):
    if "floor" in exponent:
        return f"{name}: A^{exponent['all']:.2f}, products at the peak (dashed) A^{exponent['floor']:.2f}"
    return f"{name}: A^{exponent['all']:.2f}, from A = {exponent['last_from']:.0f} on A^{exponent['last']:.2f}"


def curve(name, points, floor, exponent, across, up, row):
    colour = COLOURS.get(name, "#333")
    path = " ".join(f"{across(a)},{up(cost)}" for a, cost in points)
    lines = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    lines += [f'<circle cx="{across(a)}" cy="{up(cost)}" r="3.5" fill="{colour}"/>' for a, cost in points]
    if floor:
        path = " ".join(f"{across(a)},{up(cost)}" for a, cost in floor)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-dasharray="5 4"/>')
    lines.append(text(LEFT + 12, TOP + 22 + 20 * row, words_of(name, exponent), "start", colour))
    return lines


def main(source, target):
    points, floors, exponents = read(source)
    costs = [cost for some in (*points.values(), *floors.values()) for _, cost in some]
    sizes = sorted({a for some in points.values() for a, _ in some})
    ticks = [a for a in sizes if len(sizes) < 8 or a in (2, 3, 4, 6, 8, 10, 14, 20)]
    across = Axis(0.9 * sizes[0], 1.1 * sizes[-1], LEFT, WIDTH - RIGHT)
    up = Axis(min(costs) / 1.5, max(costs) * 1.5, HEIGHT - BOTTOM, TOP)
    lines = grid(across, up, ticks)
    for row, (name, some) in enumerate(points.items()):
        lines += curve(name, some, floors.get(name), exponents[name], across, up, row)
    with open(target, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                   'font-family="sans-serif" font-size="13">\n<rect width="100%" height="100%" fill="#fff"/>\n')
        file.write("\n".join(lines) + "\n</svg>\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: plot_scaling.py BENCH.json OUT.svg")
    main(*sys.argv[1:])
