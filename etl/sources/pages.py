"""Pages of values of the Indicators API, read straight into the fields that are wanted.

Typed decoding takes a third of the time of a parse into dicts, and says where a row is of another shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from etl.errors import ContractError, Unreachable
from etl.sources.answers import counted, parse_page


@dataclass(frozen=True)
class Vintage:
    """What the service says of a series before its values: when they were last updated, and how many rows there are."""

    last_updated: str | None
    total: int


class Id(msgspec.Struct, gc=False):
    """What is read of an indicator or a place."""

    id: str


class ValueRow(msgspec.Struct, gc=False):
    """A row of values; what else it holds is not read. Typed decoding takes a third of a generic parse's time."""

    indicator: Id
    country: Id
    countryiso3code: str
    date: str
    value: float | None


@dataclass(frozen=True)
class Page:
    """One page: of which vintage and how many pages, the codes of its indicators, how many rows, and their values."""

    vintage: Vintage
    pages: int
    indicators: frozenset[str]
    announced: int
    held: pd.DataFrame


def parse_values(body: bytes) -> Page:
    """One page of values. What does not fit is read again as any answer, so that a message is told from an outage."""
    try:
        header, rows = msgspec.json.decode(
            body.removeprefix(b"\xef\xbb\xbf"), type=tuple[dict[str, Any], list[ValueRow] | None]
        )
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        parse_page(body)
        raise Unreachable(f"rows of another shape ({error})") from error
    if not {"page", "pages", "total"} <= header.keys():
        raise Unreachable(f"a header of another shape: {str(header)[:80]}")
    header = counted(header)
    listed = rows or []
    return Page(
        Vintage(header.get("lastupdated"), header["total"]),
        header["pages"],
        frozenset({row.indicator.id for row in listed}),
        len(listed),
        _held(listed),
    )


def _held(rows: list[ValueRow]) -> pd.DataFrame:
    """The rows with a value; half of all rows, in the middle series, have none."""
    held = [row for row in rows if row.value is not None]
    return pd.DataFrame(
        {
            "country_id": pd.array([row.country.id for row in held], dtype="str"),
            "iso3": pd.array([row.countryiso3code for row in held], dtype="str"),
            "year": _years([row.date for row in held]),
            "value": np.array([row.value for row in held], dtype="float64"),
        }
    )


def _years(dates: list[str]) -> np.ndarray:
    """Calendar years; a monthly or quarterly series ("2020M01", "2020Q1") is refused, as a year cannot hold it."""
    year_of = {date: int(date) if date.isdecimal() and len(date) == 4 else None for date in set(dates)}
    other = sorted(date for date, year in year_of.items() if year is None)
    if other:
        raise ContractError([f"not a yearly series; it has values for {other[0]!r}"])
    return np.array([year_of[date] for date in dates], dtype="int64")
