# SPDX-License-Identifier: Apache-2.0
"""Chromium without a window, for the tools that look at reports."""

import base64
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


class Browser:
    """Chromium without a window, spoken to through chromedriver."""

    def __init__(self, folder):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True,
                                       env={**os.environ, "HOME": folder, "TMPDIR": folder})
        port = None
        while port is None:
            line = self.driver.stdout.readline()
            if not line:
                sys.exit("chromedriver does not start; install the section [browser] of packages.txt")
            found = re.search(r"started successfully on port (\d+)", line)
            port = found and found[1]
        self.address = f"http://127.0.0.1:{port}/session"
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                 f"--user-data-dir={folder}/profile"]
        asked = {"browserName": "chrome", "goog:chromeOptions": {"args": flags},
                 "goog:loggingPrefs": {"browser": "ALL"}}
        self.address += "/" + self.post("", {"capabilities": {"alwaysMatch": asked}})["sessionId"]

    def post(self, path, content):
        request = urllib.request.Request(self.address + path, json.dumps(content).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as problem:
            sys.exit(f"chromedriver: {path}: {problem.read().decode()[:500]}")

    def command(self, name, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": name, "params": parameters})

    def screen(self, width, height, scheme):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, address):
        self.post("/url", {"url": address})

    def ask(self, script):
        return self.post("/execute/sync", {"script": script, "args": []})

    def messages(self):
        return [entry["message"] for entry in self.post("/se/log", {"type": "browser"})]

    def picture(self, path, width, scheme):
        """Writes all of the page as a PNG file."""
        self.screen(width, int(self.ask("return document.documentElement.scrollHeight")), scheme)
        self.picture_of(path)

    def picture_of(self, path, **more):
        """Writes what the screen shows, or a part: clip={x, y, width, height, scale}."""
        time.sleep(0.5)
        Path(path).write_bytes(base64.b64decode(self.command("Page.captureScreenshot", format="png", **more)["data"]))

    def close(self):
        try:
            urllib.request.urlopen(urllib.request.Request(self.address, method="DELETE"), timeout=20).read()
        finally:
            self.driver.terminate()
            self.driver.wait(20)
