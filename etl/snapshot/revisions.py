"""Ledger of revisions: the published numbers that a refresh changed, with their old and new values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from etl.contract.tables import REVISIONS

SAME_WITHIN = 1e-9
"""Relative difference up to which two values are the same number, printed with different digits."""


@dataclass(frozen=True)
class Change:
    """Changes of a series against its published values."""

    added: int
    revised: pd.DataFrame
    """iso3, year, old_value, new_value; new_value is NaN where a value was withdrawn."""

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
    return Change(int(np.isnan(before).sum()), revised.reset_index(drop=True))


def entries(series: str, revised: pd.DataFrame, old_vintage: str, new_vintage: str, at: str) -> pd.DataFrame:
    """Return the ledger's rows for one series.

    Args:
        series: its code.
        revised: as in `Change`.
        old_vintage: the provider's date or version of the old values.
        new_vintage: the same of the new values.
        at: time of publication of the new values, ISO 8601.
    """
    columns = {"series": series, "old_vintage": old_vintage, "new_vintage": new_vintage, "revised_at": at}
    return _typed(revised.assign(**columns))


def empty() -> pd.DataFrame:
    """Return a ledger without entries."""
    return _typed(pd.DataFrame({name: [] for name in REVISIONS.names}))


def time_for(ledger: pd.DataFrame, now: datetime) -> datetime:
    """Return `now`, or the first later second that no entry has.

    The time is part of an entry's key, so no two refreshes may have the same one.

    Args:
        ledger: the published ledger.
        now: the clock's time, UTC, in whole seconds.
    """
    taken = set(ledger.revised_at)
    while now.isoformat() in taken:
        now += timedelta(seconds=1)
    return now


def appended(ledger: pd.DataFrame, new: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the ledger with new entries at its end."""
    non_empty = [frame for frame in (ledger, *new) if len(frame)]
    return pd.concat(non_empty, ignore_index=True) if non_empty else empty()


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[REVISIONS.names].astype({column.name: column.dtype for column in REVISIONS.columns})
