"""A mock of the World Bank's API at full size: 266 places, 66 years, random figures, bodies made in advance.

It answers the addresses that the compared clients use: the values of a series page by page, the "sources" format, the
list of countries, the description of a series. It runs in its own process, so that no client spends time on serving:
`python -m benchmarks.service --series 20 --latency-ms 100` prints its URL.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from string import ascii_uppercase
from urllib.parse import parse_qs, urlsplit

ECONOMIES, AGGREGATES = 217, 49
YEARS = range(2025, 1959, -1)
CODES = ["USA", *("".join(letters) for letters in product(ascii_uppercase, repeat=3))][: ECONOMIES + AGGREGATES]
"""wbgapi looks for the USA."""
HELD = 0.55
"""Share of rows with a value, as in the median series of the World Development Indicators."""


def code(number: int) -> str:
    """Return the code of the n-th series."""
    return f"BN.SER.{number:05d}"


def country(number: int) -> dict:
    """Return one place in the format of the service; the last ones are aggregates."""
    region = ("NA", "Aggregates") if number >= ECONOMIES else ("ECS", "Europe & Central Asia")
    group = {"id": region[0], "iso2code": "Z7", "value": region[1]}
    row = {"id": CODES[number], "iso2Code": CODES[number][:2], "name": f"Place {number}", "region": group}
    row |= {"adminregion": group, "incomeLevel": group, "lendingType": group}
    return row | {"capitalCity": "", "longitude": "", "latitude": ""}


@cache
def values(series: str) -> list[tuple[str, int, float | None]]:
    """Yield place, year and value of a series, determined by its code, so that every client gets the same."""
    chance = random.Random(series)
    return [
        (place, year, round(chance.lognormvariate(3, 2), 9) if chance.random() < HELD else None)
        for place in CODES
        for year in YEARS
    ]


def value_row(series: str, place: str, year: int, value: float | None) -> dict:
    """Return a row of the ordinary format."""
    return {
        "indicator": {"id": series, "value": f"Series {series} (units)"},
        "country": {"id": place, "value": f"Place {place}"},
        "countryiso3code": place,
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": "",
        "decimal": 0,
    }


def description(series: str) -> dict:
    """Return the description of a series."""
    row = {"id": series, "name": f"Series {series} (units)", "unit": "", "sourceNote": "", "sourceOrganization": ""}
    return row | {"source": {"id": "2", "value": "World Development Indicators"}, "topics": []}


def source_row(series: str, place: str, year: int, value: float | None) -> dict:
    """Return a row of the "sources" format."""
    concepts = (("Country", place, place), ("Series", series, series), ("Time", f"YR{year}", str(year)))
    return {"variable": [{"concept": c, "id": i, "value": v} for c, i, v in concepts], "value": value}


@cache
def body(path: str, page: int, per_page: int) -> bytes:
    """Return the compressed answer to one address; `path` is without version and language."""
    parts = path.split("/")
    kind = parts[0].lower()
    if "indicator" in parts[1:] or "indicators" in parts[1:]:
        total, rows = page_of(value_row, parts[-1].split(";"), page, per_page)
        return packed([header(total, page, per_page), rows])
    if kind in ("indicator", "indicators"):
        rows = [description(name) for name in (parts[1].split(";") if len(parts) > 1 else [code(0)])]
        return packed([header(len(rows), 1, len(rows)), rows])
    if kind == "sources":
        return packed(of_sources(parts, page, per_page))
    if kind.startswith(("region", "incomelevel", "lendingtype")):
        rows = [{"id": "ECS", "code": "ECS", "iso2code": "Z7", "name": "Europe & Central Asia", "value": "Group"}]
    else:
        rows = [country(number) for number in range(len(CODES))]
    return packed([header(len(rows), page, per_page), rows[(page - 1) * per_page : page * per_page]])


def page_of(make: Callable[..., dict], asked: list[str], page: int, per_page: int) -> tuple[int, list[dict]]:
    """Return the number of rows of the series asked for, and the rows of one page; make no others."""
    each = len(CODES) * len(YEARS)
    wanted = range((page - 1) * per_page, min(page * per_page, each * len(asked)))
    return each * len(asked), [make(asked[n // each], *values(asked[n // each])[n % each]) for n in wanted]


def of_sources(parts: list[str], page: int, per_page: int) -> dict:
    """Return an answer of the "sources" format: the concepts of a database, the members of one, or values."""
    members = {"country": CODES, "series": [code(n) for n in range(2000)], "time": [f"YR{y}" for y in YEARS]}
    about = {"id": "2", "name": "World Development Indicators"}
    if members.keys() <= set(parts):
        total, rows = page_of(source_row, parts[parts.index("series") + 1].split(";"), page, per_page)
        return header(total, page, per_page) | {"source": about | {"data": rows}}
    if "concepts" in parts:
        inner: list[dict] = [{"id": name, "value": name.title()} for name in members]
    else:
        ids = members[parts[2]]
        inner = [{"id": parts[2].title(), "variable": [{"id": i, "value": i} for i in ids]}]
    return header(len(inner), 1, 20_000) | {"source": [about | {"concept": inner}]}


def header(total: int, page: int, per_page: int) -> dict:
    """Return the header of an answer."""
    counts = {"page": page, "pages": max(-(-total // per_page), 1), "per_page": per_page, "total": total}
    return counts | {"sourceid": "2", "sourcename": "World Development Indicators", "lastupdated": "2026-07-13"}


def packed(answer: object) -> bytes:
    """Return the answer as sent."""
    return gzip.compress(json.dumps(answer, separators=(",", ":")).encode(), 1)


class Handler(BaseHTTPRequestHandler):
    """Answers with bodies made in advance."""

    protocol_version = "HTTP/1.1"
    latency_s = 0.0

    def do_GET(self) -> None:
        """Answer after the latency of a network."""
        time.sleep(self.latency_s)
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        path = re.sub(r"^/v2/(en/)?", "", url.path).strip("/")
        page, per_page = (int(query.get(name, [default])[0]) for name, default in (("page", "1"), ("per_page", "50")))
        sent = body(path, page, per_page)
        packed_wanted = "gzip" in self.headers.get("Accept-Encoding", "")
        sent = sent if packed_wanted else gzip.decompress(sent)
        self.send_response(200)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        if packed_wanted:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def main() -> None:
    """Serve until terminated."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--series", type=int, default=20)
    options.add_argument("--latency-ms", type=float, default=100.0)
    asked = options.parse_args()
    for number in range(asked.series):
        body(f"country/all/indicator/{code(number)}", 1, 32_500)
    Handler.latency_s = asked.latency_ms / 1000
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}/v2", flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main()
