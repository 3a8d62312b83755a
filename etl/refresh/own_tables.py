"""Rows of a user's own series in the tables of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from etl.contract.indicators import OWN
from etl.contract.tables import FORECAST
from etl.errors import ListError
from etl.indicators.configured import CODE, Configured
from etl.snapshot import ledger as published_ledger
from etl.snapshot import revisions
from etl.snapshot.published import Published
from etl.transform import clean
from tabular import OwnTable

TOPIC = "Own figures"
"""Topic of own series, after the World Bank's."""


@dataclass(frozen=True)
class OwnSeries:
    """Description of a user's own series. `source` is its producer; `vintage` is the date of the figures, ISO 8601."""

    code: str
    title: str
    unit: str
    source: str
    licence: str
    file: str
    vintage: str
    note: str = ""
    topic: str = TOPIC


def own_code(code: str) -> str:
    """Return a code in capitals, with the prefix of own series.

    Raises:
        ListError: no code can be made of it.
    """
    upper = code.strip().upper()
    full = upper if upper.startswith(OWN) else f"{OWN}{upper}"
    if not CODE.fullmatch(full) or full == OWN:
        raise ListError(f"{code!r} is not a code such as {OWN}SOLAR: letters, digits, dots, hyphens and underscores")
    return full


def observations(code: str, table: OwnTable, this_year: int) -> pd.DataFrame:
    """Return the observations; a later year is a forecast, as in the World Bank's series."""
    return pd.DataFrame(
        {
            "series": pd.Series(code, range(len(table.iso3)), "str"),
            "iso3": pd.Series(table.iso3, dtype="str"),
            "year": pd.Series(table.year, dtype="int16"),
            "value": pd.Series(table.value, dtype="float64"),
            "status": pd.Series([FORECAST if year > this_year else "" for year in table.year], dtype="str"),
        }
    )


def indicator_row(own: OwnSeries, now: str) -> dict[str, Any]:
    """Return the row in `indicators`, without the columns of its coverage; its source is named as the user's own."""
    entry = Configured(own.code, own.topic, own.title, own.unit, licence=own.licence, is_configured=False)
    description = {
        "name": f"{own.title} ({own.unit})",
        "source": f"Own figures, not the World Bank’s: {own.source}",
        "organisation": own.source,
        "note": own.note or f"A user’s own figures, read from {own.file}.",
    }
    return clean.indicator(entry, description, own.vintage, now)


def refuse_same_title(own: OwnSeries, indicators: pd.DataFrame) -> None:
    """Refuse a title and unit that another series has, as a menu could not tell the two apart."""
    same = indicators[(indicators.title == own.title) & (indicators.unit == own.unit) & (indicators.id != own.code)]
    if len(same):
        raise ListError(
            f"{same.id.iloc[0]} has the title “{own.title}” and the unit {own.unit}; choose another --title"
        )


def typed(indicators: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the dtypes of before; an empty cell of a new column would change them."""
    return indicators.astype({name: before[name].dtype for name in indicators.columns})


def without(old: Published, name: str, code: str) -> pd.DataFrame:
    """Return a published table without the rows of one series."""
    table = old.table(name)
    return table[table.series != code].reset_index(drop=True)


def ledger(old: Published, own: OwnSeries, change: revisions.Change | None, now: str) -> dict[str, pd.DataFrame]:
    """Return the tables of the ledger with the change of a series that was replaced."""
    before = published_ledger.published(old)
    if change is None:
        return before.tables
    at = before.time_for(datetime.fromisoformat(now)).isoformat()
    vintage = str(old.description(own.code)["last_updated"])
    return before.with_changes([revisions.Revised(own.code, change, vintage, own.vintage)], at).tables
