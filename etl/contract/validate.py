"""Check tables against the contract, and new values against the published ones; report every breach, change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from etl.contract import projections
from etl.contract.climate import MEASURES
from etl.contract.model import SPLITS
from etl.contract.schema import Column, Table, some
from etl.contract.tables import KINDS, OBSERVATIONS, TABLES
from measures.koeppen import GROUP_NAMES, ZONE_NAMES

FEWEST_ECONOMIES = 217
"""The World Bank listed 217 economies in every year from 2018 to 2026."""

KEPT_ECONOMIES = 0.98
KEPT_ROWS = 0.95
"""Shares of economies and of rows that a new snapshot must keep. A larger loss is a provider's fault: once, half of the
countries were missing from a response with status 200."""

ROUNDING = 1e-6
"""Part of the range by which a value may exceed it. Access to basic drinking water has 142 values such as 100.0000046
(2026): shares that were stored in single precision."""

MOST_JUMP = 100.0
"""Largest factor of the median change of a series. A changed unit, or a lost factor of a thousand, moves all values
alike; no revision does."""

CLIMATE_TABLES = ("temperature", "precipitation", "climate_monthly", "climate_normals", "warming", *projections.TABLES)

Tables = Mapping[str, pd.DataFrame]


def problems(tables: Tables) -> list[str]:
    """Return every breach of the contract by all tables but the observations, one sentence each."""
    small = [table for table in TABLES if table is not OBSERVATIONS]
    missing = [f"table {table.name} is missing" for table in small if table.name not in tables]
    if missing:
        return missing
    problems_by_table = [problem for table in small for problem in table_problems(table, tables[table.name])]
    # Checks between tables need the columns that the checks of single tables may find missing.
    return problems_by_table or [
        *_reference_problems(tables),
        *_country_problems(tables["countries"]),
        *_member_problems(tables),
        *_climate_problems(tables),
        *_warming_problems(tables),
        *projections.problems(tables),
        *_model_problems(tables),
    ]


def losses(label: str, after: pd.DataFrame, before: pd.DataFrame) -> Iterator[str]:
    """Yield what publishing the new rows would lose: economies, values, the latest year.

    Args:
        label: name of the figures in the message.
        after: the new rows, with iso3 and year.
        before: the published ones.
    """
    if after.iso3.nunique() < KEPT_ECONOMIES * before.iso3.nunique():
        yield f"{label}: {after.iso3.nunique()} countries instead of {before.iso3.nunique()}"
    if len(after) < KEPT_ROWS * len(before):
        yield f"{label}: {len(after):,} values instead of {len(before):,}"
    if after.year.max() < before.year.max():
        yield f"{label}: ends in {after.year.max()} instead of {before.year.max()}"


def series_losses(code: str, after: pd.DataFrame, before: pd.DataFrame) -> list[str]:
    """Return the losses of one series, and a jump of all its values, as from a change of unit."""
    found = list(losses(code, after, before))
    both = before.merge(after, on=["iso3", "year"], suffixes=("_old", "_new"))
    both = both[(both.value_old != 0) & (both.value_new != 0)]
    if len(both):
        factor = float((both.value_new / both.value_old).abs().median())
        if not 1 / MOST_JUMP < factor < MOST_JUMP:
            found.append(f"{code}: the values are {factor:g} times the published ones, as if the unit had changed")
    return found


def table_problems(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    """Yield the breaches within one table: columns, dtypes, keys, missing values, ranges."""
    if list(frame.columns) != table.names:
        yield f"{table.name}: columns {list(frame.columns)} instead of {table.names}"
        return
    if frame.empty and not table.may_be_empty:
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
    if column.dtype in ("float64", "float32", "int32", "int16", "int8"):
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
        yield f"countries: not codes of three letters: {some(malformed)}; see etl/mappings/areas.toml"
    for name in CLIMATE_TABLES:
        yield from _unknown_codes(name, tables[name], known)


def observation_problems(tables: Tables, observed: Iterable[tuple[str, pd.DataFrame]]) -> Iterator[str]:
    """Yield every breach of the contract by the observations, with one series in memory at a time.

    Args:
        tables: tables without a breach (`problems`).
        observed: code and values of each series, in the order of the file.
    """
    known, listed, codes = set(tables["countries"].iso3), list(tables["indicators"].id), []
    for code, rows in observed:
        codes.append(code)
        yield from (f"{code}: {problem}" for problem in table_problems(OBSERVATIONS, rows))
        yield from _unknown_codes(code, rows, known)
        if list(rows.series.unique()) != [code]:
            yield f"{code}: its row group holds {some(sorted(set(rows.series)))}"
    if codes != listed:
        differing = sorted(set(codes) ^ set(listed))
        yield f"observations and indicators differ in {some(differing) or 'their order'}"


def _unknown_codes(label: str, frame: pd.DataFrame, known: set[str]) -> Iterator[str]:
    unknown = sorted(set(frame.iso3.unique()) - known)
    if unknown:
        yield f"{label}: codes that are in no row of countries: {some(unknown)}"


def _country_problems(countries: pd.DataFrame) -> Iterator[str]:
    kinds = set(countries.kind) - set(KINDS)
    if kinds:
        yield f"countries: unknown kinds {sorted(kinds)}"
    economies = countries[countries.kind == "economy"]
    if len(economies) < FEWEST_ECONOMIES:
        yield f"countries: {len(economies)} economies, at least {FEWEST_ECONOMIES} are known"
    regions = sorted(set(economies.region_iso3) - set(countries.iso3))
    if regions:
        yield f"countries: regions without a row of their own: {some(regions)}"
    unplaced = economies[economies.longitude_deg.isna()].iso3
    if len(unplaced):
        yield f"countries: no position for {some(unplaced)}"


def _member_problems(tables: Tables) -> Iterator[str]:
    countries, members = tables["countries"], tables["grouping_members"]
    for column, kind in (("grouping", "aggregate"), ("iso3", "economy")):
        unknown = sorted(set(members[column]) - set(countries.iso3[countries.kind == kind]))
        if unknown:
            yield f"grouping_members.{column}: codes of no {kind}: {some(unknown)}"


def _climate_problems(tables: Tables) -> Iterator[str]:
    countries, normals = tables["countries"], tables["climate_normals"]
    misnamed = countries[countries.climate_zone.map(ZONE_NAMES | {"": ""}) != countries.climate_zone_name].iso3
    if len(misnamed):
        yield f"countries: no climate zone, or another one's name, for {some(misnamed)}"
    yield from _group_problems(countries)
    years = normals.groupby(["iso3", "period"])
    partial = years.size()[lambda months: months != 12]
    if len(partial):
        yield f"climate_normals: {len(partial)} years without twelve months, the first is {', '.join(partial.index[0])}"
    mixed = years.temperature_dataset.nunique()[lambda datasets: datasets != 1]
    if len(mixed):
        yield f"climate_normals: {len(mixed)} years of mixed data sets, the first is {', '.join(mixed.index[0])}"
    unnamed = normals.temperature_c.notna() & (normals.temperature_dataset == "")
    if unnamed.any():
        yield f"climate_normals: {int(unnamed.sum())} temperatures without a data set"


def _group_problems(countries: pd.DataFrame) -> Iterator[str]:
    group = countries.climate_group
    misnamed = countries.iso3[group.map(GROUP_NAMES | {"": ""}) != countries.climate_group_name]
    if len(misnamed):
        yield f"countries: no climate group, or another one's name, for {some(misnamed)}"
    unshared = countries.iso3[(group != "") != countries.climate_group_share.notna()]
    if len(unshared):
        yield f"countries: a climate group without its share, or a share without its group: {some(unshared)}"


def _warming_problems(tables: Tables) -> Iterator[str]:
    frame = tables["warming"]
    unknown = sorted(set(frame.measure) - set(MEASURES))
    if unknown:
        yield f"warming: unknown measures {some(unknown)}"
        return
    for name, rows in frame.groupby("measure"):
        measure = MEASURES[str(name)]
        yield from range_problems(f"warming: {name}", rows.value, measure.low, measure.high)
        if set(rows.unit) != {measure.unit}:
            yield f"warming: {name} in {some(sorted(set(rows.unit)))} instead of {measure.unit}"
    wrong = frame[
        (frame.low95 > frame.value) | (frame.high95 < frame.value)
    ]  # a comparison with a missing end is False
    if len(wrong):
        yield f"warming: {len(wrong)} values outside their own interval"
    economies = set(tables["countries"].query("kind == 'economy'").iso3)
    without = sorted(economies - set(tables["temperature"].iso3))
    if without:
        yield f"temperature: no series for {some(without)}"


def _model_problems(tables: Tables) -> Iterator[str]:
    for name, value in (("model_skill", "skill"), ("model_importance", "importance"), ("model_effects", "effect")):
        rows = tables[name]
        wrong = rows[(rows.low95 > rows[value]) | (rows.high95 < rows[value])]
        if len(wrong):
            yield f"{name}: {len(wrong)} values outside their own interval"
    splits = sorted({*tables["model_skill"].split, *tables["model_importance"].split} - set(SPLITS))
    if splits:
        yield f"model: unknown splits {some(splits)}"
    features = set(tables["model_features"].feature)
    unknown = sorted({*tables["model_importance"].feature, *tables["model_effects"].feature} - features)
    if unknown:
        yield f"model: features that are in no row of model_features: {some(unknown)}"


def range_problems(code: str, values: pd.Series, low: float | None, high: float | None) -> list[str]:
    """Return a sentence on the values outside the configured range, if any."""
    lowest, highest = _or(low, -np.inf), _or(high, np.inf)
    slack = ROUNDING * max(abs(bound) for bound in (lowest, highest, 0.0) if np.isfinite(bound))
    outside = values[(values < lowest - slack) | (values > highest + slack) | ~np.isfinite(values)]
    if outside.empty:
        return []
    return [f"{code}: {len(outside)} values outside {low} to {high}, the first is {outside.iloc[0]:.8g}"]


def _or(value: float | None, default: float) -> float:
    return default if value is None else value
