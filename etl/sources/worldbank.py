"""The World Bank's Indicators API, version 2: economies, descriptions of series, and their values.

Its quirks, each with a recorded response in tests/etl/sources/recorded: a success is `[header, rows]`; number types in
the header differ between endpoints; no data is status 200 with null rows; an error is status 200 with a message, in
some cases XML with a BOM despite format=json; the country code is empty for income groups.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from urllib.parse import urlencode

import pandas as pd

from etl.errors import NoData, Refused, Unreachable
from etl.sources.answers import WDI, parse_page, text_at
from etl.sources.http import Fetcher
from etl.sources.pages import Page, Vintage, parse_values

PER_PAGE = 32_500
"""The service's maximum for values; its default of 50 would take 350 requests a series."""
MOST_PAGES = 1_000
MOST_SERIES_AT_ONCE = 60
"""The service accepts no more in one address."""
MOST_ATTEMPTS = 3
"""Attempts to fetch a series whose pages do not belong together, for example because it is being updated."""
VALUES_VALID_FOR = timedelta(days=30)
"""Values older than this are fetched again even if the service still has their date: it fills in a release for weeks
under one date (in 2026, GDP at purchasing power parity had no 2025 values for the first two weeks)."""
DESCRIPTION_FRESH_S = 24 * 3600
"""A description younger than a day is not fetched again when an interrupted refresh continues."""

NEEDED_OF_COUNTRIES = ("id", "name", "region.id")
"""Without these a row cannot be an economy or an aggregate; the service may leave out any of the others."""
COUNTRY_COLUMNS = (
    *NEEDED_OF_COUNTRIES,
    *("iso2Code", "region.value", "incomeLevel.id", "incomeLevel.value", "lendingType.id", "lendingType.value"),
    *("capitalCity", "longitude", "latitude"),
)
DESCRIPTION_FIELDS = {
    "note": "sourceNote",
    "organisation": "sourceOrganization",
    "source": "source.value",
    "source_id": "source.id",
}
"""Fields of a description, and where the service has them."""


@dataclass(frozen=True)
class SeriesAnswer:
    """The values of one series as the service sent them.

    `rows` has the columns country_id (str, iso2 or iso3 or the service's own), iso3 (str, "" for some aggregates),
    year (int), value (float, never null) and status (str, the service's own mark, "" for most). `last_updated` is None
    if the service does not give it; `fetched_at` is when the values left the service (earlier, if they come from the
    raw cache): ISO 8601, UTC.
    """

    code: str
    last_updated: str | None
    rows: pd.DataFrame
    fetched_at: str


class Torn(Unreachable):
    """The pages of a series do not belong together, so none of them can be used."""


@dataclass(frozen=True)
class Address:
    """Address of a series: base of the API, code, and number of the database if it is not the usual one."""

    base: str
    code: str
    source_id: str = ""

    def url(self, per_page: int, page: int = 1) -> str:
        """Return the URL of one page of its values, for every economy and year."""
        query = {"format": "json", "per_page": per_page, "page": page}
        query |= {"source": self.source_id} if self.source_id else {}
        return f"{self.base}/country/all/indicator/{self.code}?{urlencode(query)}"


def countries_url(base: str) -> str:
    """Return the URL of every economy and aggregate in one page."""
    return f"{base}/country?{urlencode({'format': 'json', 'per_page': 500})}"


def description_url(base: str, code: str) -> str:
    """Return the URL of a series' description: name, note, source."""
    return f"{base}/indicator/{code}?{urlencode({'format': 'json'})}"


def fetch_countries(fetcher: Fetcher, base: str) -> pd.DataFrame:
    """Return economies and aggregates with the service's columns: id, iso2Code, name, region.id, incomeLevel.id, ...

    Texts have no surrounding blanks, and are empty where the service has none.

    Raises:
        Unreachable: no usable response, part of the list, or a row without a column of `NEEDED_OF_COUNTRIES`.
    """
    header, rows = fetcher.get(countries_url(base), parse_page)
    if header["pages"] != 1 or len(rows) != header["total"]:
        raise Unreachable(f"the list of countries has {len(rows)} rows of {header['total']}")
    table = pd.DataFrame([{name: text_at(row, name) for name in COUNTRY_COLUMNS} for row in rows], dtype="str")
    for name in NEEDED_OF_COUNTRIES:
        if lacking := int((table[name] == "").sum()):
            raise Unreachable(f"the list of countries has {lacking} of {len(table)} rows without {name}")
    return table


