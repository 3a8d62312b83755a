"""Ledger of revisions: the published numbers that a refresh changed, with their old and new values.

It is bounded: a new release of a data set can change every value, and the ledger travels with each snapshot. The 20
largest changes of a series are listed, and all are counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from etl.contract.schema import Table
from etl.contract.tables import REVISION_COUNTS, REVISIONS

SAME_WITHIN = 1e-9
"""Relative difference up to which two values are the same number, printed with different digits."""


MOST_LISTED = 20
"""Changes of one series by one refresh in the ledger, the largest."""

MOST_REFRESHES, MOST_COUNTED = 3, 12
"""Refreshes of one series whose changes are listed, and those whose changes are counted, the latest."""

ZERO_SHARE = 0.01
"""Share of a series' interquartile range that is added to both values of a change: below it, a value is nearly zero."""

IN_DEGREES = ("temperature_c", "temperature_era5_c")
"""Series whose changes are compared as differences: 0 degC is no natural zero."""


@dataclass(frozen=True)
class Change:
    """Changes of a series against its published values."""

    added: int
    revised: pd.DataFrame
    """iso3, year, old_value, new_value; new_value is NaN where a value was withdrawn."""
    old_last_year: int | None = None
    new_last_year: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added, revised or withdrawn."""
        return self.added == 0 and self.revised.empty

    @property
    def largest(self) -> float:
        """Largest factor of all revisions; 1 without a revision."""
        both = self.revised.dropna()
        return max((factor(old, new) for old, new in zip(both.old_value, both.new_value, strict=True)), default=1.0)


def factor(old: float, new: float) -> float:
    """Return the ratio of the larger to the smaller absolute value; infinite from or to zero."""
    low, high = sorted((abs(old), abs(new)))
    return high / low if low else float("inf")


def change(old: pd.DataFrame, new: pd.DataFrame) -> Change:
    """Compare two sets of values of one series, each with iso3, year, value."""
    keys, columns = ["iso3", "year"], ["iso3", "year", "value"]
    both = old[columns].merge(new[columns], on=keys, how="outer", suffixes=("_old", "_new"), validate="1:1")
    before, after = both.value_old.to_numpy(), both.value_new.to_numpy()
    differs = ~(np.isnan(before) | np.isclose(before, after, rtol=SAME_WITHIN, atol=0.0))
    revised = both[differs].rename(columns={"value_old": "old_value", "value_new": "new_value"})
    last = [int(frame.year.max()) if len(frame) else None for frame in (old, new)]
    return Change(int(np.isnan(before).sum()), revised.reset_index(drop=True), *last)


@dataclass(frozen=True)
class Revised:
    """A series, its changes, and the provider's date or version of old and new values; a new series has no old one."""

    series: str
    change: Change
    old_vintage: str
    new_vintage: str

    @property
    def kind(self) -> str:
        """Kind of the change in `revision_counts`."""
        if self.change.old_last_year is None or self.change.new_last_year is None:
            return "new" if self.change.old_last_year is None else "lost"
        return "extended" if self.change.revised.empty else "revised"


