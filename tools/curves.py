# SPDX-License-Identifier: Apache-2.0
"""Curves on logarithmic axes as a small SVG file, panels side by side, one legend below."""

import html
import math

PANEL_WIDTH, PANEL_HEIGHT, LEFT, TOP, GAP, LINE = 400, 300, 72, 40, 76, 18
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7a5195", "#8c564b", "#333333"]
DASHES = ["", "7 3", "2 2"]  # beyond the colours


class Point:
    """A number with its error; `below`: it is negative by more than the error allows."""

    def __init__(self, x, y, error, below=False):
        self.x, self.y, self.error, self.below = x, y, error, below

    @property
    def height(self):
        """Where it is drawn: what cannot be told from zero is drawn at its error."""
        return max(abs(self.y), self.error) if self.below else max(self.y, self.error)

    @property
    def resolved(self):
        return self.below or self.y > self.error


class Curve:
    def __init__(self, label, points):
        self.label, self.points = label, points


class Panel:
    def __init__(self, across, curves, marks=()):
        self.across, self.curves, self.marks = across, curves, marks


class Scale:
    """Maps numbers to pixels by their logarithms."""

    def __init__(self, low, high, begin, end):
        self.low, self.high, self.begin, self.end = low, max(high, 2 * low), begin, end

    def __call__(self, number):
        part = math.log(min(max(number, self.low), self.high) / self.low) / math.log(self.high / self.low)
        return round(self.begin + part * (self.end - self.begin), 1)

    def ticks(self):
        digits = (1,) if self.high > 100 * self.low else (1, 2, 5)
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        numbers = [digit * 10.0**power for power in powers for digit in digits]
        return [number for number in numbers if self.low <= number <= self.high]


def text(x, y, words, anchor="middle", more=""):
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {more}>{html.escape(str(words))}</text>'


def tick_text(number):
    power = round(math.log10(number))
    if 0.05 < number < 5000:
        return f"{number:g}"
    return f'10<tspan dy="-5" font-size="9">{power}</tspan>'


def scales(panel, up_range, left):
    xs = [point.x for curve in panel.curves for point in curve.points if point.x > 0] or [1, 10]
    return Scale(0.9 * min(xs), 1.1 * max(xs), left, left + PANEL_WIDTH), Scale(*up_range, TOP + PANEL_HEIGHT, TOP)


def frame(panel, across, up, left, with_label):
    bottom, right = TOP + PANEL_HEIGHT, left + PANEL_WIDTH
    parts = []
    for number in across.ticks():
        x = across(number)
        parts.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{tick_text(number)}</text>')
    for number in up.ticks():
        y = up(number)
        parts.append(f'<line x1="{left}" y1="{y}" x2="{right}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{tick_text(number)}</text>')
    for number, words in panel.marks:
        if up.low < number < up.high:
            y = up(number)
            parts.append(f'<line x1="{left}" y1="{y}" x2="{right}" y2="{y}" stroke="#333" stroke-dasharray="4 4"/>')
            parts.append(text(left + 6, y - 5, words, "start", 'font-size="11"'))
    parts.append(f'<rect x="{left}" y="{TOP}" width="{PANEL_WIDTH}" height="{PANEL_HEIGHT}" fill="none" '
                 'stroke="#333"/>')
    parts.append(text(left + PANEL_WIDTH / 2, bottom + 38, panel.across))
    if with_label:
        middle = TOP + PANEL_HEIGHT / 2
        parts.append(text(20, middle, "energy above the reference", more=f'transform="rotate(-90 20 {middle})"'))
    return parts


def style(index):
    dash = DASHES[index // len(COLOURS) % len(DASHES)]
    return COLOURS[index % len(COLOURS)], f' stroke-dasharray="{dash}"' if dash else ""


def drawn(curve, index, across, up):
    """The curve, pale where it is drawn at its error; a band of one error; triangles below the reference."""
    colour, dash = style(index)
    points = [point for point in curve.points if point.x > 0]
    if not points:
        return []
    upper = [f"{across(p.x)},{up(p.height + p.error)}" for p in points]
    lower = [f"{across(p.x)},{up(max(p.height - p.error, up.low))}" for p in reversed(points)]
    parts = [f'<polygon points="{" ".join(upper + lower)}" fill="{colour}" fill-opacity="0.12"/>']
    pieces = []  # [resolved, points] of one look each
    for before, after in zip(points, points[1:]):
        clear = before.resolved and after.resolved
        if not pieces or pieces[-1][0] != clear:
            pieces.append([clear, [before]])
        pieces[-1][1].append(after)
    for clear, piece in pieces:
        path = " ".join(f"{across(p.x)},{up(p.height)}" for p in piece)
        pale = "" if clear else ' stroke-opacity="0.35"'
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{dash}{pale}/>')
    for p in points:
        if p.below:
            x, y = across(p.x), up(p.height)
            parts.append(f'<path d="M{x - 4},{y - 3}h8l-4,7z" fill="white" stroke="{colour}"/>')
    return parts


def legend(curves, top, width):
    parts, column = [], (width - LEFT) / 3
    for index, curve in enumerate(curves):
        colour, dash = style(index)
        x, y = LEFT + index % 3 * column, top + index // 3 * LINE
        parts.append(f'<line x1="{x}" y1="{y - 4}" x2="{x + 26}" y2="{y - 4}" stroke="{colour}" '
                     f'stroke-width="2.5"{dash}/>')
        parts.append(text(x + 32, y, curve.label, "start"))
    return parts


def picture(path, title, panels):
    """Writes the panels, which share the labels of their curves and the upward axis."""
    points = [point for panel in panels for curve in panel.curves for point in curve.points]
    heights = [point.height for point in points if point.height > 0] or [1e-3, 1]
    marks = [number for panel in panels for number, _ in panel.marks]
    up_range = 10 ** math.floor(math.log10(0.7 * min(heights + marks))), 10 ** math.ceil(math.log10(max(heights)))
    rows = (len(panels[0].curves) + 2) // 3
    width = LEFT + len(panels) * (PANEL_WIDTH + GAP) - GAP + 20
    height = TOP + PANEL_HEIGHT + 62 + (rows + 1) * LINE
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
             f'height="{height}" font-family="sans-serif" font-size="13" fill="#222">',
             f'<rect width="{width}" height="{height}" fill="white"/>',
             text(width / 2, 24, title, more='font-size="15"')]
    for number, panel in enumerate(panels):
        left = LEFT + number * (PANEL_WIDTH + GAP)
        across, up = scales(panel, up_range, left)
        parts += frame(panel, across, up, left, number == 0)
        for index, curve in enumerate(panel.curves):
            parts += drawn(curve, index, across, up)
    below = TOP + PANEL_HEIGHT + 62
    parts += legend(panels[0].curves, below, width)
    parts.append(text(LEFT, below + rows * LINE, "bands: one standard error; pale: not to be told from zero, drawn at "
                      "the error; triangles: below the reference by more than three errors", "start", 'font-size="11"'))
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(parts + ["</svg>"]) + "\n")
