#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every source, script and build file names its licence in its first two lines."""

import os

from project import ROOT, files, finish, lines

SOURCES = (".cpp", ".hpp", ".h", ".cu", ".cmake", ".cmake.in", ".py", ".sh", "CMakeLists.txt", "Makefile")


def needs_licence(path):
    if path.endswith(SOURCES):
        return True
    with open(os.path.join(ROOT, path), "rb") as file:
        return file.read(2) == b"#!"


missing = [path for path in files() if needs_licence(path)
           and not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines(path)[:2])]
finish("spdx", missing, "add the line 'SPDX-License-Identifier: Apache-2.0' as a comment at the top")
