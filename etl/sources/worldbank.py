"""The World Bank's Indicators API, version 2: economies, what a series is, and its values.

The quirks met here, each with a recorded answer in tests/etl/recorded: a success is `[header, rows]`; number types in
the header differ from one endpoint to the next; no data is 200 with null rows; an error is 200 with a message body, in
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
from etl.sources.answers import WDI, parse_page
from etl.sources.http import Fetcher
from etl.sources.pages import Page, Vintage, parse_values

PER_PAGE = 32_500
"""The ceiling for values; the service's default of 50 would cost 350 requests a series."""
MOST_PAGES = 1_000
MOST_SERIES_AT_ONCE = 60
"""The service takes no more in one address."""
STARTS = 3
"""How often a series is begun anew whose pages do not belong together, as when it is being replaced just then."""
VALUES_STAND = timedelta(days=30)
"""Values this old are fetched again even if the service still gives their date: a release is filled in for weeks
under one date (seen in 2026: no 2025 values of GDP at purchasing power parity for its first two weeks)."""
DESCRIPTION_FRESH_S = 24 * 3600
"""A description that arrived within a day is not asked for again when an interrupted refresh goes on."""


@dataclass(frozen=True)
class SeriesAnswer:
    """The values of one series as the service gave them.

    `rows` has the columns country_id (str, iso2 or iso3 or the service's own), iso3 (str, "" for some aggregates),
    year (int) and value (float, never null). `last_updated` is None where the service does not say; `fetched_at` is
    when the values came from the service, now or, out of the raw cache, before: ISO 8601, UTC.
    """

    code: str
    last_updated: str | None
    rows: pd.DataFrame
    fetched_at: str


class Torn(Unreachable):
    """The pages of a series do not belong together: half an answer is no answer."""


@dataclass(frozen=True)
class Address:
    """Where a series is: the API's base, its code, and the number of its database if that is not the usual one."""

    base: str
    code: str
    source_id: str = ""

    def url(self, per_page: int, page: int = 1) -> str:
        """One page of its values, for every economy and year."""
        query = {"format": "json", "per_page": per_page, "page": page}
        query |= {"source": self.source_id} if self.source_id else {}
        return f"{self.base}/country/all/indicator/{self.code}?{urlencode(query)}"


def countries_url(base: str) -> str:
    """Every economy and aggregate in one page."""
    return f"{base}/country?{urlencode({'format': 'json', 'per_page': 500})}"


def description_url(base: str, code: str) -> str:
    """What the series is: name, note, source."""
    return f"{base}/indicator/{code}?{urlencode({'format': 'json'})}"


def fetch_countries(fetcher: Fetcher, base: str) -> pd.DataFrame:
    """Economies and aggregates in the service's words: id, iso2Code, name, region, incomeLevel, capitalCity, ..."""
    header, rows = fetcher.get(countries_url(base), parse_page)
    if header["pages"] != 1 or len(rows) != header["total"]:
        raise Unreachable(f"the list of countries has {len(rows)} rows of {header['total']}")
    return pd.json_normalize(rows).astype(str)


