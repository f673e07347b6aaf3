# SPDX-License-Identifier: Apache-2.0
"""What the lints share: the project's files, and how a finding is printed."""

import os
import sys

ROOT = os.path.abspath(os.environ.get("KATO_ROOT", os.path.join(os.path.dirname(__file__), "..", "..")))
NOT_OURS = {".git", ".cache", "runs", "__pycache__", "node_modules"}


def files(*folders, ends=("",)):
    """Paths relative to the root of all files below `folders` (all if none is named), sorted."""
    found = []
    for folder in folders or (".",):
        for where, below, names in os.walk(os.path.join(ROOT, folder)):
            below[:] = [name for name in below if name not in NOT_OURS and not name.startswith("build")]
            found += [os.path.relpath(os.path.join(where, name), ROOT) for name in names if name.endswith(tuple(ends))]
    return sorted(found)


def lines(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read().splitlines()


def exists(path):
    return os.path.exists(os.path.join(ROOT, path))


def finish(lint, findings, meaning):
    """Prints the findings with what they mean and ends the script: status 1 if there are any."""
    for finding in findings:
        print(f"{lint}: {finding}")
    if findings:
        print(f"{lint}: {meaning}")
    sys.exit(1 if findings else 0)
