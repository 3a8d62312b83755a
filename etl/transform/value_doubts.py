"""Doubts about the values of one series: zeros, constants, odd values, one series for two places, thin years.

A configured range refuses what lies outside it. These rules find what lies inside and may be wrong all the same. Each
finding is a doubt, published beside the figures; a correction with evidence may follow (etl/mappings/corrections.toml).

A first coal plant, a country without nuclear power, and farmland without a new survey are true. They are also common,
so three rules compare a place with the other economies: what is rare among them is doubted. In the snapshot of
2026-11 this cleared 18 first coal plants, first women in parliament, and the like, and 95 constant land areas; it kept
Brazil's sectors (zeros), Bahrain's and Namibia's energy use, and four constant series.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

COLUMNS = ["series", "iso3", "first_year", "last_year", "kind", "reason"]

Row = tuple[str, int, int, str, str]
"""A doubt without its series."""

RARE = 0.02
"""Largest share of the other economies with the same feature. Exact zeros occur in 0 to 0.6 % of them in the shares of
GDP and in energy use, and in 5 % or more where zero is true (coal, nuclear power, rents, women in parliament);
constants in 1 % of the economies in emissions and 13 to 16 % in land areas."""

NEARLY_ALL, FEWEST_ECONOMIES = 0.9, 20
"""Share of the economies that are exactly zero in a year, of at least so many, when they had a usual value before: a
fault of the whole series. In the snapshot of 2026-11 it doubts fossil fuels in energy use from 2016 on, all 0."""

BESIDE_ZERO = 0.25
"""A run of zeros is doubted if the value beside it is at least this share of the place's median: what grows from zero
passes through small values."""

CONSTANT_YEARS = 20
"""A measured value does not repeat for so long; 0 and 100 per cent may be true for ever."""

TWIN_VALUES, TWIN_DIGITS = 5, 4
"""Two places share a series if so many of their latest values, each of so many significant digits, are the same.
Under-five mortality of Italy and Korea agrees for twelve years because it is rounded to two digits."""

ODD_FACTOR, AGREEING = 50.0, 5.0
"""A value so many times smaller, or larger, than both its neighbours in time, which differ by less than the second
factor, is a slip of the decimal point."""

THIN_SHARE, THIN_AGAINST_YEARS = 0.9, 5
"""The latest years of an aggregate are thin if fewer than this share of the economies of the fullest of the five years
before have a value: the newest year of a series often lacks a third of them."""


def of_series(values: pd.DataFrame, code: str, *, is_share: bool, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the doubts about one series alone.

    Args:
        values: iso3, year, value; economies only, one row a value.
        code: of the series.
        is_share: whether it is a share in per cent.
        names: of the places by iso3 code.

    Returns:
        `COLUMNS`; one row a doubt.
    """
    wide = values.pivot(index="year", columns="iso3", values="value").sort_index()
    rows = [*_constants(wide, is_share), *_twins(wide, names)]
    if not (wide < 0).any(axis=None):  # a rate passes through zero, where a hundredth means nothing
        rows += [*_zeros(wide), *_odd_values(wide)]
    return frame(code, rows)


def of_aggregates(values: pd.DataFrame, code: str, members: Mapping[str, frozenset[str]]) -> pd.DataFrame:
    """Return the latest years in which an aggregate rests on far fewer economies than in the years before.

    Args:
        values: iso3, year, value of economies and aggregates.
        code: of the series.
        members: economies of each aggregate; one whose members are not known is left out.
    """
    years, counts = _counts(values, members)
    at_code = values.groupby("iso3").year
    rows: list[Row] = []
    for (iso3, economies), count in zip(members.items(), counts, strict=True):
        if iso3 not in at_code.groups:
            continue
        thin: list[int] = []
        for year in sorted(at_code.get_group(iso3).tolist(), reverse=True):
            before = count[(years < year) & (years >= year - THIN_AGAINST_YEARS)]
            if not before.any() or count[years == year].sum() >= THIN_SHARE * before.max():
                break
            thin.append(int(year))
        if thin:
            last, first = thin[0], thin[-1]
            before = np.where((years < first) & (years >= first - THIN_AGAINST_YEARS), count, 0)
            fullest = int(before.argmax())
            known = count[years == last].sum()
            own = f"{known} of its {len(economies)} economies {'has' if known == 1 else 'have'} a value in {last}"
            reason = f"{own}, {before[fullest]} in {years[fullest]}: an incomplete year"
            rows.append((iso3, first, last, "thin year", reason))
    return frame(code, rows)


