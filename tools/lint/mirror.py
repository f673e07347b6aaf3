#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tests/a/b_test.cpp mirrors src/a/b.cpp or .hpp, and every room has a README.md."""

import os

from project import ROOT, exists, files, finish

# Tests of something other than one file of src/.
NO_MIRROR = {
    "tests/op/conformance_test.cpp",     # every op against dual numbers
    "tests/op/pairs_test.cpp",           # the same table: ops on pairs and features
    "tests/op/determinants_test.cpp",    # the same table: determinants, Pfaffians, their sums and products
    "tests/exec/evaluation_test.cpp",    # whole graphs in all ways of evaluation
    "tests/app/command_test.cpp",        # the built command
    "tests/app/watch_test.cpp",          # the built command as a server
    "tests/app/ranks_test.cpp",          # the built command on several ranks
    "tests/app/faults_test.cpp",         # the same: full disks, directories that are gone
    "tests/app/signals_test.cpp",        # the same: signals, readers that go away, scans that are killed
    "tests/app/outputs_test.cpp",        # the same: links, pipes and a person's files where it writes
    "tests/app/kill_test.cpp",           # the same: killed at random moments
    "tests/app/mistakes_test.cpp",       # the same: bad inputs and what is said of them
    "tests/record/hostile_bytes_test.cpp",  # the readers of inputs and checkpoints, on bytes changed at random
    "tests/run/damaged_records_test.cpp",  # resumes from records that are damaged, short, or of another run
    "tests/run/coverage_test.cpp",       # error bars of whole evaluations
    "tests/run/reproducible_test.cpp",   # threads and resumes, bit for bit
}

findings = []
for path in files("tests", ends=("_test.cpp",)):
    if path.startswith("tests/how_to/"):  # the examples of the docs, next to their tests
        continue
    source = path.replace("tests/", "src/", 1)[: -len("_test.cpp")]
    if path not in NO_MIRROR and not exists(source + ".cpp") and not exists(source + ".hpp"):
        findings.append(f"{path}: there is no {source}.cpp or .hpp")
for room in sorted(os.listdir(os.path.join(ROOT, "src"))):
    if not exists(f"src/{room}/README.md"):
        findings.append(f"src/{room}: has no README.md")
finish("mirror", findings, "name a test for its source (or list it in NO_MIRROR); "
       "a room's README.md says in one to three sentences what lives there and what it may use")
