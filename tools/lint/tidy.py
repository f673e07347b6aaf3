#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tidy.py BUILD: clang-tidy (.clang-tidy says which checks) over src/ and app/.

A file that was clean is looked at again only when it, a header of the project that it includes, the checks or its
flags change: BUILD/tidy holds one empty file for each clean state. Kernels are looked at in their portable build.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from project import ROOT, exists, finish, lines

build = os.path.abspath(sys.argv[1])
stamps = os.path.join(build, "tidy")
os.makedirs(stamps, exist_ok=True)

commands = {}
with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
    for entry in json.load(file):
        path = os.path.relpath(entry["file"], ROOT)
        # Without the precompiled headers, which only the compiler that made them reads.
        entry["command"] = re.sub(r"( -Xclang)? -include(-pch)?( -Xclang)? \S*cmake_pch\S*", "", entry["command"])
        if path.startswith(("src/", "app/")) and "-DKATO_ISA" not in entry["command"]:
            commands[path] = entry
with open(os.path.join(stamps, "compile_commands.json"), "w", encoding="utf-8") as file:
    json.dump(list(commands.values()), file)


def with_headers(path, seen):
    """The text of a file and of all headers of the project that it includes."""
    if path in seen or not exists(path):
        return ""
    seen.add(path)
    text = "\n".join(lines(path))
    return text + "".join(with_headers("src/" + name, seen) for name in re.findall(r'#include "([^"]+)"', text))


def findings_in(path):
    state = with_headers(path, set()) + "\n".join(lines(".clang-tidy")) + commands[path]["command"]
    stamp = os.path.join(stamps, hashlib.sha256(state.encode()).hexdigest())
    if os.path.exists(stamp):
        return []
    result = subprocess.run(["clang-tidy", "--quiet", "--extra-arg=-Wno-unknown-warning-option",
                             "--extra-arg=-Wno-unused-command-line-argument", "-p", stamps, os.path.join(ROOT, path)],
                            capture_output=True, text=True, check=False)
    if result.returncode == 0 and "warning:" not in result.stdout:
        open(stamp, "w", encoding="utf-8").close()
        return []
    return [result.stdout.strip() or result.stderr.strip()]


with ThreadPoolExecutor(os.cpu_count()) as pool:
    reports = pool.map(findings_in, sorted(commands))
finish("tidy", [finding for report in reports for finding in report],
       "each finding names its check in brackets; 'NOLINT(check)' with a reason where the check is wrong")
