"""Sentences that say what a view shows, with figures: read by people, by screen readers, and beside the charts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.presentation import amount, number, signed
from dashboard.queries import Warming, is_uncertain
from dashboard.state import WORLD
from measures.trend import Trend


def place(row: Any) -> str:
    """Region, income group and capital of a country; what it is where it has none.

    Args:
        row: name, kind, region, income_group and capital of one country.
    """
    if row.iso3 == WORLD:
        return "All land but Antarctica, area-weighted"
    if row.kind == "aggregate":
        return "World Bank region; temperature over its land, area-weighted"
    if row.kind == "area":
        return "Not an economy in the World Bank's list, so without indicators"
    capital = f"capital {row.capital}" if row.capital else ""
    income = "income group not classified" if row.income_group == "Not classified" else row.income_group
    return " · ".join(part for part in (row.region, income, capital) if part)


def warming(name: str, found: Warming | None, line: Trend | None) -> str:
    """How much a country has warmed, with interval, years, rank and recent trend."""
    if found is None:
        return f"There is no temperature series for {name} in this snapshot."
    parts = [_change(name, found)]
    if found.rank is not None:
        parts.append(f"Rank {found.rank} of {found.ranked} economies, the most warmed first.")
    if found.doubt:
        parts.append(f"Treat this with care: {found.doubt}.")
    if line is not None:
        parts.append(
            f"Trend {line.first_year}–{line.last_year}: {signed(line.slope_per_decade, 2)} °C per decade "
            f"(95 % interval {signed(line.low95, 2)} to {signed(line.high95, 2)})."
        )
    return " ".join(parts)


def _change(name: str, found: Warming) -> str:
    name = "The world’s land" if name == "World" else name
    interval = f"95 % interval {signed(found.low95, 2)} to {signed(found.high95, 2)}"
    years = f"the mean of {found.window.replace(' minus ', ' minus the mean of ')}"
    if not np.isfinite([found.low95, found.high95]).all():
        return f"{name}: {signed(found.value, 2)} {found.unit}, {years}; too few independent years for an interval."
    if found.low95 <= 0 <= found.high95:
        return f"{name} shows no clear change: {signed(found.value, 2)} {found.unit} ({interval}), {years}."
    verb = "warmed" if found.value > 0 else "cooled"
    return f"{name} has {verb} by {number(abs(found.value), 2)} {found.unit} ({interval}): {years}."


def indicator(name: str, title: str, unit: str, series: pd.DataFrame) -> str:
    """The latest value of an indicator in a country and the first one, with unit and years.

    Args:
        name: of the country.
        title: of the indicator.
        unit: of its values.
        series: year, value; without rows where there are none.
    """
    name = "the world" if name == "World" else name
    held = series.dropna(subset="value")
    if held.empty:
        return f"This snapshot holds no values of “{title}” for {name}."
    first, last = held.iloc[0], held.iloc[-1]
    now = f"{title} in {name}: {amount(last.value)} {unit} in {int(last.year)}"
    if len(held) == 1:
        return f"{now}, the only year with a value."
    missing = len(series) - len(held)
    gaps = f" {missing} of these {len(series)} years have no value." if missing else ""
    return f"{now}; {amount(first.value)} in {int(first.year)}.{gaps}"


def map_sentence(rows: pd.DataFrame, economies: set[str]) -> str:
    """What the map shows, in one sentence: how many warmed, the middle of them, and how many are uncertain.

    Args:
        rows: period_change, one row a country.
        economies: the codes counted.
    """
    counted = rows[rows.iso3.isin(economies)]
    clear = counted[~is_uncertain(counted)]
    warmer, cooler = int((clear.value > 0).sum()), int((clear.value < 0).sum())
    thin = int(counted.doubt.ne("").sum())
    return (
        f"Of {len(counted)} economies {warmer} have clearly warmed and {cooler or 'none'} clearly cooled; "
        f"for {thin} the record is too thin to tell, for {len(counted) - len(clear) - thin} more the interval holds "
        f"zero. The median economy warmed by {number(float(counted.value.median()), 2)} °C."
    )