def fetch_description(fetcher: Fetcher, base: str, code: str) -> dict[str, str]:
    """Name, note, source and source organisation of a series, as strings; empty where the service gives none."""
    _, rows = fetcher.get(description_url(base, code), parse_page, fresh_for_s=DESCRIPTION_FRESH_S)
    if not rows:
        raise Refused(f"{code}: the service does not describe this series")
    row = rows[0]
    try:
        return {
            "name": (row["name"] or "").strip(),
            "note": (row["sourceNote"] or "").strip(),
            "organisation": (row["sourceOrganization"] or "").strip(),
            "source": (row["source"]["value"] or "").strip(),
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreachable(f"{code}: a description of another shape ({error})") from error


def fetch_vintage(fetcher: Fetcher, series: Address) -> Vintage:
    """When the service last updated a series: the only way to know of a change, as its cache headers say nothing.

    Raises:
        NoData: the service holds no values of the series.
        Refused: it does not know the series, or has withdrawn it.
        Unreachable: no usable answer.
    """
    header, _ = fetcher.get(series.url(per_page=1), parse_page, keep=False)
    if not header["total"]:
        raise NoData("the service holds no values of this series")
    return Vintage(header.get("lastupdated"), header["total"])


def fetch_unchanged(fetcher: Fetcher, base: str, vintages: Mapping[str, str]) -> set[str]:
    """Which of the published series the service still has in the published vintage, sixty series a request.

    Of several series the service gives the latest date. A series updated since its vintage was published has a date
    later than all of that time, so where the latest is still the published one, none of the sixty has changed. An
    update on the very day of the latest goes unseen, until the values are fetched anew for their age. Where one of the
    sixty is refused, so is the whole request, and nothing is known of any: each is then looked up by itself.

    Args:
        fetcher: how to ask.
        base: address of the API.
        vintages: published `lastupdated` by code, of World Development Indicators.

    Raises:
        Unreachable: no usable answer.
    """
    unchanged: set[str] = set()
    for codes in _batched(vintages, MOST_SERIES_AT_ONCE):
        query = urlencode({"format": "json", "source": WDI, "per_page": 1})
        with contextlib.suppress(Refused):
            header, _ = fetcher.get(f"{base}/country/WLD/indicator/{';'.join(codes)}?{query}", parse_page, keep=False)
            if header["total"] and header.get("lastupdated") == max(vintages[code] for code in codes):
                unchanged.update(codes)
    return unchanged


def fetch_series(fetcher: Fetcher, series: Address, vintage: Vintage | None = None) -> SeriesAnswer:
    """All values of one series; pages in the raw cache of the same `vintage` are not fetched again.

    Raises:
        Torn: the pages do not belong together (rows do not add up to `total`, another indicator's row, `lastupdated`
            changed between pages), and did not in three starts.
        NoData: the service holds no values of the series.
        Refused: it does not know the series, or has withdrawn it.
        Unreachable: no usable answer.
    """
    for start in range(STARTS):
        try:
            return _series(fetcher, series, vintage if start == 0 else None)
        except Torn as torn:
            last = torn
    raise last


def _series(fetcher: Fetcher, series: Address, vintage: Vintage | None) -> SeriesAnswer:
    code, pages = series.code, list(_pages(fetcher, series, vintage))
    first = pages[0]
    rows = sum(page.announced for page in pages)
    if rows != first.vintage.total:
        raise Torn(f"{code}: {rows} rows came of {first.vintage.total} announced")
    wrong = sorted(other for page in pages for other in page.indicators if other.upper() != code.upper())
    if wrong:
        raise Torn(f"{code}: the answer holds rows of {', '.join(wrong)}")
    held = pd.concat([page.held for page in pages], ignore_index=True)
    repeated = held.duplicated(["country_id", "iso3", "year"])
    if repeated.any():
        row = held[repeated].iloc[0]
        raise Torn(f"{code}: more than one row for {row.country_id} {row.year}")
    if held.empty:
        raise NoData("the service holds no values of this series")
    return SeriesAnswer(code, first.vintage.last_updated, held, fetcher.read_at)


def _pages(fetcher: Fetcher, series: Address, vintage: Vintage | None) -> Iterator[Page]:
    """Every page, all of one vintage."""

    def page(number: int) -> Page:
        return fetcher.get(
            series.url(PER_PAGE, number),
            parse_values,
            fresh_for_s=VALUES_STAND.total_seconds() if vintage else 0.0,
            is_valid=(lambda held: held.vintage == vintage) if vintage else None,
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


def _batched(things: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """The things in tuples of `size`, the last one shorter (itertools has it from Python 3.12 on)."""
    rest = iter(things)
    while batch := tuple(islice(rest, size)):
        yield batch
