"""Fetch series with one client and print the time: `python -m benchmarks.clients NAME URL CODE...`.

Each client runs in its own process, with a cold cache, as its documentation shows; only the address is changed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

Fetch = Callable[[str, list[str]], int]


def this_project(url: str, codes: list[str]) -> int:
    """Fetch with this project: look-up, fetch, parse, clean, check, on six threads; bodies go into the raw cache."""
    from etl.indicators.configured import Configured
    from etl.refresh.series import Job, fetch
    from etl.sources import worldbank
    from etl.sources.http import Fetcher
    from etl.sources.raw_cache import RawCache
    from etl.workers import in_order, workers

    fetcher = Fetcher(cache=RawCache(Path(tempfile.mkdtemp())))
    places = worldbank.fetch_countries(fetcher, url)
    economies = frozenset(places.id[places["region.id"] != "NA"])
    code_of = {code: code for code in places.id}
    job = Job(fetcher, url, code_of, economies, (), {}, "2026-01-01T00:00:00+00:00")
    entries = [Configured(code, "", code) for code in codes]
    with workers() as pool:
        return sum(_rows(series) for series in in_order(pool, lambda entry: fetch(entry, job), entries))


def _rows(series: object) -> int:
    if series.rows is None:  # type: ignore[attr-defined]
        raise SystemExit(series.reason)  # type: ignore[attr-defined]
    return len(series.rows)  # type: ignore[attr-defined]


def wbgapi(url: str, codes: list[str]) -> int:
    """Wbgapi's data.DataFrame, all series in one call."""
    import wbgapi as wb

    wb.endpoint = url
    return int(wb.data.DataFrame(codes, numericTimeKeys=True).notna().sum().sum())


def wbdata(url: str, codes: list[str]) -> int:
    """Wbdata's get_dataframe, all series in one call."""
    os.environ["WBDATA_CACHE_PATH"] = tempfile.mkdtemp() + "/cache"
    import wbdata as wb
    from wbdata import client

    for name in [name for name in vars(client) if name.endswith("_URL")]:
        setattr(client, name, getattr(client, name).replace("https://api.worldbank.org/v2", url))
    return int(wb.get_dataframe({code: code for code in codes}).notna().sum().sum())


def pandas_datareader(url: str, codes: list[str]) -> int:
    """pandas-datareader's WorldBankReader, all series in one call."""
    from pandas_datareader import wb

    wb.WB_API_URL = url
    frame = wb.download(indicator=codes, country="all", start=1960, end=2025)
    return int(frame.notna().sum().sum())


CLIENTS: dict[str, Fetch] = {
    "this project": this_project,
    "wbgapi": wbgapi,
    "wbdata": wbdata,
    "pandas-datareader": pandas_datareader,
}


def main() -> None:
    """Print wall and CPU seconds, and the number of values, as JSON."""
    name, url, *codes = sys.argv[1:]
    pd.DataFrame({"a": ["loads pandas before the clock starts"]})
    wall, cpu = time.perf_counter(), time.process_time()
    count = CLIENTS[name](url, codes)
    done = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "values": count}
    print(json.dumps(done))  # noqa: T201


if __name__ == "__main__":
    main()