@dataclass(frozen=True)
class Ledger:
    """The tables `revisions` and `revision_counts`."""

    entries: pd.DataFrame
    counts: pd.DataFrame

    def time_for(self, now: datetime) -> datetime:
        """Return `now`, or the first later second that no entry has.

        The time is part of an entry's key, so no two refreshes may have the same one.

        Args:
            now: the clock's time, UTC, in whole seconds.
        """
        taken = {*self.entries.revised_at, *self.counts.revised_at}
        while now.isoformat() in taken:
            now += timedelta(seconds=1)
        return now

    def with_changes(self, new: Iterable[Revised], at: str) -> Ledger:
        """Return the ledger with the changes of a refresh at its end, bounded.

        Args:
            new: series that changed; a series whose values did not is left out.
            at: time of publication of the new values, ISO 8601, UTC.
        """
        changed = [one for one in new if not one.change.is_empty]
        listed = [one for one in changed if one.kind == "revised"]
        entries = _joined(REVISIONS, [self.entries, *(_entries(one, at) for one in listed)])
        counts = _joined(REVISION_COUNTS, [self.counts, _uncounted(self), *(_count(one, at) for one in changed)])
        return Ledger(_bounded(entries), _latest(counts, MOST_COUNTED))

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Both tables by name."""
        return {REVISIONS.name: self.entries, REVISION_COUNTS.name: self.counts}


def empty() -> Ledger:
    """Return a ledger without entries."""
    return Ledger(_joined(REVISIONS, []), _joined(REVISION_COUNTS, []))


def sizes(entries: pd.DataFrame) -> pd.Series:
    """Return the size of each change, to compare those of one series: the largest first.

    It is the difference over the sum of both absolute values and a hundredth of the interquartile range of the old
    values, as changes from or to nearly zero would come first without it; for series with values of both signs, such as
    growth, and for temperatures, the difference itself. A withdrawn value is smaller than any change.
    """
    difference = (entries.new_value - entries.old_value).abs()
    by_series = entries.old_value.groupby(entries.series)
    spread = by_series.transform(lambda values: values.quantile(0.75) - values.quantile(0.25))
    relative = difference / (entries.new_value.abs() + entries.old_value.abs() + ZERO_SHARE * spread)
    has_both_signs = (by_series.transform("min") < 0) & (by_series.transform("max") > 0)
    return difference.where(has_both_signs | entries.series.isin(IN_DEGREES), relative).fillna(-1.0)


def _bounded(entries: pd.DataFrame) -> pd.DataFrame:
    """Return the largest changes of each series and refresh, of its latest refreshes, in their order."""
    recent = _latest(entries, MOST_REFRESHES)
    if recent.empty:
        return recent
    ordered = recent.assign(size=sizes(recent)).sort_values(["size", "year"], ascending=False, kind="stable")
    place = ordered.groupby(["series", "revised_at"]).cumcount()
    return recent[(place < MOST_LISTED).reindex(recent.index)].reset_index(drop=True)


def _latest(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the rows of the latest refreshes of each series."""
    newest_first = rows.groupby("series").revised_at.rank(method="dense", ascending=False)
    return rows[newest_first <= most].reset_index(drop=True)


def _entries(one: Revised, at: str) -> pd.DataFrame:
    columns = {"series": one.series, "old_vintage": one.old_vintage, "new_vintage": one.new_vintage, "revised_at": at}
    return one.change.revised.assign(**columns)


def _count(one: Revised, at: str) -> pd.DataFrame:
    withdrawn = int(one.change.revised.new_value.isna().sum())
    row = {
        "series": one.series,
        "revised_at": at,
        "kind": one.kind,
        "changed": len(one.change.revised) - withdrawn,
        "withdrawn": withdrawn,
        "added": one.change.added,
        "old_last_year": one.change.old_last_year,
        "new_last_year": one.change.new_last_year,
        "old_vintage": one.old_vintage,
        "new_vintage": one.new_vintage,
    }
    return pd.DataFrame([row])


def _uncounted(ledger: Ledger) -> pd.DataFrame:
    """Return the counts of entries published before changes were counted; what was added then is unknown."""
    key = ["series", "revised_at"]
    known = set(map(tuple, ledger.counts[key].to_numpy()))
    rows = [
        {
            **dict(zip(key, names, strict=True)),
            "kind": "revised",
            "changed": int(group.new_value.notna().sum()),
            "withdrawn": int(group.new_value.isna().sum()),
            "added": pd.NA,
            "old_last_year": pd.NA,
            "new_last_year": pd.NA,
            "old_vintage": group.old_vintage.iloc[0],
            "new_vintage": group.new_vintage.iloc[0],
        }
        for names, group in ledger.entries.groupby(key, sort=False)
        if names not in known
    ]
    return pd.DataFrame(rows, columns=REVISION_COUNTS.names)


def _joined(table: Table, parts: list[pd.DataFrame]) -> pd.DataFrame:
    types = {column.name: column.dtype for column in table.columns}
    full = [part[table.names].astype(types) for part in parts if len(part)]
    none = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})
    return pd.concat(full, ignore_index=True) if full else none
