"""A data table: columns with their units, in the shape of the page and in that of the files. No Panel.

A builder makes one from the snapshot and the selection (`TableSpec.make`), never from a view's widgets, so that the
page and `download/` have the same figures. dashboard/tables/registry.py lists the builders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.snapshot import queries
from dashboard.snapshot.codes import INCOME_NAMES
from dashboard.snapshot.provenance import TEMPERATURE
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.columns import YEAR, Column, measured

KEYS = ("iso3", "name", "year")
"""Columns that a file begins with, where the table has them."""


WEATHER_ONLY = "95 % confidence intervals, of year-to-year variability only: they exclude observational uncertainty"
OVER_COUNTRIES = "95 % confidence intervals from a bootstrap over countries"
"""Kinds of intervals."""


@dataclass(frozen=True, eq=False)
class Table:
    """A view's figures.

    Attributes:
        slug: beginning of the name of its files, such as "temperature-nor".
        title: what it shows, of which place and years.
        columns: as the files have them, one row a place and year; the page shows those with `is_on_page`.
        series: codes of the figures' sources, for `provenance.source_of`.
        baseline: the years that differences count from, where there are any.
        notes: sentences that a reader needs: tolerance, filters, assumptions.
        intervals: kind of the intervals, where there are any.
        wide: columns of the page where its shape is another one: Compare has a column for each place.
    """

    slug: str
    title: str
    columns: tuple[Column, ...]
    series: tuple[str, ...]
    baseline: str = ""
    notes: tuple[str, ...] = ()
    intervals: str = ""
    wide: tuple[Column, ...] = ()

    @property
    def on_page(self) -> tuple[Column, ...]:
        """Columns of the page, in the order shown."""
        return self.wide or tuple(column for column in self.columns if column.is_on_page)

    @property
    def in_files(self) -> tuple[Column, ...]:
        """Columns of the files: place and year first."""
        first = {name: position for position, name in enumerate(KEYS)}
        return tuple(sorted(self.columns, key=lambda column: first.get(column.name, len(KEYS))))

    @property
    def has_rows(self) -> bool:
        """Whether there is any row; a table without columns has only its reasons, in `notes`."""
        return any(len(column.values) for column in self.columns)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The page's columns by their headings."""
        return pd.DataFrame({column.title: column.values for column in self.on_page})

    @cached_property
    def file_frame(self) -> pd.DataFrame:
        """The files' columns by their names, rounded to the digits that are known."""
        return pd.DataFrame({column.name: column.rounded for column in self.in_files})


@dataclass(frozen=True)
class TableSpec:
    """A table on offer.

    Attributes:
        name: in addresses.
        title: in the menu.
        view: name of the view that draws the same figures.
        make: the table of a snapshot and a selection; raises SnapshotError where the figures are damaged.
        follows: names of all choices that decide what is in it, for an address without the others.
    """

    name: str
    title: str
    view: str
    make: Callable[[Snapshot, Selection], Table]
    follows: tuple[str, ...]


def formatted(table: Table) -> pd.DataFrame:
    """Return the page's columns as text: equal decimals within a column, and an empty text for a missing value."""
    return pd.DataFrame({column.title: column.formatted for column in table.on_page})


def without_rows(slug: str, title: str, why: Iterable[str]) -> Table:
    """Return a table without columns, with the sentences that explain why it is empty."""
    return Table(slug, title, (), (TEMPERATURE,), notes=tuple(why))


MIRROR = "The figures were read from a mirror, whose gaps may not be the publisher’s."


def why_no_rows(snapshot: Snapshot, name: str, table: Table) -> str:
    """Return the sentences on a file that is refused because the table has no rows for the choice.

    Args:
        snapshot: the figures; a gap of a mirror must not look like a gap of the publisher.
        name: the table's in addresses.
        table: without rows.
    """
    reasons = [MIRROR] if table.columns and not snapshot.catalog["origin"]["is_official"] else []
    reasons += () if table.columns else table.notes
    return " ".join([f"The table {name} has no rows for this choice ({table.title}).", *reasons])


def value_of(about: Quantity, values: Any, *, name: str = "value") -> Column:
    """Return the values of a series or measure, headed by its title, period and unit.

    Warming measures have two decimals on the page; a series has its own, or those that fit its values.
    """
    column = measured(name, about.title, about.unit, values, decimals_of(about), of_series=about.decimals)
    return column.titled(f"{about.title} ({', '.join(part for part in (about.window_in_words, about.unit) if part)})")


def decimals_of(about: Quantity) -> int | None:
    """Return the decimals of a quantity on the page; None where they depend on the values."""
    if about.unit == YEAR:
        return 0
    return 2 if about.is_measure else None


def source_code(about: Quantity) -> str:
    """Return the code under which provenance knows the quantity's source."""
    return TEMPERATURE if about.is_measure else about.id


def filter_notes(snapshot: Snapshot, selection: Selection) -> list[str]:
    """Return the sentences on the region and the income group that a table is limited to."""
    notes = []
    if selection.region:
        notes.append(f"Filter: region {queries.regions(snapshot.countries)[selection.region]}.")
    if selection.income:
        notes.append(f"Filter: income group {INCOME_NAMES[selection.income]}.")
    return notes


def indicator_row(snapshot: Snapshot, selection: Selection) -> Any:
    """Return the row of the selected indicator in the table of indicators."""
    return queries.indicator(snapshot, selection.indicator)


def place_name(snapshot: Snapshot, iso3: str) -> str:
    """Return the name of a country, region or grouping."""
    return str(snapshot.countries.set_index("iso3").loc[iso3, "name"])
