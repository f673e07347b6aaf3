#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files are short and named for a concept: above 300 lines a warning, above 400 an error."""

import os

from project import files, finish, lines

VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
ENDS = (".cpp", ".hpp", ".h", ".cu", ".cmake", ".py", ".sh", "CMakeLists.txt")

findings = []
for path in files(ends=ENDS):
    length = len(lines(path))
    if length > 400:
        findings.append(f"{path}: {length} lines")
    elif length > 300:
        print(f"names_and_lengths: warning: {path}: {length} lines")
    stem = os.path.basename(path).split(".")[0].lower()
    vague = VAGUE & set(stem.replace("-", "_").split("_"))
    if vague:
        findings.append(f"{path}: '{vague.pop()}' names no concept")
finish("names_and_lengths", findings, "divide a long file by its ideas; name a file for the one idea it holds")
