"""`make lighthouse`: Lighthouse's scores of every view, on a phone and a desktop, on the production server.

It needs Node, which fetches Lighthouse (`npx`), and a browser. The speed is that of a simulated phone with a slow
network and a processor four times slower. Scores below `LEAST` end with exit code 1.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tenacity import retry, retry_if_exception_type, stop_after_attempt

from benchmarks.bench_ui import serving
from benchmarks.startup import free_port
from dashboard.views.registry import VIEWS
from tests.helpers import browser

ROOT = Path(__file__).resolve().parent.parent


LIGHTHOUSE = "lighthouse@13"
KINDS = {"phone": [], "wide": ["--preset=desktop"]}
CATEGORIES = ("accessibility", "best-practices", "seo", "performance")
LEAST = {"accessibility": 95, "best-practices": 95}
TIMES = {"first-contentful-paint": "first paint", "largest-contentful-paint": "largest paint"}
TIMES |= {"total-blocking-time": "blocked", "cumulative-layout-shift": "layout shift"}


# Sometimes a browser starts without a trace (NO_NAVSTART), and Lighthouse itself says to run it again.
@retry(stop=stop_after_attempt(3), retry=retry_if_exception_type(subprocess.CalledProcessError), reraise=True)
def audit(address: str, options: list[str], path: str) -> dict[str, Any]:
    """Return Lighthouse's report on one address."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [*lighthouse(), address, "--quiet", "--output=json", f"--output-path={report}", *options]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags=--headless=new {browser.FLAGS[0]}"]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": path}, timeout=300)
        return json.loads(report.read_text("utf-8"))


def lighthouse() -> list[str]:
    """Return the command: the installed one, else npx."""
    if found := shutil.which("lighthouse"):
        return [found]
    if not shutil.which("npx"):
        raise SystemExit("Lighthouse needs Node, which is not here: https://nodejs.org")
    return ["npx", "--yes", LIGHTHOUSE]


def main() -> None:
    """Audit each view, and print its scores."""
    path = browser.find()
    if path is None:
        raise SystemExit("there is no browser; `make test` brings one")
    table = Table("view", "", *CATEGORIES, *TIMES.values(), "not passed")
    poor = []
    port = free_port()
    with serving(["-m", "dashboard"], {"PORT": "{port}"}, "http://localhost:{port}/", port, port):
        for view in VIEWS:
            for kind, options in KINDS.items():
                found = audit(f"http://localhost:{port}/?view={view.name}&country=NOR", options, path)
                marks = {name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES}
                asked = [part["id"] for name in LEAST for part in found["categories"][name]["auditRefs"]]
                failed = [name for name in asked if found["audits"][name]["score"] not in (None, 1)]
                times = [found["audits"][name]["displayValue"] for name in TIMES]
                table.add_row(view.name, kind, *map(str, marks.values()), *times, ", ".join(failed))
                poor += [f"{view.name} ({kind})" for name, least in LEAST.items() if marks[name] < least]
    Console(width=160).print(table)
    if poor:
        raise SystemExit(f"below {LEAST}: {', '.join(poor)}")


if __name__ == "__main__":
    main()
