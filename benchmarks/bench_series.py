"""`make bench-series`: weight and speed of the page with 36, 330 and 1,314 series, and what a search and a series cost.

The page's HTML and its first paint are to be the same with any number of series: the search index is fetched when a
search field is first focused. Snapshots with more series than the shipped one are copies with made-up series; real ones
are measured with `--data`.

    python -m benchmarks.bench_series [--loads 7] [--data FOLDER ...] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import brotlicffi
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks.startup import free_port, wait_until_served
from dashboard.snapshot.store import open_snapshot
from tests.helpers import browser
from tests.helpers.many_series import copy_with

ROOT = Path(__file__).resolve().parent.parent
COUNTS = (330, 1_314)
"""Series, besides those of the shipped snapshot: World Development Indicators released since 2025, and all of them."""

MOST_READ = 100
"""Series whose reading is timed."""

BROWSER = browser.find_for_tests()  # before Playwright runs: two instances at a time fail
WORDS = ("population", "helth", "SP.POP.TOTL", "women in work", "household")
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
IS_READY = "() => window.app?.map?.values && app.map.shapes && app.address.isHeard()"
FETCH = "async () => { const began = performance.now(); await app.index.load(); return performance.now() - began; }"
SEARCH = """(words) => words.map((text) => {
  const began = performance.now();
  app.index.loaded.find(text, ["series", "measures", "absent"]);
  return performance.now() - began;
})"""
ROWS = {
    "html_bytes": "HTML, bytes",
    "html_brotli_bytes": "HTML, bytes in Brotli",
    "index_bytes": "Index, bytes",
    "index_brotli_bytes": "Index, bytes in Brotli",
    "first_paint_ms": "First paint, ms",
    "map_ms": "Map drawn, ms",
    "index_ready_ms": "Index fetched and built, ms",
    "search_ms": "Search, ms",
    "read_ms": "One series read from its file, ms (< 10)",
}


def main() -> None:
    """Measure each snapshot and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loads", type=int, default=7, help="loads of the page, of which the median counts")
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="further snapshots to measure")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        shipped = json.loads((ROOT / "data" / "catalog.json").read_text("utf-8"))["tables"]["indicators"]["rows"]
        made = [copy_with(Path(temporary) / str(count), series=count - shipped) for count in COUNTS if count > shipped]
        found = measure([ROOT / "data", *made, *options.data], options.loads)
    if options.json:
        print(json.dumps(found, indent=2))  # noqa: T201
    else:
        Console().print(table(found))


def measure(folders: list[Path], loads: int) -> list[dict[str, float]]:
    """Return the figures of each snapshot, one server after the other."""
    found = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=browser.FLAGS)
        for folder in folders:
            with served(folder) as url:
                found.append(weights(url) | times(chromium, url, loads) | {"read_ms": read_ms(folder)})
        chromium.close()
    return found


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run the dashboard with the snapshot of a folder, and give its URL."""
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DASHBOARD_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "dashboard"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        wait_until_served(f"http://localhost:{port}/", server)
        yield f"http://localhost:{port}/"
    finally:
        server.terminate()
        server.wait(60)


def weights(url: str) -> dict[str, float]:
    """Return the number of series, and the bytes of page and index."""
    page, health = fetched(url), json.loads(fetched(f"{url}healthz"))
    _, _, rest = page.decode().partition('data-index="')
    index = fetched(url + rest.partition('"')[0])
    return {
        "series": health["series"],
        "html_bytes": len(page),
        "html_brotli_bytes": len(brotlicffi.compress(page, quality=9)),
        "index_bytes": len(index),
        "index_brotli_bytes": len(brotlicffi.compress(index, quality=9)),
    }


def times(chromium: Browser, url: str, loads: int) -> dict[str, float]:
    """Return medians of the first paint and the drawn map, of the index's way into the browser, and of a search."""
    painted, drawn, ready, searched = [], [], [], []
    for _ in range(loads + 1):
        page = chromium.new_page(viewport={"width": 1366, "height": 768})
        page.goto(url)
        page.wait_for_function(IS_READY)
        drawn.append(page.evaluate("() => performance.now()"))
        painted.append(page.evaluate(PAINT))
        ready.append(page.evaluate(FETCH))
        searched.append(search_ms(page))
        page.close()
    # The first load warms the server's caches.
    named = {"first_paint_ms": painted, "map_ms": drawn, "index_ready_ms": ready, "search_ms": searched}
    return {name: median(values[1:]) for name, values in named.items()}


def search_ms(page: Page) -> float:
    """Return the median time of a search, in ms."""
    return float(median(page.evaluate(SEARCH, list(WORDS))))


def read_ms(folder: Path) -> float:
    """Return the median time of reading one series that is not in memory, in ms; of 100 over the whole file."""
    snapshot = open_snapshot(str(folder))
    codes, waits = list(snapshot.indicators.id), []
    for code in codes[:: -(-len(codes) // MOST_READ)]:
        began = time.perf_counter()
        snapshot.values(code)
        waits.append(1e3 * (time.perf_counter() - began))
    return median(waits)


def fetched(url: str) -> bytes:
    """Return the body at a URL, uncompressed."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        return bytes(answer.read())


def table(found: list[dict[str, float]]) -> Table:
    """Return the figures as a table, each beside its ratio to the first snapshot's."""
    shown = Table("", *(f"{each['series']:,} series" for each in found))
    for name, title in ROWS.items():
        first = found[0][name]
        cells = (f"{each[name]:,.0f} ({each[name] / first:.2f})" if first else f"{each[name]:,.0f}" for each in found)
        shown.add_row(title, *cells)
    return shown


if __name__ == "__main__":
    main()
