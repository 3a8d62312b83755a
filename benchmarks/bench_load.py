"""`make bench-load`: memory and CPU of a server of the dashboard, and its response times with many visitors at once.

It starts `python -m dashboard`, visits it without browsers, and checks every answer. Several processes stand for
replicas behind a router with sticky sessions (DEPLOY.md): each visitor stays on one of them.

    python -m benchmarks.bench_load [--sessions 1000] [--open 50] [--visitors 100] [--processes 2]
    python -m benchmarks.bench_load --sessions 0 --visitors 0 --data-dir all-of-wdi
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.dyno import LIFETIME_S, Server, serving
from benchmarks.first_visits import first_visits
from benchmarks.guest import Guest, WrongAnswer
from benchmarks.journeys import countries, journey, some
from storage.locations import DATA_VARIABLE

ROOT = Path(__file__).resolve().parent.parent


BOX_MB = 512
AT_A_TIME = 8
"""Concurrent visitors in the test where many open and close a session."""


class Figures(dict[str, float]):
    """Measurements, by the names in `ROWS`."""


async def opened(servers: list[Server], sessions: int, figures: Figures) -> None:
    """Measure memory and CPU of sessions that stay open, each with its own country; then close them."""
    server, names = servers[0], countries()
    figures["start_mb"], figures["start_own_mb"] = server.rss_mb(), server.own_mb()
    for _ in range(5):  # the first visitors fill the caches
        (await Guest.arrive(server.address)).leave()
    before_mb, before_s, guests = server.rss_mb(), server.cpu_s(), []
    for _ in range(sessions):
        guests.append(await Guest.arrive(server.address))
    figures["session_cpu_s"] = (server.cpu_s() - before_s) / sessions
    before_s = server.cpu_s()
    for guest, (code, name) in zip(guests, some(names, sessions), strict=True):
        await guest.go(f"?country={code}", [f"<h2>{name}</h2>"])
    figures["country_cpu_s"] = (server.cpu_s() - before_s) / sessions
    figures["session_mb"] = (server.rss_mb() - before_mb) / sessions
    figures["fit"] = (BOX_MB * 1.048576 - before_mb) / figures["session_mb"]
    for guest in guests:
        guest.leave()


async def come_and_go(servers: list[Server], sessions: int, figures: Figures) -> None:
    """Measure memory and documents that opened and closed sessions leave behind."""
    server = servers[0]
    await _pass_through(server, max(sessions // 10, AT_A_TIME))
    documents = await _emptied(server, 0)
    before_mb = server.rss_mb()
    await _pass_through(server, sessions)
    figures["left_documents"] = await _emptied(server, documents) - documents
    figures["left_kb"] = (server.rss_mb() - before_mb) / sessions * 1e3
    figures["end_mb"], figures["end_own_mb"] = server.rss_mb(), server.own_mb()


async def _pass_through(server: Server, many: int) -> None:
    async def come(visits: Iterator[tuple[str, str]]) -> None:
        for code, name in visits:
            (await Guest.arrive(server.address, f"?country={code}", [f"<h2>{name}</h2>"])).leave()

    visits = iter(some(countries(), many))
    await asyncio.gather(*(come(visits) for _ in range(AT_A_TIME)))


async def _emptied(server: Server, enough: int) -> int:
    """Return the number of documents once those of closed sessions have expired."""
    ends = time.monotonic() + LIFETIME_S
    count = server.documents()
    while count > enough and time.monotonic() < ends:
        await asyncio.sleep(2)
        count = server.documents()
    return count


async def at_once(servers: list[Server], visitors: int, steps: int, think_s: float) -> dict[str, float]:
    """Return response times and errors of simultaneous visitors who each change something every `think_s` seconds."""
    waits: list[float] = []
    errors: list[str] = []
    guests = []
    for number in range(visitors):
        guests.append(await Guest.arrive(servers[number % len(servers)].address))
    began = time.monotonic()
    before_s = sum(server.cpu_s() for server in servers)

    async def visit(guest: Guest, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, think_s))
        for search, expected in journey(chance, steps):
            try:
                waits.append(await guest.go(search, expected))
            except WrongAnswer as wrong:
                errors.append(str(wrong))
                return
            await asyncio.sleep(chance.uniform(0, 2 * think_s))

    await asyncio.gather(*(visit(guest, random.Random(number)) for number, guest in enumerate(guests)))
    took_s = time.monotonic() - began
    used_s = sum(server.cpu_s() for server in servers) - before_s
    for guest in guests:
        guest.leave()
    for error in errors[:5]:
        print("wrong:", error, file=sys.stderr)  # noqa: T201
    cuts = statistics.quantiles(waits, n=100)
    return {
        "answers": len(waits),
        "wrong": len(errors),
        "p50_s": cuts[49],
        "p95_s": cuts[94],
        "a_second": len(waits) / took_s,
        "step_cpu_ms": 1e3 * used_s / len(waits),
        "rss_mb": sum(server.rss_mb() for server in servers),
    }


ROWS: dict[str, tuple[str, str, int, str]] = {
    "start_own_mb": ("memory at start, every view drawn, as a dyno counts it", "MB", 0, "< 220"),
    "start_mb": ("  with the pages of libraries' files", "MB", 0, ""),
    "session_mb": ("memory of an open session", "MB", 2, "< 1.5"),
    "fit": ("sessions that fit into 512 MB", "", 0, ">= 100"),
    "session_cpu_s": ("CPU of a new session", "s", 2, "< 0.4"),
    "country_cpu_s": ("CPU of another country", "s", 3, ""),
    "left_kb": ("left by a session opened and closed", "kB", 0, "<= 50"),
    "left_documents": ("documents left over", "", 0, "0"),
    "end_own_mb": ("memory after them all, as a dyno counts it", "MB", 0, "< 512"),
    "end_mb": ("  with the pages of libraries' files", "MB", 0, ""),
}
FIRST: dict[str, tuple[str, str, int, str]] = {
    "start_s": ("start-up until the first page", "s", 1, "< 10"),
    "health": ("answers of /healthz", "", 0, ""),
    "health_p99_s": ("answered within, 99 %", "s", 3, "<= 0.2"),
    "health_max_s": ("slowest answer", "s", 3, "<= 0.5"),
    "slowest_view_s": ("slowest first visit of a view", "s", 2, ""),
    "peak_own_mb": ("memory with all sessions open, as a dyno counts it", "MB", 0, "< 512"),
    "peak_mb": ("  with the pages of libraries' files", "MB", 0, ""),
}
CROWD: dict[str, tuple[str, str, int, str]] = {
    "answers": ("right answers", "", 0, ""),
    "wrong": ("wrong or none", "", 0, "0"),
    "p50_s": ("answered within, half of them", "s", 3, ""),
    "p95_s": ("answered within, 95 %", "s", 3, "< 1"),
    "a_second": ("answers a second", "", 1, ""),
    "step_cpu_ms": ("CPU of an answer", "ms", 0, ""),
    "rss_mb": ("memory of all processes", "MB", 0, ""),
}


def print_table(title: str, rows: dict[str, tuple[str, str, int, str]], figures: dict[str, float]) -> None:
    """Print the measurements as a table, with their targets."""
    table = Table("", title=title, title_justify="left")
    table.add_column("measured", justify="right")
    table.add_column("target", justify="right")
    for key, (words, unit, digits, target) in rows.items():
        if key in figures:
            table.add_row(words, f"{figures[key]:,.{digits}f} {unit}".strip(), target)
    Console(width=100).print(table)


async def measure(options: argparse.Namespace) -> None:
    """Run the measurements asked for, and print each when it is done."""
    figures = Figures()
    if options.open:
        began = time.monotonic()
        with serving(1) as servers:
            start_s = time.monotonic() - began
            first = {"start_s": start_s} | await first_visits(servers[0], options.open)
        print_table(f"every view visited first, {options.open} sessions open, /healthz every 50 ms", FIRST, first)
    with serving(1) as servers:
        if options.open:
            await opened(servers, options.open, figures)
        if options.sessions:
            await come_and_go(servers, options.sessions, figures)
        if figures:
            print_table(
                f"one process; {options.open} sessions open, {options.sessions} opened and closed", ROWS, figures
            )
    for many in sorted({1, options.processes}) if options.visitors else ():
        with serving(many) as servers:
            crowd = await at_once(servers, options.visitors, options.steps, options.think)
        title = f"{options.visitors} visitors at once, a change every {options.think:g} s each, {many} process(es)"
        print_table(title, CROWD, crowd)


def main() -> None:
    """Read the options, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open", type=int, default=50, help="sessions open at the same time; 0: none")
    parser.add_argument("--sessions", type=int, default=1000, help="sessions opened and closed; 0: none")
    parser.add_argument("--visitors", type=int, default=100, help="visitors at once; 0: none")
    parser.add_argument("--steps", type=int, default=9, help="changes that each of them makes")
    parser.add_argument("--think", type=float, default=10.0, help="mean seconds between a visitor's changes")
    parser.add_argument("--processes", type=int, default=2, help="processes of the second run with many visitors")
    parser.add_argument("--data-dir", type=Path, help="figures to serve; without it, the shipped ones")
    options = parser.parse_args()
    if options.data_dir:
        os.environ[DATA_VARIABLE] = str(options.data_dir.resolve())
    asyncio.run(measure(options))


if __name__ == "__main__":
    main()
