"""Checks tables against the contract, and a new snapshot against the published one. Finds every breach, mends none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from etl.contract import KINDS, TABLES, Column, Table

FEWEST_ECONOMIES = 217
"""The World Bank listed 217 economies in every year from 2018 to 2026."""

KEPT_ECONOMIES = 0.98
KEPT_ROWS = 0.95
"""Shares of economies and of rows that a new snapshot must keep, or it is refused: a provider that loses more has had
an accident (seen: half of the countries gone from an answer with status 200)."""

Tables = Mapping[str, pd.DataFrame]


def problems(tables: Tables) -> list[str]:
    """Every breach of the contract, one sentence each; empty if the snapshot is sound."""
    missing = [f"table {table.name} is missing" for table in TABLES if table.name not in tables]
    if missing:
        return missing
    found = [problem for table in TABLES for problem in table_problems(table, tables[table.name])]
    # Cross-checks read columns that the lines above may have found missing.
    return found or [
        *_reference_problems(tables),
        *_country_problems(tables["countries"]),
        *_warming_problems(tables),
    ]


def losses(new: Tables, old: Tables) -> list[str]:
    """What the published snapshot holds and the new one would lose; empty if nothing of weight."""
    found = []
    for code in sorted(set(old["indicators"].id) - set(new["indicators"].id)):
        found.append(f"indicator {code} would be lost")
    for name in ("observations", "temperature"):
        by = "series" if name == "observations" else None
        found += _shrunk(name, new[name], old[name], by)
    return found


def _shrunk(name: str, new: pd.DataFrame, old: pd.DataFrame, by: str | None) -> Iterator[str]:
    groups = [(name, new, old)]
    if by:
        new_groups = dict(tuple(new.groupby(by, observed=True)))
        groups = [(str(k), new_groups[k], part) for k, part in old.groupby(by, observed=True) if k in new_groups]
    for label, after, before in groups:
        if after.iso3.nunique() < KEPT_ECONOMIES * before.iso3.nunique():
            yield f"{label}: {after.iso3.nunique()} countries instead of {before.iso3.nunique()}"
        if len(after) < KEPT_ROWS * len(before):
            yield f"{label}: {len(after):,} values instead of {len(before):,}"
        if after.year.max() < before.year.max():
            yield f"{label}: ends in {after.year.max()} instead of {before.year.max()}"


def table_problems(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    """Breaches that one table shows by itself: columns, dtypes, keys, missing values, ranges."""
    if list(frame.columns) != table.names:
        yield f"{table.name}: columns {list(frame.columns)} instead of {table.names}"
        return
    if frame.empty:
        yield f"{table.name}: no rows"
    repeated = frame.duplicated(list(table.key))
    if repeated.any():
        first = ", ".join(str(v) for v in frame.loc[repeated, list(table.key)].iloc[0])
        yield f"{table.name}: {int(repeated.sum())} repeated keys, the first is {first}"
    for column in table.columns:
        yield from (f"{table.name}.{column.name}: {fault}" for fault in _column_problems(column, frame[column.name]))


def _column_problems(column: Column, values: pd.Series) -> Iterator[str]:
    if str(values.dtype) != column.dtype:
        yield f"dtype {values.dtype} instead of {column.dtype}"
        return
    if not column.nullable and values.isna().any():
        yield f"{int(values.isna().sum())} missing values"
    if column.dtype in ("float64", "int16"):
        numbers = values.dropna()
        if np.isinf(numbers).any():
            yield "infinite values"
        outside = numbers[(numbers < _or(column.low, -np.inf)) | (numbers > _or(column.high, np.inf))]
        if len(outside):
            yield f"{len(outside)} values outside {column.low} to {column.high}, the first is {outside.iloc[0]}"


def _reference_problems(tables: Tables) -> Iterator[str]:
    known = set(tables["countries"].iso3)
    malformed = sorted(code for code in known if not re.fullmatch("[A-Z]{3}", code))
    if malformed:
        yield f"countries: not codes of three letters: {', '.join(malformed)}; see etl/mappings/areas.toml"
    for name in ("observations", "temperature", "warming"):
        unknown = sorted(set(tables[name].iso3) - known)
        if unknown:
            yield f"{name}: codes that are in no row of countries: {', '.join(unknown[:10])}"
    series, listed = tables["observations"].series, list(tables["indicators"].id)
    if set(series) != set(listed):
        yield f"observations and indicators differ in {', '.join(sorted(set(series) ^ set(listed)))}"
    elif list(series[series.ne(series.shift())]) != listed:
        yield "observations: the series do not stand in the order of the indicators, one after the other"


def _country_problems(countries: pd.DataFrame) -> Iterator[str]:
    kinds = set(countries.kind) - set(KINDS)
    if kinds:
        yield f"countries: unknown kinds {sorted(kinds)}"
    economies = countries[countries.kind == "economy"]
    if len(economies) < FEWEST_ECONOMIES:
        yield f"countries: {len(economies)} economies, at least {FEWEST_ECONOMIES} are known"
    regions = sorted(set(economies.region_iso3) - set(countries.iso3))
    if regions:
        yield f"countries: regions without a row of their own: {', '.join(regions)}"
    unplaced = economies[economies.longitude_deg.isna()].iso3
    if len(unplaced):
        yield f"countries: no position for {', '.join(unplaced)}"


def _warming_problems(tables: Tables) -> Iterator[str]:
    frame = tables["warming"].dropna(subset=["low95", "high95"])
    wrong = frame[(frame.low95 > frame.value) | (frame.high95 < frame.value)]
    if len(wrong):
        yield f"warming: {len(wrong)} values outside their own interval"
    economies = set(tables["countries"].query("kind == 'economy'").iso3)
    without = sorted(economies - set(tables["temperature"].iso3))
    if without:
        yield f"temperature: no series for {', '.join(without[:10])}"


def range_problems(code: str, values: pd.Series, low: float | None, high: float | None) -> list[str]:
    """Values of a series that cannot be true by the range of the configured set."""
    outside = values[(values < _or(low, -np.inf)) | (values > _or(high, np.inf)) | ~np.isfinite(values)]
    if outside.empty:
        return []
    return [f"{code}: {len(outside)} values outside {low} to {high}, the first is {outside.iloc[0]:g}"]


def _or(value: float | None, default: float) -> float:
    return default if value is None else value
