# SPDX-License-Identifier: Apache-2.0
"""What programs that compare ours with a yardstick have in common."""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def one_processor():
    """Keeps this process and all it starts on one processor, where the system has a say in that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ["OMP_NUM_THREADS"] = "1"


def python_with_torch():
    """The distribution's package lies with its own python3, which need not be the first in the path."""
    for python in ("python3", "/usr/bin/python3"):
        try:
            if subprocess.run([python, "-c", "import torch"], capture_output=True, check=False).returncode == 0:
                return python
        except OSError:
            pass
    print("no PyTorch (package python3-torch)", file=sys.stderr)
    return None


def run_json(command):
    """What a program prints, as JSON."""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    return json.loads(result.stdout)
