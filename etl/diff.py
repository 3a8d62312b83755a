"""What differs between two snapshots, in figures: the report a human reads before believing a refresh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from etl.contract import TABLES, Table

UNCOMPARED = {"fetched_at"}
"""When a figure was read says nothing about the figure."""


def differences(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> list[str]:
    """One sentence for each table that differs; empty if the two snapshots hold the same figures."""
    return [line for table in TABLES for line in _table_differences(table, old[table.name], new[table.name])]


def _table_differences(table: Table, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    key = list(table.key)
    a, b = _keyed(old, key), _keyed(new, key)
    gone, come = a.index.difference(b.index), b.index.difference(a.index)
    if len(gone):
        yield f"{table.name}: {len(gone):,} rows gone, the first is {_said(gone[0])}"
    if len(come):
        yield f"{table.name}: {len(come):,} rows new, the first is {_said(come[0])}"
    both = a.index.intersection(b.index)
    for column in a.columns.intersection(b.columns):
        if column in UNCOMPARED:
            continue
        changed = ~_same(a.loc[both, column], b.loc[both, column])
        if changed.any():
            where = both[changed][0]
            yield (
                f"{table.name}.{column}: {int(changed.sum()):,} values changed, the first at {_said(where)}: "
                f"{_said(a.loc[where, column])} -> {_said(b.loc[where, column])}"
            )


def _keyed(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    plain = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    if "geometry" in frame.columns:
        plain["geometry"] = frame["geometry"].to_wkb()
    return (
        plain.assign(**{k: plain[k].astype("str") for k in key if plain[k].dtype != "int16"})
        .set_index(key)
        .sort_index()
    )


def _said(thing: object) -> str:
    """A key or a value in a line's length; a shape is too long for any."""
    said = ", ".join(str(part) for part in thing) if isinstance(thing, tuple) else str(thing)
    return said if len(said) <= 100 else f"{said[:100]} ..."


def _same(old: pd.Series, new: pd.Series) -> np.ndarray:
    missing = old.isna().to_numpy() & new.isna().to_numpy()
    return missing | (old == new).fillna(False).to_numpy(bool)
