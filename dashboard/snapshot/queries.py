"""Queries on the tables: pure functions that do not change their input."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.snapshot import windows
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import slug
from dashboard.snapshot.store import Snapshot

USUAL_TREND_YEARS = 50
"""Length of the period shown of a measure that is published over several."""


@dataclass(frozen=True)
class Warming:
    """One country's value of a warming measure, and its rank among the economies.

    Rank 1 has warmed most; `rank` is None for aggregates and areas, which are not ranked.
    """

    measure: str
    window: str
    unit: str
    value: float
    low95: float
    high95: float
    rank: int | None
    ranked: int
    doubt: str


SELECTABLE = ["iso3", "name", "kind", "region", "income_group", "capital"]


def selectable(countries: pd.DataFrame, temperature: pd.DataFrame) -> pd.DataFrame:
    """Return the World, its regions, economies and areas: iso3, name, kind, region, income_group, capital; by name.

    An area without any figures can be selected too, as it can be clicked; the page then shows that it has none. The
    World Bank's many other aggregates have no temperature (`snapshot.groupings`).
    """
    offered = countries[(countries.kind != "aggregate") | countries.iso3.isin(set(temperature.iso3))]
    return offered[SELECTABLE].sort_values("name", ignore_index=True)


def regions(countries: pd.DataFrame) -> dict[str, str]:
    """Return the name of each region by the code of its aggregate (SSF: Sub-Saharan Africa), ordered by name."""
    named = set(countries.region) - {""}
    own = countries[(countries.kind == "aggregate") & countries["name"].isin(named)].sort_values("name")
    return dict(zip(own.iso3, own["name"], strict=True))


def economies(countries: pd.DataFrame) -> set[str]:
    """Return the codes of the economies, which ranks and counts are about."""
    return set(countries.iso3[countries.kind == "economy"])


def measure(warming: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of one measure, one for each place and period."""
    return warming[warming.measure == name].reset_index(drop=True)


def published_period(rows: pd.DataFrame, trend_period: tuple[int, int] | None = None) -> str | None:
    """Return the period shown of a measure that may be published over several.

    Args:
        rows: of one measure (`measure`).
        trend_period: the period wanted; without it, the one of fifty years, else the first.

    Returns:
        As named in the table `warming`; None if it is not published.
    """
    periods = list(dict.fromkeys(rows.window))
    if trend_period:
        wanted = f"{trend_period[0]}–{trend_period[1]}"
        return wanted if wanted in periods else None
    usual = [period for period in periods if windows.length(period) == USUAL_TREND_YEARS]
    return next(iter(usual or periods), None)


def measure_rows(warming: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of one measure over its `published_period`, one a place."""
    rows = measure(warming, name)
    return rows[rows.window == published_period(rows)].reset_index(drop=True)


def is_uncertain(rows: pd.DataFrame) -> pd.Series:
    """Return whether each row's change is not significant, or is from years in doubt.

    For aggregates and areas, whose significance was not tested, the interval decides.
    """
    holds_zero = (rows.low95 <= 0) & (rows.high95 >= 0)
    return (~rows.significant.astype("boolean")).fillna(holds_zero).astype(bool) | rows.doubt.fillna("").ne("")


def warmings(rows: pd.DataFrame, economies: set[str]) -> dict[str, Warming]:
    """Return every place's row of one measure with its rank, by code.

    Args:
        rows: one measure (`measure`).
        economies: codes to be ranked.
    """
    ranked = rows.value[rows.iso3.isin(economies)].to_numpy(float)
    names = ("measure", "window", "unit", "value", "low95", "high95", "doubt")
    return {
        row["iso3"]: Warming(
            **{name: row[name] for name in names},
            rank=int((ranked > row["value"]).sum()) + 1 if row["iso3"] in economies else None,
            ranked=len(ranked),
        )
        for row in rows.to_dict("records")
    }


def series_of(values: pd.DataFrame, iso3: str, column: str) -> pd.DataFrame:
    """Return columns year and `column` of one country, a row for every year from its first to its last.

    Missing years are NaN, so that a line breaks there instead of inventing values.
    """
    own = values.loc[values.iso3 == iso3, ["year", column]].sort_values("year")
    if own.empty:
        return own.astype({"year": "int64", column: "float64"}).reset_index(drop=True)
    every = pd.RangeIndex(int(own.year.min()), int(own.year.max()) + 1, name="year")
    return own.astype({"year": "int64"}).set_index("year").reindex(every).reset_index()


def indicator(snapshot: Snapshot, code: str) -> pd.Series:
    """Return the row of a series in the table of indicators.

    Raises:
        KeyError: the table does not have the code.
    """
    return snapshot.indicators.iloc[_rows_of_indicators(snapshot)[code]]


@cached_on_argument()
def _rows_of_indicators(snapshot: Snapshot) -> dict[str, int]:
    """Return the row of each code; an index of the table would copy it at every call: 3 ms with 1,300 series."""
    return {code: row for row, code in enumerate(snapshot.indicators.id)}


def featured(snapshot: Snapshot) -> pd.DataFrame:
    """Return the featured series in their order; all series where the snapshot features none."""
    listed = snapshot.indicators
    if "featured" not in listed or not (listed.featured > 0).any():
        return listed
    return listed[listed.featured > 0].sort_values("featured")


def topics(snapshot: Snapshot) -> dict[str, str]:
    """Return the topics of the featured series by their slugs: countries are compared in these series."""
    return {slug(topic): topic for topic in dict.fromkeys(featured(snapshot).topic)}
