"""`make bench-ui`: compare the dashboard with pages of GeoViews, Plotly Dash and ECharts that do the same work.

All in one run, on one machine, in real headless Chromium; it prints ratios, as absolute times depend on the machine.

    python -m benchmarks.bench_ui [--steps 9] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import isnan
from pathlib import Path

import psutil
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks import probe
from benchmarks.probe import Site
from benchmarks.sites import DASHBOARD, sites
from benchmarks.startup import free_port, wait_until_served
from benchmarks.wire import Wire
from tests.helpers import browser

ROOT = Path(__file__).resolve().parent.parent


OPENINGS = 5
"""Of each page, by visitors who have nothing of it cached."""
ROUNDS = 2
"""Of choices of an indicator; the files of the first are fetched within it."""
STEP_MS, FASTER_STEP_MS = 33, 16
BROWSER = browser.find()  # before Playwright runs: two instances at a time fail
INDICATORS = ("SP.DYN.LE00.IN", "SP.URB.TOTL.IN.ZS", "SP.DYN.TFRT.IN", "AG.LND.FRST.ZS", "SP.POP.TOTL")


@contextmanager
def serving(
    command: list[str], environment: dict[str, str], address: str, port: int, seen: int
) -> Iterator[psutil.Process]:
    """Run a server on `port`, in its own process; browsers reach it through the port `seen`."""
    filled = [part.format(port=port, seen=seen) for part in command]
    env = {**os.environ, **{name: value.format(port=port) for name, value in environment.items()}}
    url = address.format(port=port)
    server = subprocess.Popen(
        [sys.executable, *filled], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_served(url, server)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def measured(site: Site, url: str, server: psutil.Process, wire: Wire, steps: int) -> dict[str, float]:
    """Return all measurements of one page, by name."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=browser.FLAGS)
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(probe.TIMEOUT_MS)
        probe.ready(page, site, url, wire)
        page.close()
        rest(server)  # from here on the server is warm
        opened = []
        with cpu_ms(server) as sessions:
            for nth in range(OPENINGS):
                if nth:
                    page.context.close()
                page = chromium.new_context(viewport={"width": 1400, "height": 900}).new_page()
                opened.append(probe.ready(page, site, url, wire))
        figures = {name: statistics.median(each[name] for each in opened) for name in opened[0]}
        last = 2023
        with cpu_ms(server) as years:
            years_took = probe.inputs(page, site, site.year, [last - n for n in range(1, steps + 1)], wire)
        with cpu_ms(server) as switches:
            # The scrub uses the last one: classes of population look the same in three of 50 years.
            codes = [*INDICATORS, "NY.GDP.PCAP.KD"] * ROUNDS
            switched = probe.inputs(page, site, site.choose, codes, wire, site.approach)
        passed = probe.scrub(page, site, list(range(1961, 2011)), STEP_MS)
        faster = probe.scrub(page, site, list(range(1961, 2011)), FASTER_STEP_MS)
        with cpu_ms(server) as click:
            clicked = probe.clicks(page, site, wire)
        marked_ms = probe.marks(page, site)
        slow = chromium.new_context(viewport={"width": 1400, "height": 900}).new_page()
        slow_s = probe.seen_on_a_slow_line(slow, site, url)
        chromium.close()
    figures |= {"year_ms": years_took["ms"], "year_kb": years_took["kb"], "year_cpu_ms": years[0] / steps}
    figures |= {"switch_ms": switched["ms"], "switch_kb": switched["kb"], "switch_cpu_ms": switches[0] / len(codes)}
    figures |= {"click_ms": clicked["ms"], "click_kb": clicked["kb"], "click_cpu_ms": click[0] / len(site.places)}
    return figures | {
        "drawn_of_50": passed["drawn"],
        "scrub_ms": passed["took_ms"] / passed["of"],
        "drawn_faster": faster["drawn"],
        "mark_ms": marked_ms,
        "slow_s": slow_s,
        "session_cpu_ms": sessions[0] / OPENINGS,
        "rss_mb": server.memory_info().rss / 1e6,
    }


def rest(server: psutil.Process) -> None:
    """Wait until the server has been idle for a second: its caches are warm."""
    used = -1.0
    while (now := sum(server.cpu_times()[:2])) - used > 0.02:
        used = now
        time.sleep(1)


@contextmanager
def cpu_ms(server: psutil.Process) -> Iterator[list[float]]:
    """Measure the milliseconds of CPU that the server uses within the block."""
    took: list[float] = []
    before = sum(server.cpu_times()[:2])
    yield took
    took.append(1e3 * (sum(server.cpu_times()[:2]) - before))


ROWS = {
    "painted_s": ("first contentful paint, warm server", "s", 2),
    "seen_s": ("map seen, warm server", "s", 2),
    "ready_s": ("map reacts, warm server", "s", 2),
    "slow_s": ("map seen at 400 kbit/s and 400 ms", "s", 1),
    "page_kb": ("bytes until then", "kB", 0),
    "session_cpu_ms": ("server CPU until then", "ms", 0),
    "year_ms": ("year step", "ms", 0),
    "year_kb": ("  over the wire", "kB", 1),
    "year_cpu_ms": ("  server CPU", "ms", 0),
    "drawn_of_50": (f"years seen of 50, one every {STEP_MS} ms", "", 0),
    "scrub_ms": ("  each took", "ms", 0),
    "drawn_faster": (f"years seen of 50, one every {FASTER_STEP_MS} ms", "", 0),
    "switch_ms": ("another indicator", "ms", 0),
    "switch_kb": ("  over the wire", "kB", 1),
    "switch_cpu_ms": ("  server CPU", "ms", 0),
    "click_ms": ("click to other charts", "ms", 0),
    "click_kb": ("  over the wire", "kB", 1),
    "click_cpu_ms": ("  server CPU", "ms", 0),
    "mark_ms": ("click to the country marked", "ms", 0),
    "rss_mb": ("server's memory at the end", "MB", 0),
}


def print_table(results: dict[str, dict[str, float]]) -> None:
    """Print the comparison as a table: each page's figure, and its ratio to the dashboard's."""
    ours = results[DASHBOARD.name]
    table = Table(title="one run, medians; in brackets: times ours")
    table.add_column("")
    for name in results:
        table.add_column(name, justify="right")
    for key, (title, unit, digits) in ROWS.items():
        cells = [
            "none" if isnan(figures[key]) else f"{figures[key]:,.{digits}f} {unit}{_ratio(figures[key], ours[key])}"
            for figures in results.values()
        ]
        table.add_row(title, *cells)
    Console(width=140).print(table)


def _ratio(value: float, ours: float) -> str:
    return f" (x {value / ours:.1f})" if ours and value != ours else ""


def main() -> None:
    """Measure every page, one after another, and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=9, help="inputs of a kind; the first is not counted")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--only", default="", help="measure only pages whose name has this (a pattern)")
    options = parser.parse_args()
    results = {}
    for site, (address, command, environment) in sites().items():
        if not re.search(options.only, site.name):
            continue
        port = free_port()
        try:
            with Wire(port) as wire, serving(command, environment, address, port, wire.port) as server:
                results[site.name] = measured(site, address.format(port=wire.port), server, wire, options.steps)
        except (probe.NothingChanged, PlaywrightError) as error:
            print(f"{site.name} IS NOT COMPARED: {error}")  # noqa: T201
    if options.json or DASHBOARD.name not in results:
        print(json.dumps(results, indent=1))  # noqa: T201
    else:
        print_table(results)


if __name__ == "__main__":
    main()
