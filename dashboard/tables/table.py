"""What a table twin is: a view's figures as rows, with the words that must stand beside them. No Panel.

A view gives one by a function of the snapshot and the choices (`Twin.make`), never from its widgets, so that the same
table is shown on the page and handed out at an address. `twins.py` lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from dashboard.snapshot import queries
from dashboard.snapshot.codes import INCOME_NAMES
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.text.numbers import number

MOST_DECIMALS = 6

SIGNIFICANT = 4
"""Digits by which a column's middling values are shown; the download has all."""


@dataclass(frozen=True, eq=False)
class Table:
    """A view's figures.

    Attributes:
        slug: what files are called after, such as "temperature-nor".
        title: what it shows, of whom and when.
        frame: a row a line; columns have names for people, units included, in the order shown. Whole numbers are
            integers (nullable where some are missing), measured ones floats, all else text.
        series: codes of what the figures come from, for `provenance.source_of`.
        baseline: the years that differences count from, where there are any.
        notes: sentences that a reader needs: tolerance, filters, what a column assumes.
        decimals: of columns for which `decimals_of` would guess badly.
        units: of columns whose name does not end with it in parentheses; see `unit_of`.
    """

    slug: str
    title: str
    frame: pd.DataFrame
    series: tuple[str, ...]
    baseline: str = ""
    notes: tuple[str, ...] = ()
    decimals: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSpec:
    """A table on offer.

    Attributes:
        name: in addresses.
        title: in the menu.
        view: name of the view that draws the same figures.
        make: the table of a snapshot and the choices; raises SnapshotError where the figures are damaged.
        follows: names of all choices that decide what is in it, for an address without the others.
    """

    name: str
    title: str
    view: str
    make: Callable[[Snapshot, Selection], Table]
    follows: tuple[str, ...]


def unit_of(table: Table, name: str) -> str | None:
    """The unit of a column: as the table says, or what its name holds at its end in parentheses; None without one."""
    if name in table.units or not is_number(table.frame[name]):
        return table.units.get(name)
    if name.startswith("Year"):
        return "year"
    depth = 0
    for at in range(len(name) - 1, 0, -1):  # a unit may hold parentheses of its own
        depth += (name[at] == ")") - (name[at] == "(")
        if not depth:
            return name[at + 1 : -1] or None
    return None


def is_number(column: pd.Series) -> bool:
    """Whether a column is set as numbers: to the right, its digits below each other."""
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def formatted(table: Table) -> pd.DataFrame:
    """The table as text, as the page shows it: equal decimals within a column, and an empty text without a value."""
    return pd.DataFrame({name: _said(table.frame[name], table.decimals.get(str(name))) for name in table.frame})


def decimals_of(column: pd.Series) -> int:
    """Decimals that show a column's middling values in four digits; none for whole numbers."""
    if not pd.api.types.is_float_dtype(column):
        return 0
    held = column.abs().to_numpy(float, na_value=np.nan)
    held = held[np.isfinite(held) & (held > 0)]
    if not held.size:
        return 0
    return int(np.clip(SIGNIFICANT - 1 - np.floor(np.log10(np.median(held))), 0, MOST_DECIMALS))


def _said(column: pd.Series, decimals: int | None) -> list[str]:
    if not is_number(column):
        return ["" if pd.isna(value) else str(value) for value in column]
    if str(column.name).startswith("Year") or str(column.name).endswith("year)"):
        return ["" if pd.isna(value) else str(int(value)) for value in column]
    digits = decimals_of(column) if decimals is None else decimals
    return ["" if pd.isna(value) else number(float(value), digits) for value in column]


def filter_notes(snapshot: Snapshot, selection: Selection) -> list[str]:
    """What is said of the region and the income group that a table keeps to."""
    notes = []
    if selection.region:
        notes.append(f"Kept to the region {queries.regions(snapshot.countries)[selection.region]}.")
    if selection.income:
        notes.append(f"Kept to the income group {INCOME_NAMES[selection.income]}.")
    return notes


def column_name(about: Quantity) -> str:
    """Return the column's name: title, period and unit."""
    window = f"{about.window}, " if about.window else ""
    return f"{about.title} ({window}{about.unit})"


def source_code(about: Quantity) -> str:
    """Return the code under which provenance knows the quantity's source."""
    return TEMPERATURE if about.is_measure else about.id


def quantity_decimals(about: Quantity) -> dict[str, int]:
    """Two for a warming measure and its interval, none for a year; a series' own digits decide otherwise."""
    if not about.is_measure:
        return {}
    names = (column_name(about), *(f"95 % interval {end} ({about.unit})" for end in ("from", "to")))
    return dict.fromkeys(names, 0 if about.unit == "year" else 2)


def indicator_row(snapshot: Snapshot, selection: Selection) -> Any:
    """Return the row of the selected indicator in the table of indicators."""
    return snapshot.indicators.set_index("id", drop=False).loc[selection.indicator]
