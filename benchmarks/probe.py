"""Response times in a real browser, from an input to changed pixels, and bytes over the network.

A page is described by `Site`: how its inputs are moved, and where its picture is looked at. Every frame the browser
draws is looked at; the time counts from the input to the first frame that looks otherwise.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from benchmarks.wire import Wire

TIMEOUT_MS = 60_000
SLOWEST_MS = 100_000
HAND_PAUSES_MS = 250
"""From the pointer's arrival to the click; Plotly takes no click before a hover."""

WATCH = Path(__file__).with_name("probe.js").read_text()
SEEN = Path(__file__).with_name("seen.js").read_text()
READY = "bench-ui: the page is ready"
TELL = f"""(is_ready) => {{
  const look = () => (is_ready() ? console.debug({READY!r}) : requestAnimationFrame(look));
  requestAnimationFrame(look);
}}"""
"""Runs in the page from its beginning and reports by the console: Playwright's own waiting evaluates a script of 330 kB
before the page is painted, which took 0.1 s of each figure."""

SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""A poor mobile network: 400 kbit/s in bytes a second, 400 ms."""


class NothingChanged(Exception):
    """A page that looks the same after an input."""


@dataclass(frozen=True)
class Site:
    """One page to measure.

    `map` and `charts` are selectors; scripts are JavaScript functions, of which `year` and `choose` take a value;
    `places` are shares of the map's box at countries, each another one than the one before. `approach` is what a hand
    does before it chooses: where choices are in a list, it finds one and has the pointer on it.
    """

    name: str
    map: str
    charts: str
    is_ready: str
    year: str
    choose: str
    places: tuple[tuple[float, float], ...]
    approach: str = ""


def ready(page: Page, site: Site, url: str, wire: Wire) -> dict[str, float]:
    """Open the page; return seconds to the first paint, to the picture of the map and until it reacts; and its kB."""
    before = wire.down
    page.add_init_script(f"({SEEN})({site.map!r}); ({TELL})({site.is_ready})")
    began = time.perf_counter()
    with page.expect_console_message(lambda message: message.text == READY, timeout=TIMEOUT_MS):
        page.goto(url, wait_until="commit")
    took = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    painted_ms = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
    seen_ms = page.evaluate("() => window.mapSeen ?? NaN")
    sent_kb = (wire.down - before) / 1e3
    return {"ready_s": took, "painted_s": painted_ms / 1e3, "seen_s": seen_ms / 1e3, "page_kb": sent_kb}


def seen_on_a_slow_line(page: Page, site: Site, url: str) -> float:
    """Return the seconds until the map is seen on a slow line, nothing cached; NaN after 100 s without one."""
    page.add_init_script(f"({SEEN})({site.map!r})")
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_LINE)
    page.goto(url, wait_until="commit")
    try:
        page.wait_for_function("() => window.mapSeen", timeout=SLOWEST_MS)
    except PlaywrightTimeout:
        return float("nan")
    return float(page.evaluate("() => window.mapSeen")) / 1e3


def inputs(page: Page, site: Site, act: str, values: list, wire: Wire, approach: str = "") -> dict[str, float]:
    """Return median milliseconds from an input to changed pixels and median kilobytes, without one warm-up.

    What is sent while a hand approaches counts as bytes, its time does not, as with a click. Bytes count at the first
    choice of a value only, as the browser keeps files.
    """
    page.evaluate(WATCH)
    took: list[float] = []
    sent: dict[Any, float] = {}
    for value in values:
        before = wire.down
        if approach:
            page.evaluate(f"(value) => ({approach})(value)", value)
            page.wait_for_timeout(HAND_PAUSES_MS)
        ms = page.evaluate(
            f"([value, patience]) => probe.until({site.map!r}, () => ({act})(value), patience)", [value, TIMEOUT_MS]
        )
        if ms is None:
            raise NothingChanged(f"{site.name}: nothing changed at {value}")
        page.wait_for_timeout(700)  # so that late answers count with their own input
        took.append(ms)
        sent.setdefault(value, (wire.down - before) / 1e3)
    return {"ms": statistics.median(took[1:]), "kb": statistics.median([*sent.values()][1:])}


def scrub(page: Page, site: Site, years: list[int], gap_ms: float) -> dict[str, float]:
    """Return the share of quickly passed years that were drawn.

    It starts from a year that is none of them, as the picture it starts from is not counted.
    """
    page.evaluate(WATCH)
    page.evaluate(f"(value) => ({site.year})(value)", max(years) + 10)
    page.wait_for_timeout(700)
    seen, took = page.evaluate(
        f"([values, gap]) => probe.seen({site.map!r}, {site.year}, values, gap)", [years, gap_ms]
    )
    return {"drawn": min(seen, len(years)), "of": len(years), "took_ms": took}


def clicks(page: Page, site: Site, wire: Wire) -> dict[str, float]:
    """Return median milliseconds from a click on the map to changed charts, and median kilobytes."""
    took, sent = [], []
    for place in site.places:
        before = wire.down
        ms = _click(page, site.map, place, site.charts)
        if ms is None:
            raise NothingChanged(f"{site.name}: no chart changed after a click at {place}")
        page.wait_for_timeout(700)
        took.append(ms)
        sent.append((wire.down - before) / 1e3)
    return {"ms": statistics.median(took[1:]), "kb": statistics.median(sent[1:])}


def marks(page: Page, site: Site) -> float:
    """Return median milliseconds from a click to a map that marks the country; NaN if it never does."""
    took = []
    for place in site.places:
        took.append(_click(page, site.map, place, site.map, patience_ms=2_000))
        page.wait_for_timeout(700)
    return float("nan") if None in took else statistics.median(took[1:])


def _click(
    page: Page, target: str, place: tuple[float, float], watched: str, patience_ms: float = TIMEOUT_MS
) -> float | None:
    """Click a place of `target`; return milliseconds until `watched` looks different, None if it never does."""
    page.evaluate(WATCH)
    box = page.locator(target).first.bounding_box()
    assert box
    page.evaluate(
        f"() => {{ window.clicked = new Promise((done) => document.addEventListener('mouseup', () =>"
        f" done(probe.until({watched!r}, () => null, {patience_ms})), {{ once: true, capture: true }})); }}"
    )
    page.mouse.move(box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"])
    page.wait_for_timeout(HAND_PAUSES_MS)
    page.mouse.down()
    page.mouse.up()
    return page.evaluate("() => window.clicked")
