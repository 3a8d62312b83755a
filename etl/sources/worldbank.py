"""The World Bank's Indicators API, version 2: economies, what a series is, and its values.

The quirks met here, each with a recorded answer in tests/etl/recorded: a success is `[header, rows]`; number types in
the header differ from one endpoint to the next; no data is 200 with null rows; an error is 200 with a message body, in
some cases XML with a BOM despite format=json; the country code is empty for income groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from etl.errors import Refused, Unreachable
from etl.sources.http import Fetcher, strict_json

PER_PAGE = 32_500
"""The ceiling for values; the service's default of 50 would cost 350 requests a series."""
MOST_PAGES = 1_000


@dataclass(frozen=True)
class SeriesAnswer:
    """The values of one series as the service gave them.

    `rows` has the columns country_id (str, iso2 or iso3 or the service's own), iso3 (str, "" for some aggregates),
    year (int) and value (float, never null). `last_updated` is None where the service holds no values.
    """

    code: str
    last_updated: str | None
    rows: pd.DataFrame


def countries_url(base: str) -> str:
    """Every economy and aggregate in one page."""
    return f"{base}/country?{urlencode({'format': 'json', 'per_page': 500})}"


def values_url(base: str, code: str, page: int) -> str:
    """One page of the values of one series, for every economy and year."""
    query = urlencode({"format": "json", "per_page": PER_PAGE, "page": page})
    return f"{base}/country/all/indicator/{code}?{query}"


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
    _, rows = fetcher.get(description_url(base, code), parse_page)
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


def fetch_series(fetcher: Fetcher, base: str, code: str) -> SeriesAnswer:
    """All values of one series, or an answer without rows where the service holds none.

    Raises:
        Unreachable: also when the pages do not belong together (rows do not add up to `total`, another indicator's
            row, `lastupdated` changed between pages): half an answer is no answer.
        Refused: the service does not know the series, or has withdrawn it.
    """
    header, rows = fetcher.get(values_url(base, code, 1), parse_page)
    pages = header["pages"]
    if pages > MOST_PAGES:
        raise Unreachable(f"{code}: {pages} pages cannot be right")
    frames = [_values(code, rows)]
    for page in range(2, pages + 1):
        following, rows = fetcher.get(values_url(base, code, page), parse_page)
        if (following["total"], following.get("lastupdated")) != (header["total"], header.get("lastupdated")):
            raise Unreachable(f"{code}: the figures changed between page 1 and page {page}")
        frames.append(_values(code, rows))
    merged = pd.concat(frames, ignore_index=True)
    if len(merged) != header["total"]:
        raise Unreachable(f"{code}: {len(merged)} rows came of {header['total']} announced")
    repeated = merged.duplicated(["country_id", "iso3", "year"])
    if repeated.any():
        first = merged[repeated].iloc[0]
        raise Unreachable(f"{code}: more than one row for {first.country_id} {first.year}")
    held = merged.dropna(subset="value").reset_index(drop=True)
    return SeriesAnswer(code, header.get("lastupdated"), held)


def parse_page(body: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Header, with its counts as numbers, and rows of one answer; no rows for a null.

    Raises:
        Unreachable: the body is not what this API answers.
        Refused: it is a message, such as "The provided parameter value is not valid".
    """
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml") and b":message" in body:
        raise Refused(f"the service says: {body.decode('utf-8', 'replace')[:400]}")
    answer: Any = strict_json(body)
    match answer:
        case [{"message": [{"value": str(text), **rest}, *_]}, *_]:
            raise Refused(f"the service says: {text} (message {rest.get('id', 'without number')})")
        case [{"page": _, "pages": _, "total": _} as header, None]:
            return _counted(header), []
        case [{"page": _, "pages": _, "total": _} as header, [*rows]]:
            return _counted(header), rows
        case other:
            raise Unreachable(f"an answer of another shape: {str(other)[:80]}")


def _counted(header: dict[str, Any]) -> dict[str, Any]:
    """Some endpoints give the numbers of their header as strings."""
    try:
        return header | {name: int(header[name]) for name in ("pages", "total")}
    except (TypeError, ValueError) as error:
        raise Unreachable(f"a header of another shape: {str(header)[:80]}") from error


def _values(code: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    try:
        wrong = {row["indicator"]["id"] for row in rows if row["indicator"]["id"].upper() != code.upper()}
        if wrong:
            raise Unreachable(f"{code}: the answer holds rows of {', '.join(sorted(wrong))}")
        return pd.DataFrame(
            {
                "country_id": pd.Series([row["country"]["id"] for row in rows], dtype="str"),
                "iso3": pd.Series([row["countryiso3code"] for row in rows], dtype="str"),
                "year": pd.Series([int(row["date"]) for row in rows], dtype="int64"),
                "value": pd.Series([_number(row["value"]) for row in rows], dtype="float64"),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreachable(f"{code}: a row of another shape ({error})") from error


def _number(value: Any) -> float | None:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    raise ValueError(f"{value!r} where a number or null belongs")
