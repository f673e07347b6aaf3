#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tests/a/b_test.cpp mirrors src/a/b.cpp or .hpp, and the other way round; every room has a README.md."""

import os
import re

from project import ROOT, exists, files, finish, lines

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
    "tests/app/references_test.cpp",     # the same: what has a reference energy, and what is refused
    "tests/app/mistakes_test.cpp",       # the same: bad inputs and what is said of them
    "tests/app/numbers_test.cpp",        # the same: numbers that must not be reported, or not without a warning
    "tests/record/hostile_bytes_test.cpp",  # the readers of inputs and checkpoints, on bytes changed at random
    "tests/run/damaged_records_test.cpp",  # resumes from records that are damaged, short, or of another run
    "tests/train/nonfinite_walkers_test.cpp",  # what a trainer and a measurement do with walkers that are not finite
    "tests/run/coverage_test.cpp",       # error bars of whole evaluations
    "tests/run/reproducible_test.cpp",   # threads and resumes, bit for bit
}

# Sources that the test of another file covers, and the word there that shows it.
TESTED_BY = {
    "src/ansatz/determinants.cpp": ("tests/ansatz/equivariant_slater_test.cpp", "determinants"),
    "src/base/transport.cpp": ("tests/base/ranks_test.cpp", "ranks"),
    "src/energy/recorded.cpp": ("tests/energy/local_energy_test.cpp", "recorded"),
    "src/exec/find_node.cpp": ("tests/exec/executor_test.cpp", "find_nonfinite"),
    "src/exec/tile_runner.cpp": ("tests/exec/executor_test.cpp", "Executor"),
    "src/input/check.cpp": ("tests/input/input_test.cpp", "load_input"),
    "src/input/read_toml.cpp": ("tests/input/input_test.cpp", "load_input"),
    "src/input/write_input.cpp": ("tests/input/input_test.cpp", "to_toml"),
    "src/linalg/eigen.cpp": ("tests/exact/hartree_fock_test.cpp", "SelfAdjointEigenSolver"),
    "src/momentum/channel_network.cpp": ("tests/momentum/momentum_session_test.cpp", "ansatz"),
    "src/momentum/minnesota_s_wave.cpp": ("tests/momentum/bound_state_test.cpp", "minnesota"),
    "src/momentum/pionless_s_wave.cpp": ("tests/momentum/bound_state_test.cpp", "pionless"),
    "src/momentum/report.cpp": ("tests/momentum/momentum_session_test.cpp", "evaluation.h5"),
    "src/momentum/system.cpp": ("tests/momentum/potential_table_test.cpp", "TableFile"),
    "src/momentum/table_file.cpp": ("tests/momentum/potential_table_test.cpp", "TableFile"),
    "src/momentum/yamaguchi.cpp": ("tests/momentum/bound_state_test.cpp", "yamaguchi"),
    "src/optimize/kronecker.cpp": ("tests/optimize/kfac_test.cpp", "kfac"),
    "src/optimize/memory.cpp": ("tests/optimize/optimizer_test.cpp", "state"),
    "src/optimize/natural.cpp": ("tests/optimize/sr_test.cpp", "sr"),
    "src/psi/amplitude.cpp": ("tests/psi/wave_function_test.cpp", "evaluate"),
    "src/psi/book_ops.cpp": ("tests/record/profile_test.cpp", "book_ops"),
    "src/scan/table.cpp": ("tests/scan/scan_test.cpp", "scan.csv"),
    "src/sample/move.cpp": ("tests/sample/metropolis_test.cpp", "sampler"),
}


def test_of(source):
    """The test that covers a source, and a word that it must hold."""
    room, name = source.split("/")[1], os.path.basename(source)[: -len(".cpp")]
    if room == "op":  # in one of the tables of conformance
        tables = [path for path in files("tests/op", ends=(".cpp",)) if name + "_op" in "\n".join(lines(path))]
        return (tables[0] if tables else "tests/op/conformance_test.cpp"), name + "_op"
    return TESTED_BY.get(source, (f"tests/{room}/{name.removesuffix('_kernel')}_test.cpp", ""))


findings = []
for source in files("src", ends=(".cpp",)):
    own = f"tests/{source[len('src/'):-len('.cpp')]}_test.cpp"
    if exists(own):
        if source in TESTED_BY:
            findings.append(f"{source}: has a test of its own; take it out of TESTED_BY")
        continue
    test, word = test_of(source)
    if not exists(test):
        findings.append(f"{source}: there is no {test}")
    elif not re.search(rf"\b{re.escape(word)}\b", "\n".join(lines(test))):
        findings.append(f"{source}: {test} does not speak of '{word}'")
for path in files("tests", ends=("_test.cpp",)):
    if path.startswith("tests/how_to/"):  # the examples of the docs, next to their tests
        continue
    source = path.replace("tests/", "src/", 1)[: -len("_test.cpp")]
    if path not in NO_MIRROR and not exists(source + ".cpp") and not exists(source + ".hpp"):
        findings.append(f"{path}: there is no {source}.cpp or .hpp")
for room in sorted(os.listdir(os.path.join(ROOT, "src"))):
    if not exists(f"src/{room}/README.md"):
        findings.append(f"src/{room}: has no README.md")
finish("mirror", findings, "name a test for its source (or list it in NO_MIRROR), and give every source a test (or list in TESTED_BY whose "
       "test covers it); "
       "a room's README.md says in one to three sentences what lives there and what it may use")
