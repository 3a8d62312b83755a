"""`make bench-etl`: this project's ETL beside three public clients, on the same 20 series of the same service.

Prints ratios, as absolute times are the machine's. Two questions: how long until all values are in a table, and how far
our CPU time lies above the floor, a bare parse of the same bytes with the fastest JSON parser at hand.

    python benchmarks/bench_etl.py [--series 20] [--latency-ms 100] [--runs 1] [--url http://.../v2 --codes A,B,...]
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

HERE = Path(__file__).resolve().parent


PARSERS: dict[str, Callable[[bytes], object]] = {
    "json": json.loads,
    "orjson": orjson.loads,
    "msgspec": msgspec.json.decode,
}
"""Parsers into plain Python objects; ours decodes into the fields it needs, which is why it may come in below."""


def main() -> None:
    """Runs every client, and prints the comparison."""
    asked = options()
    with service(asked) as (url, codes):
        runs = {name: [run(name, url, codes) for _ in range(asked.runs)] for name in CLIENTS}
        floor = floor_s(url, codes)
    tell(runs, floor, len(codes))


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=20)
    parser.add_argument("--latency-ms", type=float, default=100.0, help="how long each answer takes to set out")
    parser.add_argument("--runs", type=int, default=1, help="runs of each client; wbgapi takes minutes")
    parser.add_argument("--url", help="an Indicators API that is there already, instead of our own")
    parser.add_argument("--codes", default="", help="its series, comma-separated")
    return parser.parse_args()


@contextmanager
def service(asked: argparse.Namespace) -> Iterator[tuple[str, list[str]]]:
    """Address and series of the service; our own is started and stopped."""
    if asked.url:
        yield asked.url, asked.codes.split(",")
        return
    command = [sys.executable, str(HERE / "service.py"), f"--series={asked.series}", f"--latency-ms={asked.latency_ms}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server.stdout.readline().strip(), [code(number) for number in range(asked.series)]  # type: ignore[union-attr]
        finally:
            server.terminate()


def run(name: str, url: str, codes: list[str]) -> dict[str, float]:
    """One run of one client in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(HERE / "clients.py"), name, url, *codes],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parent,
    )
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def floor_s(url: str, codes: list[str]) -> tuple[str, float]:
    """The fastest parser, and its CPU seconds a series for the bytes of the values, best of three."""
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


def tell(runs: dict[str, list[dict[str, float]]], floor: tuple[str, float], series: int) -> None:
    """The comparison as a table."""
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
