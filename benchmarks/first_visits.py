"""First visits of every view while /healthz is requested, and the memory of sessions open in all views.

A view's first visitor makes what the caches then hold. The server must go on answering meanwhile: a platform that gets
no answer from /healthz stops it.
"""

from __future__ import annotations

import asyncio
import statistics
import time

from tornado.httpclient import AsyncHTTPClient

from benchmarks.dyno import Server
from benchmarks.guest import Guest
from dashboard.state.selection import VIEW_NAMES

PERIOD_S = 0.05
"""Between two requests of /healthz."""

VARIANTS = {
    "explore": ("?measure=trend", "?measure=indicator", "?country=KEN", "?country=KEN&windows=1"),
    "compare": ("?view=compare&countries=KEN~IND~WLD&compare=SP.POP.TOTL",),
    "relate": ("?view=relate&x=NY.GDP.PCAP.KD&y=SP.DYN.LE00.IN",),
    "rank": ("?view=rank&rank=SP.POP.TOTL",),
    "drivers": ("?view=drivers&country=KEN", "?view=drivers&country=NOR"),
    "data": ("?view=data&country=KEN&table=alike",),
}
"""Further addresses of each view, whose figures are made when first requested."""


async def first_visits(server: Server, sessions: int) -> dict[str, float]:
    """Visit every view for the first time, then keep so many `sessions` open; return times in s, memory in MB."""
    waits: list[float] = []
    ended = asyncio.Event()
    watch = asyncio.create_task(_watch(server.address, waits, ended))
    slowest_s, peak_mb, guests = 0.0, server.rss_mb(), []
    for address in addresses():
        began = time.monotonic()
        guests.append(await Guest.arrive(server.address, address))
        slowest_s = max(slowest_s, time.monotonic() - began)
        peak_mb = max(peak_mb, server.rss_mb())
    for number in range(sessions - len(guests)):
        guests.append(await Guest.arrive(server.address, addresses()[number % len(addresses())]))
        peak_mb = max(peak_mb, server.rss_mb())
    ended.set()
    await watch
    for guest in guests:
        guest.leave()
    return {
        "health": len(waits),
        "health_p99_s": statistics.quantiles(waits, n=100)[98],
        "health_max_s": max(waits),
        "slowest_view_s": slowest_s,
        "peak_mb": peak_mb,
        "peak_own_mb": server.own_mb(),
    }


def addresses() -> list[str]:
    """Return the queries visited, each view first without any choice."""
    return [query for view in VIEW_NAMES for query in (f"?view={view}", *VARIANTS.get(view, ()))]


async def _watch(address: str, waits: list[float], ended: asyncio.Event) -> None:
    """Request /healthz every 50 ms, whether or not the last request has been answered, until `ended`."""
    client = AsyncHTTPClient(force_instance=True, max_clients=1000)
    requests: set[asyncio.Task[None]] = set()

    async def ask() -> None:
        began = time.monotonic()
        await client.fetch(f"{address}/healthz", request_timeout=60)
        waits.append(time.monotonic() - began)

    while not ended.is_set():
        requests.add(asyncio.create_task(ask()))
        await asyncio.sleep(PERIOD_S)
    await asyncio.gather(*requests)
