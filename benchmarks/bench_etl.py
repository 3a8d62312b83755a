"""`make bench-etl`: compare this project's ETL with three public clients, on the same 20 series of the same service.

It prints ratios, as absolute times depend on the machine. Two questions: how long until all values are in a table, and
how far the project's CPU time is above the minimum, a parse of the same bytes with the fastest JSON parser at hand.

    python -m benchmarks.bench_etl [--series 20] [--latency-ms 100] [--runs 1] [--url http://.../v2 --codes A,B,...]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import orjson
import requests
from rich.console import Console
from rich.table import Table

from benchmarks.clients import CLIENTS
from benchmarks.service import code

ROOT = Path(__file__).resolve().parent.parent

PARSERS: dict[str, Callable[[bytes], object]] = {
    "json": json.loads,
    "orjson": orjson.loads,
    "msgspec": msgspec.json.decode,
}
"""Parsers into plain Python objects; this project decodes only the fields it needs, so it may be faster than these."""


def main() -> None:
    """Run every client, and print the comparison."""
    options = parse_arguments()
    with service(options) as (url, codes):
        runs = {name: [run(name, url, codes) for _ in range(options.runs)] for name in CLIENTS}
        floor = floor_s(url, codes)
    print_table(runs, floor, len(codes))


def parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=20)
    parser.add_argument("--latency-ms", type=float, default=100.0, help="time before each answer starts")
    parser.add_argument("--runs", type=int, default=1, help="runs of each client; wbgapi takes minutes")
    parser.add_argument("--url", help="an Indicators API to use instead of the local one")
    parser.add_argument("--codes", default="", help="its series, comma-separated")
    return parser.parse_args()


@contextmanager
def service(options: argparse.Namespace) -> Iterator[tuple[str, list[str]]]:
    """Give URL and series of the service; the local one runs for the length of the block."""
    if options.url:
        yield options.url, options.codes.split(",")
        return
    command = [
        sys.executable,
        "-m",
        "benchmarks.service",
        f"--series={options.series}",
        f"--latency-ms={options.latency_ms}",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            yield server.stdout.readline().strip(), [code(number) for number in range(options.series)]  # type: ignore[union-attr]
        finally:
            server.terminate()


def run(name: str, url: str, codes: list[str]) -> dict[str, float]:
    """Run one client once, in its own process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.clients", name, url, *codes],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def floor_s(url: str, codes: list[str]) -> tuple[str, float]:
    """Return the fastest parser and its CPU seconds a series for the bytes of the values, best of three."""
    bodies = [
        requests.get(f"{url}/country/all/indicator/{c}?format=json&per_page=32500&page=1", timeout=60).content
        for c in codes
    ]

    def seconds(parse: Callable[[bytes], object]) -> float:
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            for body in bodies:
                parse(body)
            best = min(best, time.process_time() - began)
        return best / len(bodies)

    timed = {name: seconds(parse) for name, parse in PARSERS.items()}
    fastest = min(timed, key=timed.__getitem__)
    return fastest, timed[fastest]


def print_table(runs: dict[str, list[dict[str, float]]], floor: tuple[str, float], series: int) -> None:
    """Print the comparison as a table."""
    say = Console(width=120)
    median = {
        name: {key: statistics.median(run[key] for run in done) for key in ("wall_s", "cpu_s")}
        for name, done in runs.items()
    }
    values = {run["values"] for done in runs.values() for run in done}
    ours = median["this project"]
    table = Table(title=f"{series} series x 266 places x 66 years; medians of {len(runs['this project'])} run(s)")
    for heading in ("client", "wall s", "x ours", "CPU ms a series", "x ours", "x floor"):
        table.add_column(heading, justify="left" if heading == "client" else "right")
    for name, took in median.items():
        cpu_ms = 1e3 * took["cpu_s"] / series
        table.add_row(
            name,
            f"{took['wall_s']:.2f}",
            f"{took['wall_s'] / ours['wall_s']:.1f}",
            f"{cpu_ms:.0f}",
            f"{took['cpu_s'] / ours['cpu_s']:.1f}",
            f"{cpu_ms / (1e3 * floor[1]):.2f}",
        )
    say.print(table)
    say.print(f"Floor: {1e3 * floor[1]:.1f} ms of CPU a series, {floor[0]} on the same bytes into plain objects.")
    agree = "all clients got the same number of values" if len(values) == 1 else f"VALUES DIFFER: {sorted(values)}"
    say.print(f"{agree}: {max(values):,.0f}")


if __name__ == "__main__":
    main()
