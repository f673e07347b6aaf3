#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Include arrows between the rooms of src/ go downward only."""

import re

from project import files, finish, lines

# What a room may include besides itself; what those may include is allowed too.
USES = {
    "base": [],
    "walker": ["base"],
    "linalg": ["base"],
    "op": ["linalg"],
    "graph": ["op"],
    "exec": ["graph"],
    "boltzmann": ["exec"],
    "system": ["walker"],
    "ansatz": ["graph", "system"],
    "stats": ["base"],
    "psi": ["exec", "walker"],
    "energy": ["psi", "system"],
    "sample": ["psi", "boltzmann"],
    "observe": ["psi", "system", "stats"],
    "optimize": ["linalg", "stats"],
    "exact": ["linalg", "system"],
    "input": ["base"],
    "record": ["exact", "stats", "input"],
    "train": ["energy", "sample", "optimize", "record"],
    "momentum": ["train"],
    "run": ["ansatz", "observe", "train"],
    "scan": ["run"],
    "extrapolation": ["run"],
    "report": ["run"],
}


def closure(room):
    return {room}.union(*(closure(other) for other in USES[room]))


findings = []
for path in files("src", ends=(".cpp", ".hpp")):
    room = path.split("/")[1]
    if room not in USES:
        findings.append(f"{path}: room '{room}' is not in the table of tools/lint/rooms.py")
        continue
    for number, line in enumerate(lines(path), 1):
        include = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if not include:
            continue
        target = include[1].split("/")[0]
        if target not in USES or "/" not in include[1]:
            findings.append(f"{path}:{number}: \"{include[1]}\" does not begin with a room's name")
        elif target not in closure(room):
            findings.append(f"{path}:{number}: {room} may not include {target} (it may: {', '.join(sorted(closure(room)))})")
finish("rooms", findings, "move the code to a higher room, or what it needs to a lower one")