def _counts(values: pd.DataFrame, members: Mapping[str, frozenset[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the years, and the economies of each aggregate with a value in each: aggregates by years.

    One product of matrices: counting each of 48 aggregates by itself took 40 s for 317 series.
    """
    economies = sorted(frozenset().union(*members.values()))
    years, year = np.unique(values.year.to_numpy("int64"), return_inverse=True)
    place = pd.Index(economies).get_indexer(pd.Index(values.iso3))
    has_value = np.zeros((len(economies), years.size), int)
    has_value[place[place >= 0], year[place >= 0]] = 1
    is_member = np.array([[economy in of for economy in economies] for of in members.values()], int)
    return years, is_member.reshape(len(members), len(economies)) @ has_value


def frame(code: str, rows: list[Row]) -> pd.DataFrame:
    """Return doubts of one series as a table; one table without rows for all that have none, as most have."""
    return _frame(code, rows) if rows else _no_doubts()


@cache
def _no_doubts() -> pd.DataFrame:
    return _frame("", [])


def _frame(code: str, rows: list[Row]) -> pd.DataFrame:
    table = pd.DataFrame([(code, *row) for row in rows], columns=COLUMNS)
    return table.astype({"first_year": "int16", "last_year": "int16"} | dict.fromkeys(_TEXTS, "str"))


_TEXTS = ("series", "iso3", "kind", "reason")


def runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """Return first index and end (excluded) of each run of True."""
    edges = np.diff(np.concatenate([[False], mask, [False]]).astype(int))
    return list(zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True))


def at(wide: pd.DataFrame, year: int, iso3: str) -> float:
    """Return the value of a year and a place."""
    value: Any = wide.at[year, iso3]
    return float(value)


def number(value: float) -> str:
    """Return a value in three digits, or whole from a thousand on."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _is_rare(with_feature: int, economies: int) -> bool:
    """Whether few economies besides the one in question have a feature."""
    return with_feature - 1 <= RARE * economies


def _zeros(wide: pd.DataFrame) -> Iterator[Row]:
    is_zero, with_value = wide == 0, wide.notna().sum(axis=1)
    of_all = (is_zero.sum(axis=1) >= NEARLY_ALL * with_value) & (with_value >= FEWEST_ECONOMIES)
    is_rare = _is_rare(int(is_zero.any().sum()), wide.shape[1])
    doubted = wide.index if is_rare else wide.index[of_all]
    for iso3, years, values in _columns(wide.loc[:, is_zero.any()]) if len(doubted) else ():
        if not values.any():
            continue
        usual = float(np.median(values[values != 0]))
        for start, end in runs((values == 0) & np.isin(years, doubted)):
            around = (start - 1, end) if is_rare else (start - 1,)  # an invention comes after zeros everywhere
            beside = max((at for at in around if 0 <= at < values.size), key=lambda at: values[at], default=start)
            if values[beside] >= BESIDE_ZERO * usual:
                first, last = int(years[start]), int(years[end - 1])
                when = f"in {first}" if first == last else f"in every year of {first}–{last}"
                beside_it = f"{number(values[beside])} in {years[beside]}"
                others = "" if is_rare else ", and in nearly all economies"
                reason = f"exactly 0 {when}{others}, {beside_it}: possibly not measured"
                yield iso3, first, last, "zeros", reason


def _constants(wide: pd.DataFrame, is_share: bool) -> Iterator[Row]:
    true_for_ever = (0.0, 100.0) if is_share else (0.0,)
    found: list[Row] = []
    for iso3, years, values in _columns(wide):
        if values.size < CONSTANT_YEARS:
            continue
        for start, end in runs(np.concatenate([[False], np.diff(values) == 0])):
            value = float(values[start])
            if end - start + 1 >= CONSTANT_YEARS and value not in true_for_ever:
                first, last = int(years[start - 1]), int(years[end - 1])
                reason = f"{value:.6g} in every year of {first}–{last}: possibly carried forward, or rounded"
                found.append((iso3, first, last, "constant", reason))
    if _is_rare(len({row[0] for row in found}), wide.shape[1]):
        yield from found


def _odd_values(wide: pd.DataFrame) -> Iterator[Row]:
    if not _is_rare(int((wide == 0).any().sum()), wide.shape[1]):
        return  # what falls to zero elsewhere may nearly do so here
    before, after = wide.shift(1), wide.shift(-1)
    least, most = np.minimum(before, after), np.maximum(before, after)
    is_odd = ((wide > 0) & (wide * ODD_FACTOR < least)) | ((least > 0) & (wide > most * ODD_FACTOR))
    is_odd &= most <= least * AGREEING
    for year, iso3 in is_odd.stack()[lambda odd: odd].index:
        own, earlier, later = (at(table, year, iso3) for table in (wide, before, after))
        around = f"{number(earlier)} before and {number(later)} after"
        reason = f"{number(own)} in {year}, {around}: possibly a slip of digits"
        yield str(iso3), int(year), int(year), "odd value", reason


def _twins(wide: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Row]:
    """Yield places whose latest telling values are the same; 0 and 100, which many places have, tell nothing."""
    telling = wide.mask(wide.isin([0.0, 100.0]))
    groups: dict[bytes, list[str]] = {}
    for iso3, years, values in _columns(telling):
        tail = values[-TWIN_VALUES:]
        if np.unique(tail).size == TWIN_VALUES and all(_digits(value) >= TWIN_DIGITS for value in tail.tolist()):
            groups.setdefault(tail.tobytes() + years[-TWIN_VALUES:].tobytes(), []).append(iso3)
    for members in groups.values():
        for iso3 in members if len(members) > 1 else ():
            others = [other for other in members if other != iso3]
            same = wide.index[(telling[iso3] == telling[others[0]]).to_numpy()]
            said = ", ".join(names.get(other, other) for other in others)
            reason = f"the same values as {said} in {len(same)} years: one series for {len(members)} places"
            yield iso3, int(same.min()), int(same.max()), "twin", reason


def _digits(value: float) -> int:
    """Return the number of significant digits of the shortest text that is this number."""
    return len(repr(value).partition("e")[0].replace(".", "").strip("-0"))


def _columns(wide: pd.DataFrame) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield the code of each place, its years with a value, and the values."""
    years, table = wide.index.to_numpy("int64"), wide.to_numpy(float)
    for at, iso3 in enumerate(wide.columns):
        has_value = np.isfinite(table[:, at])
        yield str(iso3), years[has_value], table[has_value, at]