def fetch_description(fetcher: Fetcher, base: str, code: str) -> dict[str, str]:
    """Return name, note, source, its number, organisation and topics of a series; empty if the service gives none."""
    _, rows = fetcher.get(description_url(base, code), parse_page, fresh_for_s=DESCRIPTION_FRESH_S)
    if not rows:
        raise Refused(f"{code}: the service does not describe this series")
    row = rows[0]
    try:
        topics = [text_at(topic, "value") for topic in row.get("topics") or ()]
        return {name: text_at(row, path) for name, path in DESCRIPTION_FIELDS.items()} | {
            "name": text_at(row, "name") or code,
            "topics": "; ".join(topic for topic in topics if topic),
        }
    except (Unreachable, TypeError, AttributeError) as error:
        raise Unreachable(f"{code}: a description of another shape ({error})") from error


def fetch_vintage(fetcher: Fetcher, series: Address) -> Vintage:
    """Return when the service last updated a series, the only sign of a change: its cache headers have none.

    Raises:
        NoData: the service has no values of the series.
        Refused: it does not know the series, or has withdrawn it.
        Unreachable: no usable response.
    """
    header, _ = fetcher.get(series.url(per_page=1), parse_page, store=False)
    if not header["total"]:
        raise NoData("the service holds no values of this series")
    return Vintage(header.get("lastupdated"), header["total"])


def fetch_unchanged(fetcher: Fetcher, base: str, vintages: Mapping[str, str]) -> set[str]:
    """Return the published series whose vintage the service still has, checked sixty series a request.

    For several series the service gives the latest date only. A series updated since its publication has a later date
    than all published vintages, so if the latest date is still the published one, none of the sixty has changed. An
    update on the very day of the latest date is missed until the values are fetched again for their age. If the
    service refuses one of the sixty, it refuses the whole request, and each series is then looked up on its own.

    Args:
        fetcher: the HTTP client.
        base: base address of the API.
        vintages: published `lastupdated` by code, of World Development Indicators.

    Raises:
        Unreachable: no usable response.
    """
    unchanged: set[str] = set()
    for codes in _batched(vintages, MOST_SERIES_AT_ONCE):
        query = urlencode({"format": "json", "source": WDI, "per_page": 1})
        with contextlib.suppress(Refused):
            header, _ = fetcher.get(f"{base}/country/WLD/indicator/{';'.join(codes)}?{query}", parse_page, store=False)
            if header["total"] and header.get("lastupdated") == max(vintages[code] for code in codes):
                unchanged.update(codes)
    return unchanged


def fetch_series(fetcher: Fetcher, series: Address, vintage: Vintage | None = None) -> SeriesAnswer:
    """Return all values of one series; cached pages of the same `vintage` are not fetched again.

    Raises:
        Torn: in three attempts the pages did not belong together: the number of rows was not `total`, a row was of
            another indicator, or `lastupdated` changed between pages.
        NoData: the service has no values of the series.
        Refused: it does not know the series, or has withdrawn it.
        Unreachable: no usable response.
    """
    for attempt in range(MOST_ATTEMPTS):
        try:
            return _series(fetcher, series, vintage if attempt == 0 else None)
        except Torn as torn:
            last = torn
    raise last


def _series(fetcher: Fetcher, series: Address, vintage: Vintage | None) -> SeriesAnswer:
    code, pages = series.code, list(_pages(fetcher, series, vintage))
    first = pages[0]
    rows = sum(page.rows for page in pages)
    if rows != first.vintage.total:
        raise Torn(f"{code}: {rows} rows came of {first.vintage.total} announced")
    wrong = sorted(other for page in pages for other in page.indicators if other.upper() != code.upper())
    if wrong:
        more = f" and {len(wrong) - 1:,} more" if len(wrong) > 1 else ""
        raise Torn(f"{code}: the answer holds rows of {wrong[0]}{more}")
    values = pd.concat([page.values for page in pages], ignore_index=True)
    repeated = values.duplicated(["country_id", "iso3", "year"])
    if repeated.any():
        row = values[repeated].iloc[0]
        raise Torn(f"{code}: more than one row for {row.country_id} {row.year}")
    if values.empty:
        raise NoData("the service holds no values of this series")
    return SeriesAnswer(code, first.vintage.last_updated, values, fetcher.read_at)


def _pages(fetcher: Fetcher, series: Address, vintage: Vintage | None) -> Iterator[Page]:
    """Yield every page; all are of one vintage."""

    def page(number: int) -> Page:
        return fetcher.get(
            series.url(PER_PAGE, number),
            parse_values,
            fresh_for_s=VALUES_VALID_FOR.total_seconds() if vintage else 0.0,
            is_valid=(lambda cached: cached.vintage == vintage) if vintage else None,
        )

    first = page(1)
    if first.pages > MOST_PAGES:
        raise Unreachable(f"{series.code}: {first.pages} pages cannot be right")
    yield first
    for number in range(2, first.pages + 1):
        following = page(number)
        if following.vintage != first.vintage:
            raise Torn(f"{series.code}: the figures changed between page 1 and page {number}")
        yield following


def _batched(items: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield the items in tuples of `size`, the last one shorter; replace by itertools.batched with Python 3.12."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch
