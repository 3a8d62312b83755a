"""Differences between two snapshots, for a human who reviews a refresh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from heapq import nlargest
from typing import Any

import numpy as np
import pandas as pd

from etl.contract.tables import OBSERVATIONS, REVISION_COUNTS, REVISIONS, TABLES, Table
from etl.snapshot import revisions as revisions_snapshot
from etl.snapshot.published import Published

UNCOMPARED = {"fetched_at"}
"""Columns left out: the time of reading a figure is no part of the figure."""
MOST_LISTED = 20


@dataclass(frozen=True)
class Revision:
    """One value that differs between the snapshots; `factor` is the larger value over the smaller."""

    series: str
    iso3: str
    year: int
    old_value: float
    new_value: float
    factor: float


@dataclass(frozen=True)
class Differences:
    """One sentence for each kind of difference, and the largest changes of values; both empty without a difference."""

    sentences: list[str]
    largest: list[Revision]

    def as_data(self) -> dict[str, Any]:
        """Return the differences for JSON; a factor from or to zero is null, as JSON has no infinity."""
        return {
            "differences": self.sentences,
            "largest_changes": [
                asdict(r) | {"factor": r.factor if np.isfinite(r.factor) else None} for r in self.largest
            ],
        }


def differences(old: Published, new: Published, most: int = MOST_LISTED) -> Differences:
    """Compare two snapshots table by table, and the observations series by series.

    The ledger of revisions is left out: it grows with every refresh that changed a number, and those changes are
    compared here.
    """
    sentences: list[str] = []
    revisions: list[Revision] = []
    for table in TABLES:
        if table is OBSERVATIONS:
            for code in old.indicators.index.intersection(new.indicators.index):
                found, revised = _series_differences(code, old.values(code), new.values(code))
                sentences += found
                revisions = nlargest(most, [*revisions, *revised], key=lambda r: r.factor)
        elif table not in (REVISIONS, REVISION_COUNTS):
            sentences += _table_differences(table, old.table(table.name), new.table(table.name))
    return Differences(sentences, revisions)


def _series_differences(code: str, old: pd.DataFrame, new: pd.DataFrame) -> tuple[list[str], list[Revision]]:
    change = revisions_snapshot.change(old, new)
    removed = int(change.revised.new_value.isna().sum())
    changed = change.revised.dropna()
    counts = {"added": change.added, "changed": len(changed), "removed": removed}
    text = ", ".join(f"{count:,} values {what}" for what, count in counts.items() if count)
    return ([f"{code}: {text}"] if text else []), [_revision(code, row) for row in changed.itertuples()]


def _revision(code: str, row: Any) -> Revision:
    old, new = row.old_value, row.new_value
    return Revision(code, row.iso3, int(row.year), old, new, revisions_snapshot.factor(old, new))


def _table_differences(table: Table, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    key = list(table.key)
    a, b = _keyed(old, key), _keyed(new, key)
    removed, added = a.index.difference(b.index), b.index.difference(a.index)
    if len(removed):
        yield f"{table.name}: {len(removed):,} rows removed, the first is {_short(removed[0])}"
    if len(added):
        yield f"{table.name}: {len(added):,} rows added, the first is {_short(added[0])}"
    both = a.index.intersection(b.index)
    for column in a.columns.intersection(b.columns):
        if column in UNCOMPARED:
            continue
        changed = ~_same(a.loc[both, column], b.loc[both, column])
        if changed.any():
            where = both[changed][0]
            yield (
                f"{table.name}.{column}: {int(changed.sum()):,} values changed, the first at {_short(where)}: "
                f"{_short(a.loc[where, column])} -> {_short(b.loc[where, column])}"
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


def _short(value: object) -> str:
    """Return a key or a value as text, cut to fit a line: a shape would not."""
    text = ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 100 else f"{text[:100]} ..."


def _same(old: pd.Series, new: pd.Series) -> np.ndarray:
    missing = old.isna().to_numpy() & new.isna().to_numpy()
    return missing | (old == new).fillna(False).to_numpy(bool)
