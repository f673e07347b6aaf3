#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lints find what they are for: each is run over a small project with one mistake, and without it."""

import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
CLEAN = {
    "src/base/README.md": "The base.\n",
    "src/op/README.md": "The ops.\n",
    "src/base/text.hpp": SPDX,
    "src/op/linear.cpp": SPDX + '#include "base/text.hpp"\n',
    "tests/op/linear_test.cpp": SPDX,
}
# lint, the file with the mistake, its text, a part of the finding
MISTAKES = [
    ("rooms.py", "src/base/text.hpp", SPDX + '#include "op/linear.hpp"\n', "text.hpp:2: base may not include op"),
    ("rooms.py", "src/op/linear.cpp", SPDX + '#include "linear.hpp"\n', "does not begin with a room's name"),
    ("rooms.py", "src/elsewhere/x.cpp", SPDX, "room 'elsewhere' is not in the table"),
    ("spdx.py", "src/op/linear.cpp", "int x;\n", "src/op/linear.cpp"),
    ("spdx.py", "tools/script", "#!/bin/sh\n", "tools/script"),
    ("names_and_lengths.py", "src/op/linear.cpp", SPDX * 401, "401 lines"),
    ("names_and_lengths.py", "src/op/string_utils.hpp", SPDX, "'utils' names no concept"),
    ("mirror.py", "tests/op/other_test.cpp", SPDX, "there is no src/op/other.cpp"),
    ("mirror.py", "src/base/files.cpp", SPDX, "src/base/files.cpp: there is no tests/base/files_test.cpp"),
    ("mirror.py", "src/graph/node.hpp", SPDX, "src/graph: has no README.md"),
]


def run(lint, project):
    with tempfile.TemporaryDirectory() as root:
        for path, text in project.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        return subprocess.run([sys.executable, os.path.join(HERE, lint)], env={**os.environ, "KATO_ROOT": root},
                              capture_output=True, text=True, check=False)


def instruction_sets(source):
    """The lint of instruction sets over one object made from `source`."""
    with tempfile.TemporaryDirectory() as build:
        os.makedirs(os.path.join(build, "generated"))
        compiled = os.path.join(build, "generated", "kato_avx2.o")
        subprocess.run(["c++", "-x", "c++", "-c", "-o", compiled, "-"], input=source, text=True, check=True)
        return subprocess.run([os.path.join(HERE, "instruction_sets"), build], capture_output=True, text=True,
                              check=False)


for lint in sorted({mistake[0] for mistake in MISTAKES}):
    assert run(lint, CLEAN).returncode == 0, lint
for lint, path, text, finding in MISTAKES:
    result = run(lint, {**CLEAN, path: text})
    assert result.returncode == 1 and finding in result.stdout, (lint, path, result)

KERNEL = "namespace kato::avx2 { template <class T> T twice(T x) { return x + x; } template int twice(int); }"
assert instruction_sets(KERNEL).returncode == 0
for source, finding in [
    ("#include <vector>\nnamespace kato::avx2 { void grow(std::vector<int>& v) { v.push_back(1); } }", "std::vector<int"),
    ("int f(); namespace kato::avx2 { int at_start = f(); }", "initialised when the program starts"),
]:
    result = instruction_sets(source)
    assert result.returncode == 1 and finding in result.stdout, result
