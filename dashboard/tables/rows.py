"""Rows of a table for files: some years, the most recent ones of each place, tables of several places stacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.tables.columns import Column
from dashboard.tables.table import Table

LONGEST_SLUG = 80


def of_years(table: Table, first: int, last: int) -> Table:
    """Return the rows of the years from first to last."""
    return _where(table, _column(table, "year").values.between(first, last).to_numpy(bool, na_value=False))


def most_recent(table: Table, count: int) -> Table:
    """Return the rows of each place's most recent values: of the table's first measured column."""
    measured = next(column for column in table.columns if pd.api.types.is_float_dtype(column.values))
    rows = pd.DataFrame({name: _column(table, name).values for name in ("iso3", "year")})
    rows = rows[np.isfinite(measured.values.to_numpy(float, na_value=np.nan))]
    latest = rows.sort_values("year", ascending=False).groupby("iso3", sort=False).head(count).index
    is_latest = np.zeros(len(measured.values), bool)
    is_latest[latest] = True
    return _where(table, is_latest)


def stacked(tables: Sequence[Table], slug: str) -> Table:
    """Return tables of several places as one, place after place, with a note's place before it.

    A column that a place lacks is empty there.
    """
    names = {column.name: column for table in tables for column in table.columns}
    titles = list(dict.fromkeys(table.title for table in tables))
    tables_with_rows = [table for table in tables if table.columns]
    return replace(
        tables[0],
        slug=slug if len(slug) <= LONGEST_SLUG else f"{slug[:LONGEST_SLUG].rpartition('-')[0]}-and-more",
        title="; ".join(titles),
        columns=tuple(_joined(column, tables_with_rows) for column in names.values()),
        series=tuple(dict.fromkeys(code for table in tables for code in table.series)),
        notes=tuple(dict.fromkeys(_of(table, note) for table in tables for note in table.notes)),
        wide=(),
    )


def _joined(column: Column, tables: Sequence[Table]) -> Column:
    parts = []
    for table in tables:
        own = {one.name: one.values for one in table.columns}
        rows = table.columns[0].values.index
        parts.append(own[column.name] if column.name in own else _nullable(column.values).reindex(rows))
    return replace(column, values=pd.concat(parts, ignore_index=True))


def _nullable(values: pd.Series) -> pd.Series:
    """Return an empty column of the same kind that can have missing values."""
    return values.head(0).astype("Int64") if pd.api.types.is_integer_dtype(values) else values.head(0)


def _of(table: Table, note: str) -> str:
    """Return a note with the place it is about."""
    name = next((column.values.iloc[0] for column in table.columns if column.name == "name" and len(column.values)), "")
    return f"{name}: {note}" if name else note


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)


def _where(table: Table, is_in: np.ndarray) -> Table:
    columns = (replace(column, values=column.values[is_in].reset_index(drop=True)) for column in table.columns)
    return replace(table, columns=tuple(columns), wide=())
