"""The World Bank's Climate Change Knowledge Portal: annual mean temperature of every country, from CRU TS.

The grammar of its addresses was read from public code and from answers, not from a specification, so it stands in one
place: `product`. A wrong token or a period it does not hold is answered with success and no data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.errors import Refused, Unreachable
from etl.sources.http import Fetcher, strict_json

FIRST_YEAR = 1901
OLDEST_LAST_YEAR = 2022
NEWEST_KNOWN_LAST_YEAR = 2024
"""Held on 2026-11-21; probing starts at least here, whatever the clock says."""


@dataclass(frozen=True)
class Release:
    """One release of CRU TS on the portal; period and version move together each spring."""

    last_year: int

    @property
    def version(self) -> str:
        """1901-2022 is ts4.07, 1901-2023 ts4.08, 1901-2024 ts4.09, and so on."""
        return f"ts4.{self.last_year - 2015:02d}"

    @property
    def product(self) -> str:
        """The portal's name for annual mean temperature over the whole period."""
        return (
            f"cru-x0.5_timeseries_tas_timeseries_annual_{FIRST_YEAR}-{self.last_year}"
            f"_mean_historical_cru_{self.version}_mean"
        )


def releases(this_year: int) -> Iterator[Release]:
    """Releases that may exist, newest first."""
    newest = max(this_year - 1, NEWEST_KNOWN_LAST_YEAR)
    return (Release(last_year) for last_year in range(newest, OLDEST_LAST_YEAR - 1, -1))


def fetch_temperature(fetcher: Fetcher, base: str, this_year: int) -> tuple[Release, pd.DataFrame]:
    """The newest release held and its table: code (str), year (int), temperature_c (float, 2 decimals).

    Raises:
        Unreachable: the portal gives no usable answer.
        Refused: it answers, but holds none of the releases.
    """
    newest = next(releases(this_year)).last_year
    for release in releases(this_year):
        table = fetcher.get(f"{base}/{release.product}/all_countries?_format=json", parse_temperature)
        if not table.empty:
            return release, table
    raise Refused(
        f"the climate portal holds no CRU TS release that ends between {OLDEST_LAST_YEAR} and {newest}: "
        "its addresses may have changed, see etl/sources/cckp.py"
    )


def parse_temperature(body: bytes) -> pd.DataFrame:
    """The table in one answer, without rows where the portal holds nothing.

    Values are rounded to the 2 decimals that are published; the portal prints 21.359999999999996 for 21.36.
    """
    answer: Any = strict_json(body)
    match answer:
        case {"metadata": {"status": "success"}, "data": []}:
            return _table([])
        case {"metadata": {"status": "success"}, "data": dict(countries)}:
            return _table([row for code, series in countries.items() for row in _rows(code, series)])
        case other:
            raise Unreachable(f"an answer of another shape: {str(other)[:80]}")


def _rows(code: str, series: Any) -> list[tuple[str, int, float]]:
    """The values of one country; none for a country that the portal lists as null."""
    if series is None:
        return []
    try:
        return [(code, _year(key), round(value, 2)) for key, value in series.items() if value is not None]
    except (AttributeError, TypeError) as error:
        raise Unreachable(f"{code}: a value of another shape ({error})") from error


def _year(key: str) -> int:
    """Annual values are stamped with July: "1901-07"."""
    year, _, month = key.partition("-")
    if month != "07" or not year.isdigit():
        raise Unreachable(f"{key!r} where an annual stamp such as '1901-07' belongs")
    return int(year)


def _table(rows: list[tuple[str, int, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["code", "year", "temperature_c"])
    return frame.astype({"code": "str", "year": "int64", "temperature_c": "float64"})
